/** Where the parser's tokens begin, and where a value may begin behind them. */
import type { CST } from 'yaml'

type Item = CST.CollectionItem

/** Those that are items: what stands behind the last comma or dash may be none. */
export const itemsOf = (token: CST.Token | undefined): readonly Item[] => {
  if (token?.type === 'flow-collection') return token.items.filter((item) => startOf(item) !== undefined)
  if (token?.type !== 'block-seq') return []
  return token.items.filter(({ start }) => start.some(({ type }) => type === 'seq-item-ind'))
}

/** One stands behind each child of a flow collection, but for the last. */
export const commasOf = (token: CST.Token | undefined): readonly number[] =>
  token?.type === 'flow-collection'
    ? token.items.flatMap(({ start }) =>
        start.filter(({ type }) => type === 'comma').map(({ offset }) => offset),
      )
    : []

const AROUND: readonly string[] = ['space', 'newline', 'comment', 'comma']

/** Its dash, `?`, anchor, tag, key or value, whichever is first. */
export function startOf({ start, key, sep, value }: Item): number | undefined {
  const first = start.find(({ type }) => !AROUND.includes(type))
  return first?.offset ?? key?.offset ?? (sep?.[0] ?? value)?.offset
}

/** Behind the indicator, and behind the anchor and tag that follow it. */
export function headIn(tokens: readonly CST.SourceToken[], indicator: string, otherwise: number): number {
  const at = tokens.findIndex(({ type }) => type === indicator)
  const last = tokens.findLast(({ type }, i) => i === at || (i > at && (type === 'anchor' || type === 'tag')))
  return last === undefined ? otherwise : last.offset + last.source.length
}
