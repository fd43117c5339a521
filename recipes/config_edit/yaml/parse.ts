/** YAML text to nodes, or the first fault of it. */
import type { Document } from 'yaml'
import { yamlParser } from '../parsers.js'
import type { TextFault } from '../../yaml_guard.js'
import { tooMuch, wordsOf } from '../../yaml_guard.js'
import { Builder } from './build.js'
import type { Node } from './nodes.js'

export type Parsed = { readonly ok: true; readonly root: Node } | ({ readonly ok: false } & TextFault)

/** An edit reads the text before it, the text after it, and at times the text before the first one: each is parsed once. */
const recent = new Map<string, Parsed>()
const MOST_RECENT = 4

export function parse(text: string): Parsed {
  const known = recent.get(text)
  const parsed = known ?? parseAnew(text)
  recent.delete(text)
  recent.set(text, parsed)
  if (recent.size > MOST_RECENT) for (const oldest of [...recent.keys()].slice(0, 1)) recent.delete(oldest)
  return parsed
}

/** Of a text that was read without fault. */
export function rootOf(text: string): Node {
  const parsed = parse(text)
  if (!parsed.ok) throw new Error(`a text that was read as YAML cannot be: ${parsed.message}`)
  return parsed.root
}

function parseAnew(text: string): Parsed {
  const early = tooMuch(text)
  if (early !== undefined) return { ok: false, ...early }
  const yaml = yamlParser()
  const document = yaml.parseDocument(text, {
    keepSourceTokens: true,
    prettyErrors: false,
    merge: true,
    // The builder tells keys that stand twice: the parser compares each key with each other.
    uniqueKeys: false,
  })
  const fault = faultOf(document)
  if (fault !== undefined) return { ok: false, ...fault }
  const builder = new Builder(text, yaml)
  const root = builder.root(document.contents)
  return builder.fault === undefined ? { ok: true, root } : { ok: false, ...builder.fault }
}

function faultOf({ errors }: Document.Parsed): TextFault | undefined {
  const [first] = errors
  if (first === undefined) return undefined
  if (first.code === 'MULTIPLE_DOCS')
    return {
      offset: first.pos[0],
      message: 'a second document begins here, and a file of one can be edited: give it a file of its own',
    }
  return { offset: first.pos[0], message: wordsOf(first.message) }
}
