/** Parses a script to its syntax tree, or says where it cannot be. */
import type { ParserPlugin } from '@babel/parser'
import type { File, Node } from '@babel/types'
import { scriptParser } from '../parsers.js'

export type Parsed =
  | { readonly ok: true; readonly file: File }
  | { readonly ok: false; readonly message: string; readonly offset: number }

/** `<Config>{}` is a cast to one of these, and the beginning of an element to the other. */
const DIALECTS: readonly (readonly ParserPlugin[])[] = [
  ['typescript', 'jsx'],
  ['typescript', 'decorators'],
]

export function parsed(text: string): Parsed {
  const tries = DIALECTS.map((plugins) => () => parsedAs(text, plugins))
  let furthest: Parsed | undefined
  for (const attempt of tries) {
    const result = attempt()
    if (result.ok) return result
    if (furthest?.ok !== false || result.offset > furthest.offset) furthest = result
  }
  return furthest ?? { ok: false, message: 'it is no script', offset: 0 }
}

function parsedAs(text: string, plugins: readonly ParserPlugin[]): Parsed {
  try {
    const file = scriptParser().parse(text, {
      sourceType: 'unambiguous',
      plugins: [...plugins],
      createParenthesizedExpressions: true,
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      attachComment: false,
    })
    return { ok: true, file }
  } catch (error) {
    // The parser calls itself for each level.
    if (error instanceof RangeError) return { ok: false, message: 'it is nested too deep', offset: 0 }
    if (!(error instanceof SyntaxError)) throw error
    const { message } = error
    const words = message.replace(/ \(\d+:\d+\)$/, '').replace(/\.$/, '')
    return { ok: false, message: words.charAt(0).toLowerCase() + words.slice(1), offset: offsetOf(error) }
  }
}

const offsetOf = (error: object): number => ('pos' in error && typeof error.pos === 'number' ? error.pos : 0)

/** A node and all those in it, each with the one that holds it. */
export function* walk(node: Node, parent?: Node): Generator<readonly [Node, Node | undefined]> {
  yield [node, parent]
  for (const inner of childrenOf(node)) yield* walk(inner, node)
}

export function childrenOf(node: Node): Node[] {
  const values: unknown[] = Object.values(node)
  return values.flat().filter(isNode)
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value

export const startOf = (node: Node): number => node.start ?? 0
export const endOf = (node: Node): number => node.end ?? 0
