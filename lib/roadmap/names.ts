/** The ids of a roadmap: each may be given once, and what is named must be there. */
import type { Diagnostic, Span } from '../core/diagnostic.js'
import { fault, nearest } from '../core/diagnostic.js'

export type Report = (fault: Diagnostic) => void

export type Kind = 'task' | 'group' | 'phase'

/** A near name costs time in the number of all names: past so many faults nobody misses it. */
const HINTS = 50

export class Names {
  private readonly known = new Map<
    string,
    { readonly kind: Kind; readonly at: Span; readonly within?: string }
  >()
  private hints = 0

  constructor(private readonly report: Report) {}

  /** `within` is the phase of a group. */
  add(kind: Kind, id: string, at: Span, within?: string): void {
    const first = this.known.get(id)
    if (first === undefined) {
      this.known.set(id, { kind, at, ...(within === undefined ? {} : { within }) })
      return
    }
    const { file, line, column } = first.at
    const message = `${kind} \`${id}\` has an id that is taken already, by the ${first.kind} at ${file}:${line}:${column}`
    this.report(fault('duplicate-id', message, at))
  }

  kindOf(id: string): Kind | undefined {
    return this.known.get(id)?.kind
  }

  /** Reports an id that names nothing of these kinds; `who` is "task `a` needs". */
  check(id: string, kinds: readonly Kind[], who: string, at: Span, within?: string): boolean {
    const found = this.known.get(id)
    if (
      found !== undefined &&
      kinds.includes(found.kind) &&
      (within === undefined || found.within === within)
    )
      return true
    const [kind = 'task'] = kinds
    const other = found === undefined ? '' : `; there is a ${found.kind} of that name`
    const elsewhere =
      found?.within === undefined || found.kind !== kind ? other : `; it is in phase \`${found.within}\``
    const message = `${who} \`${id}\`, and there is no such ${kind}${within === undefined ? '' : ' in its phase'}${elsewhere}`
    this.report(
      fault(
        'missing-dependency',
        message,
        at,
        found === undefined ? this.near(id, kinds, within) : undefined,
      ),
    )
    return false
  }

  private near(id: string, kinds: readonly Kind[], within?: string): string | undefined {
    if (this.hints++ >= HINTS) return undefined
    const names: string[] = []
    for (const [name, known] of this.known)
      if (name !== id && kinds.includes(known.kind) && (within === undefined || known.within === within))
        names.push(name)
    return nearestHint(id, names)
  }
}

export function nearestHint(wanted: string, names: Iterable<string>): string | undefined {
  const near = nearest(wanted, names)
  return near === undefined ? undefined : `nearest name: \`${near}\``
}
