/** Builds our nodes of the parser's: aliases and `<<` resolved in the values, every place taken from the tokens. */
import type * as Yaml from 'yaml'
import type { ParsedNode, Scalar } from 'yaml'
import type { TextFault } from '../../yaml_guard.js'
import type { Json } from '../value.js'
import type { Child, Node } from './nodes.js'
import { leaf, mergedBy, scalarValue, unbroken } from './leaf.js'
import { commasOf, headIn, itemsOf, startOf } from './tokens.js'

type Found = ParsedNode | null | undefined

/** How many values a node stands for with its aliases, and how deep it is. */
interface Size {
  readonly count: number
  readonly depth: number
}

const DEEPEST = 500
const MOST_EXPANDED = 100_000

export class Builder {
  /** The first thing that is wrong with the text. */
  fault: TextFault | undefined
  /** What each anchor stands for at this point of the text; undefined while it is being built. */
  private readonly anchors = new Map<string, Node | undefined>()
  /** Of what has an anchor. */
  private readonly sizes = new Map<Node, Size>()
  private expanded = 0

  constructor(
    private readonly text: string,
    private readonly yaml: typeof Yaml,
  ) {}

  root(contents: Found): Node {
    const built = this.node(contents, contents?.range[0] ?? this.text.length)
    // The anchor of its first key stands before the place that the parser gives a map.
    return { ...built, head: built.from }
  }

  /** `head`: where it may begin. */
  private node(node: Found, head: number): Node {
    const anchor = node === null || node === undefined || this.yaml.isAlias(node) ? undefined : node.anchor
    if (anchor !== undefined) this.anchors.set(anchor, undefined)
    const bare = this.bare(node, head)
    const built = anchor === undefined ? bare : { ...bare, anchor }
    if (anchor === undefined) return built
    this.anchors.set(anchor, built)
    this.sizes.set(built, this.measure(built))
    return built
  }

  private bare(node: Found, head: number): Node {
    if (this.yaml.isAlias(node)) return this.alias(node, head)
    if (this.yaml.isMap(node)) return this.map(node, head)
    if (this.yaml.isSeq(node)) return this.list(node, head)
    return this.scalar(node ?? undefined, head)
  }

  private alias({ source, range: [from, end] }: Yaml.Alias.Parsed, head: number): Node {
    const target = this.anchors.get(source)
    if (target === undefined)
      this.say(
        from,
        `\`*${source}\` stands for itself here, or for nothing: \`&${source}\` has to end before`,
      )
    this.expand(from, target)
    const own = { ...leaf(head, from, end, target?.value ?? null, ''), kind: 'alias' } as const
    return target === undefined ? own : { ...own, target }
  }

  private scalar(node: Scalar.Parsed | undefined, head: number): Node {
    if (node === undefined || (node.type === 'PLAIN' && node.range[0] === node.range[1]))
      return leaf(head, head, head, null, '')
    const [from, end] = node.range
    if (node.type === 'PLAIN') return leaf(head, from, end, scalarValue(node), '')
    const isLines = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'
    const last = isLines ? from + unbroken(this.text.slice(from, end)).length : end
    return leaf(head, from, last, scalarValue(node), this.text.charAt(from))
  }

  private list(node: Yaml.YAMLSeq.Parsed, head: number): Node {
    const items = itemsOf(node.srcToken)
    const commas = commasOf(node.srcToken)
    const children = node.items.map((item, i): Child => {
      const token = items[i]
      const from = token === undefined ? item.range[0] : (startOf(token) ?? item.range[0])
      const inner = headIn(token?.start ?? [], 'seq-item-ind', from)
      return {
        step: i,
        from,
        node: this.node(item, inner),
        ...(commas[i] === undefined ? {} : { comma: commas[i] }),
      }
    })
    return this.container(
      'list',
      node,
      head,
      children,
      children.map((child) => child.node.value),
    )
  }

  private map(node: Yaml.YAMLMap.Parsed, head: number): Node {
    const commas = commasOf(node.srcToken)
    const merged: (readonly [string, Json])[] = []
    const seen = new Set<string>()
    const children = node.items.map((pair, i): Child => {
      const token = pair.srcToken
      const key = pair.key as Found
      const built = this.node(key, key?.range[0] ?? 0)
      const name = this.keyOf(key, built)
      const from = (token === undefined ? undefined : startOf(token)) ?? built.from
      const inner = headIn(token?.sep ?? [], 'map-value-ind', Math.max(from, built.end))
      const child = this.node(pair.value, inner)
      const isMerge = name === '<<' && built.quote === ''
      if (isMerge) merged.push(...mergedBy(child.value))
      else if (seen.has(name)) this.say(built.from, 'this key stands twice in its map')
      else seen.add(name)
      return { step: name, from, node: child, ...(commas[i] === undefined ? {} : { comma: commas[i] }) }
    })
    const own = children.flatMap(({ step, node: { value } }) =>
      seen.has(String(step)) ? [[step, value] as const] : [],
    )
    const inherited = merged.filter(([key]) => !seen.has(key)).reverse()
    return this.container('map', node, head, children, Object.fromEntries([...own, ...inherited]))
  }

  private container(
    kind: 'map' | 'list',
    { srcToken, range }: Yaml.YAMLMap.Parsed | Yaml.YAMLSeq.Parsed,
    head: number,
    children: readonly Child[],
    value: Json,
  ): Node {
    const isFlow = srcToken?.type === 'flow-collection'
    const style = isFlow ? 'flow' : srcToken === undefined ? 'pair' : 'block'
    const from = isFlow ? range[0] : (children[0]?.from ?? range[0])
    const end = isFlow ? range[1] : (children.at(-1)?.node.end ?? range[1])
    return { kind, style, head, from, end, value, children, quote: '' }
  }

  /** A key that is no string is the text that stands for it: `1.10` is no `1.1`. */
  private keyOf(key: Found, { from, end, value }: Node): string {
    return this.yaml.isScalar(key) && typeof value === 'string' ? value : this.text.slice(from, end)
  }

  /** What an alias of this node would stand for. */
  private measure(node: Node): Size {
    const sizes = node.children.map((child) => this.measure(child.node))
    const own = node.target === undefined ? undefined : this.sizes.get(node.target)
    const count = sizes.reduce((sum, size) => sum + size.count, own?.count ?? 1)
    return { count, depth: 1 + Math.max(own?.depth ?? 0, ...sizes.map((size) => size.depth)) }
  }

  private expand(from: number, target: Node | undefined): void {
    const { count, depth } = (target === undefined ? undefined : this.sizes.get(target)) ?? {
      count: 1,
      depth: 1,
    }
    this.expanded += count
    if (this.expanded > MOST_EXPANDED || depth > DEEPEST)
      this.say(from, `aliases make the file stand for more than ${MOST_EXPANDED} values, or nest too deep`)
  }

  private say(offset: number, message: string): void {
    this.fault ??= { offset, message }
  }
}
