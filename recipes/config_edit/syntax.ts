/** Where things stand in a JSON or JSONC text: nodes, commas, comments, lines. */
import type { Node, ParseError } from 'jsonc-parser'
import jsonc from 'jsonc-parser'
import type { Reading } from './format.js'
import type { Json, Step } from './value.js'

export type { Node }

const DEEPEST = 200

export function readJson(text: string): Reading {
  const deep = tooDeep(text)
  if (deep !== undefined)
    return { ok: false, message: `brackets are more than ${DEEPEST} deep`, offset: deep }
  const errors: ParseError[] = []
  const root = jsonc.parseTree(text, errors, { allowTrailingComma: true })
  const [first] = errors
  if (first !== undefined)
    return { ok: false, message: wordsFor(jsonc.printParseErrorCode(first.error)), offset: first.offset }
  if (root === undefined)
    return { ok: false, message: 'the file is empty, and `{}` would be JSON', offset: 0 }
  return { ok: true, value: valueOf(root) }
}

/** `PropertyNameExpected`: "property name expected". */
const wordsFor = (code: string): string => code.replace(/(?<=.)([A-Z])/g, ' $1').toLowerCase()

/** Scanned before anything is built: the parser calls itself for each level. */
function tooDeep(text: string): number | undefined {
  let depth = 0
  const brackets = /"(?:[^"\\]|\\.)*"?|\/\*[^]*?(?:\*\/|$)|\/\/.*|[[\]{}]/g
  for (const { 0: token, index } of text.matchAll(brackets)) {
    if (token === '{' || token === '[') depth++
    if (token === '}' || token === ']') depth--
    if (depth > DEEPEST) return index
  }
  return undefined
}

export function valueOf(node: Node): Json {
  if (node.type === 'array') return childrenOf(node).map(valueOf)
  // Of a key that stands twice the last counts, as it does for JSON.parse.
  if (node.type === 'object')
    return Object.fromEntries(childrenOf(node).map((one) => [keyOf(one), valueOf(valueNode(one))]))
  return node.value as Json
}

export const rootOf = (text: string): Node => {
  const root = jsonc.parseTree(text, [], { allowTrailingComma: true })
  if (root === undefined) throw new Error('a text that was read as JSON has no value')
  return root
}

/** Properties of an object, items of a list. */
export const childrenOf = (node: Node): readonly Node[] => node.children ?? []
export const endOf = (node: Node): number => node.offset + node.length
export const keyOf = (property: Node): string => String(property.children?.[0]?.value)
export const valueNode = (one: Node): Node => (one.type === 'property' ? (one.children?.[1] ?? one) : one)
export const isContainer = (node: Node): boolean => node.type === 'object' || node.type === 'array'

export const indexOfStep = (container: Node, step: Step): number =>
  typeof step === 'number' ? step : childrenOf(container).findLastIndex((one) => keyOf(one) === step)

/** The value at the end of the steps, or the last one on the way that is there. */
export function nodeAt(root: Node, steps: readonly Step[]): Node {
  let node = root
  for (const step of steps) {
    const next = childrenOf(node)[indexOfStep(node, step)]
    if (next === undefined) return node
    node = valueNode(next)
  }
  return node
}

/** Where the comma after a child stands, if one does. */
export function commaAfter(text: string, end: number): number | undefined {
  // Each comment can be read in one way only: no comma of a comment counts, and no text takes long.
  const comma = /(?:\s|\/\*(?:[^*]|\*(?!\/))*\*\/|\/\/[^\n]*(?:\n|$))*,/y
  comma.lastIndex = end
  return comma.test(text) ? comma.lastIndex - 1 : undefined
}

export const afterComma = (text: string, one: Node): number => {
  const comma = commaAfter(text, endOf(one))
  return comma === undefined ? endOf(one) : comma + 1
}

/** Past the comments that begin and end on this line. */
export function pastComments(text: string, offset: number): number {
  const comments = /(?:[ \t]*(?:\/\*(?:(?!\*\/)[^\r\n])*\*\/|\/\/[^\r\n]*))*/y
  comments.lastIndex = offset
  return offset + (comments.exec(text)?.[0].length ?? 0)
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1

export const indentAt = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? ''

/** Does a line begin with what stands here? */
export const beginsLine = (text: string, offset: number): boolean =>
  lineStart(text, offset) > 0 && isBlank(text.slice(lineStart(text, offset), offset))

/** The end of the line above, before its line break. */
export function endOfLineAbove(text: string, offset: number): number {
  const start = lineStart(text, offset)
  return text[start - 2] === '\r' ? start - 2 : start - 1
}

export const isBlank = (text: string): boolean => text.trim() === ''

export const splice = (text: string, from: number, to: number, by: string): string =>
  text.slice(0, from) + by + text.slice(to)
