/** Edits that the value allows and the text does not: aliases, `<<`, pairs without braces. */
import { Stuck } from '../format.js'
import type { Change } from '../tree.js'
import type { Step } from '../value.js'
import { child } from '../value.js'
import type { Node } from './nodes.js'
import { childAt, isContainer, nodesOf, wayTo } from './nodes.js'

/** The container at the end of the steps, with all above it; it has to stand in the text itself. */
export function ownWay(text: string, root: Node, steps: readonly Step[]): readonly Node[] {
  const way = wayTo(root, steps)
  const last = way.at(-1) ?? root
  if (last.kind === 'alias') throw aliased(text, last)
  if (way.length <= steps.length) throw inherited(last, steps[way.length - 1] ?? '')
  if (last.style === 'pair')
    throw new Stuck('a pair without braces stands there: put braces around it first', last.from)
  if (!isContainer(last)) throw new Stuck('what stands there holds nothing', last.from)
  return way
}

/** A child that a value has and its text has not. */
export function inherited(container: Node, step: Step): Stuck {
  return new Stuck(
    child(container.value, step) === undefined
      ? `there is no \`${step}\` here`
      : `\`${step}\` comes from \`<<\` and is not written here: edit it where it stands, or set it here`,
    childAt(container, '<<')?.from ?? container.from,
  )
}

function aliased(text: string, { from, end, target }: Node): Stuck {
  const place = target === undefined ? '' : `, which stands on line ${lineOf(text, target)}`
  return new Stuck(
    `\`${text.slice(from, end)}\` is an alias of \`&${target?.anchor ?? ''}\`${place}: edit it there, or write its value out here`,
    from,
  )
}

/** Why an edit came to something else than it was meant to; the text is the one before it. */
export function otherwise(text: string, root: Node, { steps, value }: Change): Stuck {
  const way = wayTo(root, steps)
  const [parent, at = root] = [way.at(-2), way.at(-1)]
  const merge = parent === undefined ? undefined : childAt(parent, '<<')
  if (value === undefined && merge !== undefined)
    return new Stuck(
      `\`${steps.at(-1) ?? ''}\` stands over the one that \`<<\` brings, which would count without it: take that one away first`,
      at.from,
    )
  const touched = new Set([...way, ...nodesOf(at)])
  const own = new Set(nodesOf(at))
  const alias = nodesOf(root).find(
    (node) => node.target !== undefined && touched.has(node.target) && !own.has(node),
  )
  if (alias === undefined)
    return new Stuck(
      'it is written in a way that cannot be edited in place: write it as a plain block',
      at.from,
    )
  const [name, line] = [alias.target?.anchor ?? '', lineOf(text, alias)]
  return new Stuck(
    `\`&${name}\` stands here, and \`*${name}\` on line ${line} for the same, which this edit would change as well: write one of them out first`,
    at.from,
  )
}

const lineOf = (text: string, { from }: Node): number => text.slice(0, from).split('\n').length
