/** Configuration objects in JavaScript and TypeScript as `config_edit` sees them: their text is spliced, never printed. */
import type { Format, Reading } from '../format.js'
import { Stuck } from '../format.js'
import { insertPiece } from '../insert.js'
import { isSpread } from '../layout.js'
import { splicing } from '../splicing.js'
import type { Node } from '../syntax.js'
import {
  childrenOf,
  endOf,
  indentAt,
  indexOfStep,
  isContainer,
  keyOf,
  nodeAt,
  splice,
  valueOf,
} from '../syntax.js'
import type { Change } from '../tree.js'
import { changed } from '../tree.js'
import type { Step } from '../value.js'
import { equal } from '../value.js'
import { exportedFrom } from './exported.js'
import { layoutOf, print, property } from './layout.js'
import { namesIn } from './names.js'
import { isSpreadKey, nodeOf } from './nodes.js'
import { parsed } from './parse.js'

type Found =
  | { readonly ok: true; readonly root: Node; readonly changed: ReadonlyMap<string, number> }
  | Extract<Reading, { ok: false }>

function find(text: string): Found {
  const result = parsed(text)
  if (!result.ok) return result
  const { program } = result.file
  const names = namesIn(program)
  const exported = exportedFrom(program, names)
  if (exported === undefined)
    return {
      ok: false,
      message:
        'no object is exported that stands in this file: `module.exports = { … }` or `export default { … }` would be read',
      offset: program.body.at(-1)?.start ?? 0,
    }
  return {
    ok: true,
    root: nodeOf(exported.object, { text, names, way: exported.names }),
    changed: new Map(exported.names.flatMap((name) => [...names.changed(name)])),
  }
}

function read(text: string): Reading {
  const found = find(text)
  return found.ok ? { ok: true, value: valueOf(found.root) } : found
}

function rootOf(text: string): Node {
  const found = find(text)
  if (!found.ok) throw new Error('a text that was read as a script has no value')
  return found.root
}

const splices = splicing(rootOf)

export const script: Format = {
  ...splices,
  read,

  put(text, steps, value, like, before) {
    const root = open(text, steps)
    const [container, step] = [nodeAt(root, steps.slice(0, -1)), steps.at(-1)]
    const there = step === undefined ? root : childrenOf(container)[indexOfStep(container, step)]
    const layout = layoutOf(text, root, container, like)
    const piece = (indent: string, spread: boolean): string =>
      typeof step === 'string'
        ? property(step, value, indent, spread, layout)
        : print(value, indent, spread, layout)
    const change = { steps, value, ...(before === undefined ? {} : { before }) }
    if (there === undefined || before !== undefined)
      return checked(text, change, insertPiece(text, container, piece, layout, before), container.offset)
    const node = nodeAt(root, steps)
    const indent = indentAt(text, node.offset)
    // A method, or a name that is its own value, gives way as a whole.
    const isWhole = there.type === 'property' && node.offset === there.offset
    const own = isWhole ? piece(indent, true) : print(value, indent, isSpread(text, node), layout)
    return checked(text, change, splice(text, node.offset, endOf(node), own), node.offset)
  },

  drop(text, steps) {
    const root = open(text, steps)
    return checked(text, { steps }, splices.drop(text, steps), nodeAt(root, steps).offset)
  },
}

/** The object, if what is on the way to a change and around it can be seen. */
function open(text: string, steps: readonly Step[]): Node {
  const found = find(text)
  if (!found.ok) throw new Stuck(found.message, found.offset)
  const { root, changed: later } = found
  const [first] = steps
  const line = first === undefined ? undefined : (later.get(String(first)) ?? later.get('*'))
  if (line !== undefined)
    throw new Stuck(
      `the script changes \`${String(first)}\` here: edit it by hand, or write the value into the object`,
      line,
    )
  steps.forEach((step, i) => passable(text, nodeAt(root, steps.slice(0, i)), step))
  return root
}

function passable(text: string, container: Node, step: Step): void {
  if (!isContainer(container))
    throw new Stuck(
      `\`${sourceOf(text, container)}\` is code, and \`${step}\` cannot be edited in it`,
      container.offset,
    )
  const index = indexOfStep(container, step)
  if (container.type !== 'object' || index < 0) return
  const hider = childrenOf(container)
    .slice(index + 1)
    .find((one) => isSpreadKey(keyOf(one)))
  if (hider !== undefined)
    throw new Stuck(
      `\`${sourceOf(text, hider)}\` stands behind \`${step}\` and may set it again: move \`${step}\` behind it`,
      hider.offset,
    )
}

/** On one line, and not too long for a message. */
function sourceOf(text: string, node: Node): string {
  const source = text.slice(node.offset, endOf(node)).replace(/\s+/g, ' ')
  return source.length > 40 ? `${source.slice(0, 37)}…` : source
}

/** The new text, if it says what was wanted and nothing else has become different. */
function checked(before: string, change: Change, after: string, offset: number): string {
  const [was, is] = [read(before), read(after)]
  if (was.ok && is.ok && equal(changed(was.value, change), is.value)) return after
  const last = change.steps.at(-1)
  const what = last === undefined ? 'the object' : `\`${last}\``
  throw new Stuck(`${what} is written in a way that cannot be edited here: edit it by hand`, offset)
}
