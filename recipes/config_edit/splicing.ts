/** The part of a format that is the same for all texts of brackets and commas: taking out, keeping, putting back. */
import type { Format, Kept } from './format.js'
import { cutOf, putPiece, spotOf } from './spot.js'
import type { Node } from './syntax.js'
import { childrenOf, endOf, indexOfStep, nodeAt, splice } from './syntax.js'

type Splicing = Pick<Format, 'drop' | 'offset' | 'keep' | 'inside' | 'putBack' | 'emptyAs'>

export const splicing = (rootOf: (text: string) => Node): Splicing => ({
  drop(text, steps) {
    const container = nodeAt(rootOf(text), steps.slice(0, -1))
    return cutOf(text, container, indexOfStep(container, steps.at(-1) ?? 0)).rest
  },

  offset: (text, steps) => nodeAt(rootOf(text), steps).offset,

  keep(text, steps): Kept {
    const root = rootOf(text)
    const node = nodeAt(root, steps)
    const source = text.slice(node.offset, endOf(node))
    const step = steps.at(-1)
    if (step === undefined) return { source }
    const container = nodeAt(root, steps.slice(0, -1))
    return { source, spot: spotOf(text, container, indexOfStep(container, step)) }
  },

  inside(text, steps) {
    const container = nodeAt(rootOf(text), steps)
    return text.slice(container.offset + 1, endOf(container) - 1)
  },

  putBack(text, steps, { source, spot }) {
    const root = rootOf(text)
    const container = nodeAt(root, steps.slice(0, -1))
    const step = steps.at(-1)
    const there = step === undefined ? root : childrenOf(container)[indexOfStep(container, step)]
    if (there === undefined && spot !== undefined) return putPiece(text, container, spot)
    // Of a method, and of a name that is its own value, the whole property is what was kept.
    const isWhole = spot?.piece.trimEnd() === source
    const node = isWhole && there !== undefined ? there : nodeAt(root, steps)
    return splice(text, node.offset, endOf(node), source)
  },

  emptyAs(text, steps, inside) {
    const container = nodeAt(rootOf(text), steps)
    return splice(text, container.offset + 1, endOf(container) - 1, inside)
  },
})
