/** Tests that a file has already: who is the same keeps name and place, so that a rerun changes little. */
import type { Kept } from './select.js'
import { inOrder } from './write.js'

interface Block {
  /** The names of the `describe`s around it, the outermost first. */
  readonly within: readonly string[]
  readonly name: string
  /** All of it but its name. */
  readonly body: string
}

export interface Settled {
  /** As they will stand. */
  readonly tests: readonly Kept[]
  /** Names that stay, by the id of the candidate. */
  readonly held: ReadonlyMap<string, string>
}

/** `text` is that of the tests as they would stand in a file of their own, `before` the file that they follow on. */
export function settled(tests: readonly Kept[], text: string, before: string): Settled {
  const [own, old] = [blocksOf(text), blocksOf(before)]
  if (own.length !== tests.length) return { tests, held: new Map() }
  const places = tests.map((test, i) => ({ test, ...placeOf(own[i], old) }))
  const ordered = [...places].sort((a, b) => compared(a.at, b.at))
  return {
    tests: inOrder(ordered.map(({ test }) => test)),
    held: new Map(
      places.flatMap(({ test, name }) => (name === undefined ? [] : [[test.case.id, name] as const])),
    ),
  }
}

/** Where each `describe` around it begins, then it itself; what is new comes last in its own. */
function placeOf(
  block: Block | undefined,
  old: readonly Block[],
): { readonly at: readonly number[]; readonly name?: string } {
  if (block === undefined) return { at: [] }
  const { within, body } = block
  const isAround = (other: Block, depth: number): boolean =>
    within.slice(0, depth).every((name, i) => other.within[i] === name)
  const around = within.map((_name, i) => old.findIndex((other) => isAround(other, i + 1)))
  const same = old.findIndex(
    (other) => other.body === body && other.within.length === within.length && isAround(other, within.length),
  )
  const at = [...around, same].map((place) => (place < 0 ? Infinity : place))
  const name = old[same]?.name
  return name === undefined ? { at } : { at, name }
}

function compared(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((place, depth) => place !== b[depth])
  const [one = 0, other = 0] = [a[i], b[i]]
  return i < 0 ? 0 : one < other ? -1 : 1
}

/** As prettier lays tests out: each opens on a line of its own, and ends where the indent comes back. */
function blocksOf(text: string): readonly Block[] {
  const lines = text.split('\n')
  const within: { readonly indent: number; readonly name: string }[] = []
  return lines.flatMap((line, i): Block[] => {
    const [, indent = '', word, , written = '', rest = ''] =
      /^(\s*)(describe|it|test)\((['"`])((?:\\.|(?!\3).)*)\3,(.*)$/.exec(line) ?? []
    if (word === undefined) return []
    while ((within.at(-1)?.indent ?? -1) >= indent.length) within.pop()
    const name = written.replace(/\\(['"`\\])/g, '$1')
    if (word === 'describe') {
      within.push({ indent: indent.length, name })
      return []
    }
    const end = lines.findIndex((other, j) => j > i && other.startsWith(`${indent}})`))
    return [
      {
        within: within.map((one) => one.name),
        name,
        body: [rest, ...lines.slice(i + 1, end < 0 ? undefined : end)].join('\n'),
      },
    ]
  })
}
