/** The actions, by name. */
import type { Action } from '../action.js'
import { addDirectoryThresholds } from './add_directory_thresholds.js'
import { expandCoverageCollection } from './expand_coverage_collection.js'

const all: readonly Action[] = [addDirectoryThresholds, expandCoverageCollection]

export const actions: ReadonlyMap<string, Action> = new Map(all.map((action) => [action.name, action]))
