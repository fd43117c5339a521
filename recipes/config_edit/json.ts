/** JSON and JSONC as `config_edit` sees them: edits are splices of the text at the ranges of its syntax tree. */
import type { Format } from './format.js'
import { insertPiece } from './insert.js'
import type { Layout } from './layout.js'
import { isSpread, layoutOf, print } from './layout.js'
import { splicing } from './splicing.js'
import { childrenOf, endOf, indentAt, indexOfStep, nodeAt, readJson, rootOf, splice } from './syntax.js'
import type { Json, Step } from './value.js'

export const json: Format = {
  read: readJson,

  put(text, steps, value, like, before) {
    const root = rootOf(text)
    const [container, step] = [nodeAt(root, steps.slice(0, -1)), steps.at(-1)]
    const there = step === undefined ? root : childrenOf(container)[indexOfStep(container, step)]
    const layout = layoutOf(text, root, container, like)
    if (there === undefined || before !== undefined)
      return insertPiece(text, container, pieceOf(step ?? 0, value, layout), layout, before)
    const node = nodeAt(root, steps)
    return splice(
      text,
      node.offset,
      endOf(node),
      print(value, indentAt(text, node.offset), isSpread(text, node), layout),
    )
  },

  ...splicing(rootOf),
}

const pieceOf = (step: Step, value: Json, layout: Layout) => (indent: string, spread: boolean) => {
  const printed = print(value, indent, spread, layout)
  return typeof step === 'number' ? printed : JSON.stringify(step) + layout.colon + printed
}
