/** How a YAML text is laid out at a place: as its surroundings are, then as the file is. */
import { column, isBlank } from './lines.js'
import type { Node } from './nodes.js'
import { isBlock, nodesOf } from './nodes.js'
import { rootOf } from './parse.js'
import type { Quote } from './scalar.js'

export interface Layout {
  readonly eol: string
  /** One level of a map in a map. */
  readonly unit: number
  /** From a key to the dashes of its list. */
  readonly dash: number
  /** From a dash to its item. */
  readonly gap: string
  readonly quote: Quote
  /** Inside braces. */
  readonly brace: string
}

/** `way`: from the root to the container in which something is to stand. `like`: the text before its first edit. */
export function layoutOf(text: string, way: readonly Node[], like: string): Layout {
  const places = way.toReversed().map((node) => ({ text, nodes: nodesOf(node) }))
  const all = like === text ? places : [...places, { text: like, nodes: nodesOf(rootOf(like)) }]
  const first = <T>(samples: (place: Place) => readonly T[]): T | undefined => {
    for (const place of all) {
      const [most] = byCount(samples(place))
      if (most !== undefined) return most
    }
    return undefined
  }
  const dash = first(dashes)
  const file = all.slice(way.length - 1)
  return {
    eol: /\r?\n/.exec(like)?.[0] ?? '\n',
    unit: first(units) ?? (dash === undefined || dash === 0 ? 2 : dash),
    dash: dash ?? 2,
    gap: first(gaps) ?? ' ',
    quote: byCount(file.flatMap(quotes))[0] ?? "'",
    brace: first(braces) ?? ' ',
  }
}

interface Place {
  readonly text: string
  readonly nodes: readonly Node[]
}

function byCount<T>(samples: readonly T[]): T[] {
  const counts = new Map<T, number>()
  for (const sample of samples) counts.set(sample, (counts.get(sample) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a).map(([sample]) => sample)
}

const units = (place: Place): number[] => indents(place, 'map')
const dashes = (place: Place): number[] => indents(place, 'list')

/** How far the children of a key's block stand behind the key. */
function indents({ text, nodes }: Place, kind: Node['kind']): number[] {
  return nodes.flatMap((map) =>
    map.kind !== 'map' || !isBlock(map)
      ? []
      : map.children
          .filter((child) => child.node.kind === kind && isBlock(child.node))
          .map((child) => column(text, child.node.from) - column(text, child.from)),
  )
}

function gaps({ text, nodes }: Place): string[] {
  const items = nodes.flatMap((list) => (list.kind === 'list' && isBlock(list) ? list.children : []))
  return items.map((item) => text.slice(item.from + 1, item.node.from)).filter((gap) => /^ +$/.test(gap))
}

function quotes({ text, nodes }: Place): Quote[] {
  return nodes.flatMap(({ quote, from, end }): Quote[] => {
    if (quote !== "'" && quote !== '"') return []
    // Where it has to be the one kind it tells no habit.
    return /['"\\]/.test(text.slice(from + 1, end - 1)) ? [] : [quote]
  })
}

const braces = ({ text, nodes }: Place): string[] =>
  nodes
    .filter((map) => map.kind === 'map' && map.style === 'flow' && map.children.length > 0)
    .map((map) => text.slice(map.from + 1, map.children[0]?.from))
    .filter((pad) => isBlank(pad) && !pad.includes('\n'))
