/** Merges three texts line by line, by the diff3 algorithm of `node-diff3`. */
import { diff3Merge } from 'node-diff3'
import type { ThreeWay } from '../core/merge.js'

/** Lines keep their endings, so that CRLF and a missing last newline stay. */
const lines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

export const threeWay: ThreeWay = (base, ours, theirs) => {
  const regions = diff3Merge(lines(ours), lines(base), lines(theirs), { excludeFalseConflicts: true })
  if (regions.some((region) => region.conflict !== undefined)) return undefined
  return regions.flatMap((region) => region.ok ?? []).join('')
}
