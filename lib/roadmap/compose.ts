/** A YAML document to plain data: aliases and merge keys worked out, each value's place kept. */
import type { Document, LineCounter, ParsedNode, Scalar } from 'yaml'
import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { Diagnostic } from '../core/diagnostic.js'
import { fault } from '../core/diagnostic.js'
import type { Data, Fields, List, Origin, Source } from './source.js'
import { isFields, spanOf } from './source.js'
import { DEPTH } from './yaml.js'

/** How often the value of one anchor may stand in the whole, aliases in aliases counted. */
const ALIASES = 100

/** What is known of a value: how many aliases it holds, worked out, and how deep it is. */
interface Composed {
  readonly data: Data
  readonly aliases: number
  readonly depth: number
}
interface Anchor extends Composed {
  uses: number
}
type Offsets = readonly [number, number, ...number[]]

const NULL: Composed = { data: null, aliases: 0, depth: 0 }
const REFUSED = new Set(['__proto__', 'constructor', 'prototype'])

/** Aliases share the data of their anchor, so that nothing grows; `fatal` is where the whole must not be looked at. */
export function compose(
  file: string,
  text: string,
  lines: LineCounter,
  document: Document.Parsed,
): { source: Source; faults: Diagnostic[]; fatal: boolean } {
  const composer = new DataComposer((start, end) => spanOf({ file, text, lines }, start, end))
  const { data } = composer.value(document.contents)
  return {
    source: { file, text, lines, root: data, origins: composer.origins },
    faults: composer.faults,
    fatal: composer.fatal,
  }
}

class DataComposer {
  readonly origins = new Map<object, Origin>()
  readonly faults: Diagnostic[] = []
  fatal = false
  private readonly anchors = new Map<string, Anchor>()

  constructor(private readonly span: (start: number, end: number) => Diagnostic['at']) {}

  value(node: ParsedNode | null): Composed {
    if (node === null) return NULL
    if (isAlias(node)) return this.alias(node.source, node.range)
    const composed = isMap(node)
      ? this.map(node.items)
      : isSeq(node)
        ? this.list(node.items)
        : this.scalar(node)
    // Set after its contents: an alias inside of its own anchor is refused.
    if (node.anchor !== undefined) this.anchors.set(node.anchor, { ...composed, uses: 0 })
    return composed
  }

  private scalar(node: Scalar.Parsed): Composed {
    const { value } = node
    if (typeof value === 'string') {
      if (value.includes('\0')) this.refuse('not-text', 'a text with a NUL character in it', node.range)
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value))
        this.refuse('bad-value', `\`${node.source}\` is no finite number; quote a text`, node.range)
    } else if (typeof value !== 'boolean') return NULL
    return { data: value, aliases: 0, depth: 0 }
  }

  private list(items: readonly ParsedNode[]): Composed {
    const data: Data[] = []
    const offsets: number[] = []
    let [aliases, depth] = [0, 0]
    for (const item of items) {
      const composed = this.value(item)
      data.push(composed.data)
      offsets.push(item.range[0], item.range[1], item.range[0], item.range[1])
      aliases += composed.aliases
      depth = Math.max(depth, composed.depth)
    }
    return this.collection(data, { names: [], offsets }, aliases, depth, items[0]?.range)
  }

  private map(items: readonly { key: ParsedNode; value: ParsedNode | null }[]): Composed {
    const data: Record<string, Data> = {}
    const names: string[] = []
    const offsets: number[] = []
    const merges: { node: ParsedNode; composed: Composed }[] = []
    let [aliases, depth] = [0, 0]
    for (const { key, value } of items) {
      const composed = this.value(value)
      aliases += composed.aliases
      depth = Math.max(depth, composed.depth)
      if (isMergeKey(key)) merges.push({ node: value ?? key, composed })
      else {
        const name = this.key(key, data)
        if (name === undefined) continue
        const at = value === null ? key.range : value.range
        data[name] = composed.data
        names.push(name)
        offsets.push(key.range[0], key.range[1], value === null ? at[1] : at[0], at[1])
      }
    }
    for (const merge of merges) this.merge(merge, data, names, offsets)
    return this.collection(data, { names, offsets }, aliases, depth, items[0]?.key.range)
  }

  private collection(
    data: List | Fields,
    origin: Origin,
    aliases: number,
    inner: number,
    first: Offsets | undefined,
  ): Composed {
    this.origins.set(data, origin)
    const depth = inner + 1
    if (depth === DEPTH + 1 && !this.fatal) {
      this.fatal = true
      this.refuse(
        'too-deep',
        `nested deeper than ${DEPTH} levels by aliases, which is the limit`,
        first ?? [0, 0],
      )
    }
    return { data, aliases, depth }
  }

  /** The name of a key, unless it may not stand here. */
  private key(node: ParsedNode, data: Fields): string | undefined {
    if (!isScalar(node) || node.range[0] === node.range[1]) {
      this.refuse('bad-value', 'a key must be a text', node.range)
      return
    }
    const name = typeof node.value === 'string' ? node.value : node.source
    if (REFUSED.has(name)) {
      this.refuse('refused-key', `\`${name}\` may not be a key`, node.range)
      return
    }
    if (!Object.hasOwn(data, name)) return name
    this.refuse('duplicate-key', `the key \`${name}\` stands here already`, node.range)
  }

  private alias(name: string, range: Offsets): Composed {
    const anchor = this.anchors.get(name)
    if (anchor === undefined) {
      this.refuse('unknown-alias', `the alias \`*${name}\` has no anchor \`&${name}\` above it`, range)
      return NULL
    }
    anchor.uses += 1 + anchor.aliases
    // Once is enough: what is built of a bomb is one too.
    if (anchor.uses > ALIASES && !this.fatal) {
      this.fatal = true
      const message = `the alias \`*${name}\` makes more copies than the limit of ${ALIASES}`
      this.refuse('too-many-aliases', message, range)
    }
    // A sum that is over the limit stays over it; how far does not matter, and it must not grow past all numbers.
    return { data: anchor.data, aliases: Math.min(1 + anchor.aliases, ALIASES + 1), depth: anchor.depth }
  }

  /** `<<`: keys of another map, or of several, that do not stand here themselves. Their places are where they are written. */
  private merge(
    { node, composed }: { node: ParsedNode; composed: Composed },
    data: Record<string, Data>,
    names: string[],
    offsets: number[],
  ): void {
    for (const from of Array.isArray(composed.data) ? (composed.data as List) : [composed.data]) {
      if (!isFields(from)) {
        this.refuse('bad-value', '`<<` takes a map, or a list of maps, by alias', node.range)
        continue
      }
      const origin = this.origins.get(from)
      for (const [i, name] of (origin?.names ?? []).entries()) {
        if (Object.hasOwn(data, name)) continue
        data[name] = from[name] ?? null
        names.push(name)
        offsets.push(...(origin?.offsets.slice(i * 4, i * 4 + 4) ?? []))
      }
    }
  }

  private refuse(code: string, message: string, [start, end]: Offsets): undefined {
    this.faults.push(fault(code, message, this.span(start, end)))
  }
}

const isMergeKey = (key: ParsedNode): boolean => isScalar(key) && key.value === '<<' && key.type === 'PLAIN'
