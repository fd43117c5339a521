/** What names mean where an expression stands, and what the parts of the interpreter ask of one another. */
import type * as TS from 'typescript'
import type { Scene } from './scene.js'

/** What names mean in a function that is being looked at: its parameters, and those of the ones around it. */
export interface Frame {
  readonly names: ReadonlyMap<TS.Symbol, Source>
  readonly outer?: Frame
  /** What `this` is: the members of a class, by the places that its constructor puts there. */
  readonly self?: Self
  readonly depth: number
}

export interface Self {
  readonly declaration: TS.ClassLikeDeclaration
  readonly frame: Frame
}

/** A value that is asked for when it is needed. */
export type Source = (scene: Scene) => unknown

export type Closure = (...given: unknown[]) => unknown
export type FunctionNode = TS.FunctionLikeDeclaration

export interface Result {
  readonly value: unknown
}

export const EMPTY: Frame = { names: new Map(), depth: 0 }

/** What an expression gives. */
export type Of = (node: TS.Expression, frame: Frame, scene: Scene) => unknown

/** What is known of a name in a frame, and in those around it. */
export function knownIn(frame: Frame, symbol: TS.Symbol | undefined): Source | undefined {
  for (let one: Frame | undefined = frame; one !== undefined && symbol !== undefined; one = one.outer) {
    const known = one.names.get(symbol)
    if (known !== undefined) return known
  }
  return undefined
}

export function selfOf(frame: Frame): Self | undefined {
  for (let one: Frame | undefined = frame; one !== undefined; one = one.outer)
    if (one.self !== undefined) return one.self
  return undefined
}

/** Of a declaration that has no name of its own to ask the checker by. */
export const symbolAt = (node: TS.Node | undefined): TS.Symbol | undefined =>
  (node as { readonly symbol?: TS.Symbol } | undefined)?.symbol
