/** What a task is judged by, and the difference of two trees. */
import type { Digest, Place, Tree } from './place.js'

/** A value that counts: its digest decides, the masked text (at most 200 characters) is for people. */
export interface Counted {
  readonly digest: Digest
  readonly text: string
}

export interface Fingerprint {
  /** The recipe and its version: `command@1`. */
  readonly recipe: string
  /** Settings by key, after variables are filled in. */
  readonly settings: ReadonlyMap<string, Counted>
  /** Keyed HMAC of each variable that counts; 'absent' where it is not set. */
  readonly env: ReadonlyMap<string, Digest | 'absent'>
  /** Output of each tool that counts, by its command line. */
  readonly tools: ReadonlyMap<string, Counted>
  /** What it reads. An absent file stands here only where its absence was looked at. */
  readonly inputs: Tree
  /** What it governs, as it stands. */
  readonly governed: Tree
}

export interface Difference {
  readonly place: Place
  readonly kind: 'added' | 'changed' | 'removed'
}

/** What has to happen to `before` to make it `after`, in the order of the places' names. A missing entry is an absence. */
export function difference(before: Tree, after: Tree): Difference[] {
  const found: Difference[] = []
  for (const [place, content] of after) {
    const old = before.get(place) ?? 'absent'
    if (old === content) continue
    found.push({ place, kind: old === 'absent' ? 'added' : content === 'absent' ? 'removed' : 'changed' })
  }
  for (const [place, content] of before)
    if (content !== 'absent' && !after.has(place)) found.push({ place, kind: 'removed' })
  return found.length < 2 ? found : found.sort((a, b) => (a.place < b.place ? -1 : 1))
}
