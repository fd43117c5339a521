/** The actions, by name. */
import type { Action } from '../action.js'

const all: readonly Action[] = []

export const actions: ReadonlyMap<string, Action> = new Map(all.map((action) => [action.name, action]))
