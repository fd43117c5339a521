/** The texts of a roadmap to plain data with places: the file, what it includes, and the limits that hold for both. */
import { LineCounter } from 'yaml'
import type { Diagnostic, Span } from '../core/diagnostic.js'
import { fault } from '../core/diagnostic.js'
import { textFrom } from './bytes.js'
import { compose } from './compose.js'
import { inOrder } from './order.js'
import { beside, normal } from './paths.js'
import type { Source } from './source.js'
import { fieldsOf, listOf, locate, textsOf } from './source.js'
import { documentFrom } from './yaml.js'

const BYTES = 50_000_000
const TASKS = 100_000

/** What was read: the roadmap file first, then each included file once. */
export interface Draft {
  readonly sources: readonly Source[]
  /** Faults that leave the rest readable, such as a duplicate key; `validateRoadmap` gives them with its own. */
  readonly faults: readonly Diagnostic[]
}

export interface Parsed {
  readonly draft?: Draft
  /** Why there is no draft; none where there is one. */
  readonly faults: readonly Diagnostic[]
  /** Every file that was read, with its text: for excerpts, and for the cache's key. */
  readonly files: readonly { readonly path: string; readonly text: string }[]
}

type Read = (path: string) => Uint8Array | undefined

/** `file` as a person would call it; includes are looked for from its folder. */
export function parseRoadmap(file: string, read: Read): Parsed {
  const reading = new Reading(file, read)
  reading.add(file, [], { file, line: 1, column: 1, length: 0 })
  const { sources, fatal, faults, files } = reading
  if (fatal.length > 0) return { faults: inOrder([...fatal, ...faults]), files }
  return { draft: { sources, faults }, faults: [], files }
}

class Reading {
  readonly sources: Source[] = []
  readonly faults: Diagnostic[] = []
  readonly fatal: Diagnostic[] = []
  readonly files: { path: string; text: string }[] = []
  private readonly seen = new Set<string>()
  private bytes = 0
  private tasks = 0

  constructor(
    private readonly roadmap: string,
    private readonly read: Read,
  ) {}

  /** `within`: the files that are being read, each of which includes the next; `asked`: where this one is asked for. */
  add(file: string, within: readonly string[], asked: Span): void {
    if (within.includes(file)) {
      const way = [...within.slice(within.indexOf(file)), file]
        .map((name) => `\`${name}\``)
        .join(' includes ')
      this.faults.push(fault('include-cycle', `${way}: a cycle, and each file may be included once`, asked))
      return
    }
    if (this.seen.has(file)) return
    this.seen.add(file)
    const bytes = this.read(file)
    if (bytes === undefined) this.missing(file, within, asked)
    else if (this.isSmallEnough(file, bytes)) this.take(file, bytes, within)
  }

  private take(file: string, bytes: Uint8Array, within: readonly string[]): void {
    const decoded = textFrom(file, bytes)
    if ('fault' in decoded) {
      this.fatal.push(decoded.fault)
      return
    }
    const { text } = decoded
    this.files.push({ path: file, text })
    const lines = new LineCounter()
    const syntax = documentFrom(file, text, lines)
    if ('faults' in syntax) {
      this.fatal.push(...syntax.faults)
      return
    }
    const { source, faults, fatal } = compose(file, text, lines, syntax.document)
    ;(fatal ? this.fatal : this.faults).push(...faults)
    if (fatal || !this.isShortEnough(source)) return
    this.sources.push(source)
    this.include(source, [...within, file])
  }

  private include(source: Source, within: readonly string[]): void {
    const part = { source, data: fieldsOf(source.root) }
    for (const { text, path } of textsOf(listOf(part.data.include))) {
      const at = locate(part, ['include', ...path])
      const read = normal(text)
      if ('path' in read) this.add(beside(this.roadmap, read.path), within, at)
      else this.faults.push(fault(read.code, `\`${text}\` ${read.why}`, at))
    }
  }

  private missing(file: string, within: readonly string[], asked: Span): void {
    if (within.length > 0)
      this.faults.push(fault('missing-include', `there is no file \`${file}\` to include`, asked))
    else this.fatal.push(fault('no-roadmap', `there is no file \`${file}\``, asked))
  }

  private isSmallEnough(file: string, bytes: Uint8Array): boolean {
    this.bytes += bytes.length
    if (this.bytes <= BYTES) return true
    const message = `the roadmap is larger than ${BYTES / 1e6} MB, which is the limit for all of its files`
    this.fatal.push(fault('too-large', message, { file, line: 1, column: 1, length: 0 }))
    return false
  }

  private isShortEnough(source: Source): boolean {
    const whole = { source, data: fieldsOf(source.root) }
    for (const [p, phase] of listOf(whole.data.phases).entries())
      for (const [g, group] of listOf(fieldsOf(phase).groups).entries()) {
        const before = this.tasks
        this.tasks += listOf(fieldsOf(group).tasks).length
        if (this.tasks <= TASKS) continue
        const at = locate(whole, ['phases', p, 'groups', g, 'tasks', TASKS - before])
        this.fatal.push(fault('too-many-tasks', `a roadmap holds at most ${TASKS} tasks`, at))
        return false
      }
    return true
  }
}
