/** A TOML text as a tree of values that know which statements of the text make them. */
import type { AST } from 'toml-eslint-parser'
import type { Reading } from '../format.js'
import { tomlParser } from '../parsers.js'
import type { Json, Step } from '../value.js'

export interface Span {
  readonly from: number
  readonly to: number
}

/**
 * `value`, `array` and `inline` stand behind a `=`; `table` is made of sections or dotted keys; `tables` is a list of `[[…]]`.
 */
export interface Node {
  readonly kind: 'value' | 'array' | 'inline' | 'table' | 'tables'
  /** Of what stands behind the `=`. */
  readonly span?: Span
  readonly scalar: Json
  readonly children: Map<Step, Node>
  /** Key-value statements and sections that say something of it, in the order of the text. */
  readonly pieces: Span[]
  /** Its own `[section]`, from the bracket to the end of its last statement; of the root, its statements. */
  section?: Span
  /** Of a table that is made by dotted keys: the keys before a new one of it, in its section. */
  prefix?: string
}

const empty = (kind: Node['kind'], scalar: Json = null): Node => ({
  kind,
  scalar,
  children: new Map(),
  pieces: [],
})

export function readToml(text: string): Reading {
  try {
    return { ok: true, value: valueOf(treeOf(text)) }
  } catch (error) {
    if (!(error instanceof Error) || !('index' in error)) throw error
    const message = error.message.replace(/^[A-Z]/, (letter) => letter.toLowerCase()).replace(/\.$/, '')
    return { ok: false, message, offset: Number(error.index) }
  }
}

export function valueOf(node: Node): Json {
  if (node.kind === 'value') return node.scalar
  const children = [...node.children]
  if (node.kind === 'array' || node.kind === 'tables') return children.map(([, child]) => valueOf(child))
  return Object.fromEntries(children.map(([key, child]) => [String(key), valueOf(child)]))
}

/** Throws the parser's fault. */
export function treeOf(text: string): Node {
  const root = empty('table')
  root.section = { from: 0, to: 0 }
  const [top] = tomlParser().parseTOML(text).body
  for (const statement of top.body) {
    const span = spanOf(statement)
    if (statement.type === 'TOMLKeyValue') {
      addKeyValue(root, statement, root)
      root.section = { from: 0, to: span.to }
    } else addSection(root, statement)
  }
  return root
}

const spanOf = ({ range: [from, to] }: { readonly range: readonly [number, number] }): Span => ({ from, to })

function addSection(root: Node, table: AST.TOMLTable): void {
  const span = spanOf(table)
  let node = root
  for (const [i, step] of table.resolvedKey.entries()) {
    const next = table.resolvedKey[i + 1]
    node = childOf(node, step, typeof next === 'number' ? 'tables' : 'table')
    node.pieces.push(span)
  }
  node.section = span
  for (const statement of table.body) addKeyValue(node, statement, node)
}

/** `a.b.c = …` makes tables on its way. */
function addKeyValue(table: Node, statement: AST.TOMLKeyValue, section: Node): void {
  const keys = statement.key.keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value))
  const span = spanOf(statement)
  let node = table
  for (const [i, key] of keys.slice(0, -1).entries()) {
    const known = node.children.has(key)
    node = childOf(node, key, 'table')
    node.pieces.push(span)
    if (!known && node.section === undefined) {
      node.section = section.section ?? span
      node.prefix = `${keys
        .slice(0, i + 1)
        .map(printKey)
        .join('.')}.`
    }
  }
  const value = contentOf(statement.value)
  value.pieces.push(span)
  node.children.set(keys.at(-1) ?? '', value)
}

function childOf(node: Node, step: Step, kind: Node['kind']): Node {
  const known = node.children.get(step)
  if (known !== undefined) return known
  const created = empty(kind)
  node.children.set(step, created)
  return created
}

function contentOf(content: AST.TOMLContentNode): Node {
  const span = spanOf(content)
  switch (content.type) {
    case 'TOMLArray': {
      const node = { ...empty('array'), span }
      for (const [i, element] of content.elements.entries()) node.children.set(i, contentOf(element))
      return node
    }
    case 'TOMLInlineTable': {
      const node = { ...empty('inline'), span }
      for (const statement of content.body) addKeyValue(node, statement, node)
      return node
    }
    case 'TOMLValue':
      return { ...empty('value', scalarOf(content)), span }
  }
}

/** Dates, and numbers that JSON has not, are their texts. */
function scalarOf(value: AST.TOMLValue): Json {
  if (value.kind === 'string' || value.kind === 'boolean') return value.value
  if ((value.kind === 'integer' || value.kind === 'float') && Number.isFinite(value.value)) return value.value
  return 'number' in value ? value.number : value.datetime
}

/** A key as it is written, quoted where it has to be. */
export const printKey = (key: string): string => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key))

export const isInline = ({ kind }: Node): boolean => kind === 'array' || kind === 'inline'

export const offsetOf = ({ span, pieces, section }: Node): number => (span ?? pieces[0] ?? section)?.from ?? 0

/** The value at the end of the steps, or the last one on the way that is there. */
export function nodeAt(root: Node, steps: readonly Step[]): Node {
  let node = root
  for (const step of steps) {
    const next = node.children.get(step)
    if (next === undefined) return node
    node = next
  }
  return node
}
