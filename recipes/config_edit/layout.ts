/** How a JSON text is laid out, and values printed in that layout. */
import type { Node } from './syntax.js'
import { beginsLine, childrenOf, isContainer } from './syntax.js'
import type { Json } from './value.js'
import { isList, isObject } from './value.js'

export interface Layout {
  readonly eol: string
  /** One level of indentation. */
  readonly unit: string
  /** From a key to its value: `: `. */
  readonly colon: string
  /** A space after commas and inside braces. */
  readonly spaced: boolean
}

export function layoutOf(text: string, root: Node, near: Node, like: string): Layout {
  const colon = colonOf(text, near) ?? colonOf(text, root) ?? /"([ \t]*:[ \t]*)/.exec(like)?.[1] ?? ': '
  return {
    eol: /\r?\n/.exec(like)?.[0] ?? '\n',
    unit: /\n([ \t]+)["[{\d]/.exec(like)?.[1] ?? '  ',
    colon,
    spaced: colon !== ':',
  }
}

function colonOf(text: string, object: Node): string | undefined {
  const last = object.type === 'object' ? childrenOf(object).at(-1) : undefined
  const [key, value] = last?.children ?? []
  if (key === undefined || value === undefined) return undefined
  const between = text.slice(key.offset + key.length, value.offset)
  return /^[ \t]*:[ \t]*$/.test(between) ? between : undefined
}

/** Does what is put into this container, or in its place, go over several lines? */
export function isSpread(text: string, node: Node): boolean {
  if (isContainer(node) && childrenOf(node).length > 0)
    return text.slice(node.offset, node.offset + node.length).includes('\n')
  const owner = node.parent?.type === 'property' ? node.parent : node
  return owner.parent === undefined || beginsLine(text, owner.offset)
}

/** `indent`: of the line on which the value begins. */
export function print(value: Json, indent: string, spread: boolean, layout: Layout): string {
  if (!spread) return printOnLine(value, layout)
  const lines = JSON.stringify(value, null, layout.unit).split('\n')
  return lines.join(layout.eol + indent)
}

function printOnLine(value: Json, layout: Layout): string {
  const comma = layout.spaced ? ', ' : ','
  if (isList(value)) return `[${value.map((item) => printOnLine(item, layout)).join(comma)}]`
  if (!isObject(value)) return JSON.stringify(value)
  const entries = Object.entries(value).map(
    ([key, inner]) => JSON.stringify(key) + layout.colon + printOnLine(inner, layout),
  )
  if (entries.length === 0) return '{}'
  return layout.spaced ? `{ ${entries.join(comma)} }` : `{${entries.join(comma)}}`
}
