/** The texts of one task: variables filled in, paths made normal, and what is wrong told where it is written. */
import type { Span } from '../core/diagnostic.js'
import { fault } from '../core/diagnostic.js'
import type { Globs } from '../core/world.js'
import type { Report } from './names.js'
import { nearestHint } from './names.js'
import type { PathKind } from './paths.js'
import { readPath } from './paths.js'
import type { Part, Steps } from './source.js'
import { locate, offsetsOf, spanOf } from './source.js'
import type { Scope } from './variables.js'
import { fillText } from './variables.js'
import type { Written, WrittenTask } from './written.js'
import { labelOf, writtenIn } from './written.js'

export class TaskTexts {
  constructor(
    private readonly task: WrittenTask,
    readonly scope: Scope,
    private readonly globs: Globs,
    private readonly report: Report,
  ) {}

  /** The texts of a list of the task. */
  list(key: string): string[] {
    return writtenIn(this.task.part, key).map((one) => this.filled(one))
  }

  filled({ text, part, steps }: Written): string {
    return fillText(
      text,
      this.scope,
      (name, placeholder) => this.unknown(name, placeholder, part, steps),
      steps,
    )
  }

  path(one: Written, kind: PathKind): string {
    return this.normal({ ...one, text: this.filled(one) }, kind)
  }

  /** A path of which the variables are filled in. */
  normal(one: Written, kind: PathKind): string {
    const read = readPath(one.text, kind, this.globs)
    if ('path' in read) return read.path
    this.report(
      fault(read.code, `\`${one.text}\` of ${this.label(one.part)} ${read.why}`, locate(one.part, one.steps)),
    )
    return one.text
  }

  /** The name of a variable of the environment. */
  variable(one: Written): string {
    const name = this.filled(one)
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      const message = `\`${name}\` of ${this.label(one.part)} must be the name of a variable, such as \`NODE_ENV\``
      this.report(fault('bad-value', message, locate(one.part, one.steps)))
    }
    return name
  }

  unknown(name: string, placeholder: string, part: Part, steps: Steps): void {
    const message = `${this.label(part)} uses \`${placeholder}\`, and there is no variable \`${name}\``
    const hint = nearestHint(name, this.scope.keys())
    this.report(fault('unknown-variable', message, within(part, steps, placeholder), hint))
  }

  /** Whose a text is: a default is not the task's. */
  label(part: Part): string {
    return part === this.task.part ? labelOf(this.task) : 'a default'
  }
}

/** The place of a piece of a text, where it can be found in what is written; else of the whole text. */
function within(part: Part, steps: Steps, piece: string): Span {
  const [start, end] = offsetsOf(part.source, part.data, steps) ?? []
  const index = start === undefined ? -1 : part.source.text.slice(start, end).indexOf(piece)
  if (start === undefined || index < 0) return locate(part, steps)
  return spanOf(part.source, start + index, start + index + piece.length)
}
