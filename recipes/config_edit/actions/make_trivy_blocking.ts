/** `make_trivy_blocking`: what trivy finds stops the job, and its results are uploaded all the same. */
import { boolean, object, oneOrMore, optional, string } from '../../settings.js'
import type { Plan } from '../action.js'
import { defineAction } from '../action.js'
import type { Edit, Hindrance } from '../edits.js'
import type { Json } from '../value.js'
import { child, equal } from '../value.js'
import { changed } from './after.js'
import { evenAfterFailure, heedsFailure } from './condition.js'
import type { Scan } from './trivy.js'
import { gatesOf, isBlocking, isTrivyAction, scansOf } from './trivy.js'
import type { Options } from './trivy_blocking.js'
import { DEFAULT, scriptOf, severityOf } from './trivy_blocking.js'
import type { Wish } from './wishes.js'
import { editsFor } from './wishes.js'
import type { Job, Step } from './workflow.js'
import { actionOf, jobPath, jobsIn, textOf, titleOf, under, workflowOf } from './workflow.js'

/**
 * Guarantees of everything that a job scans with trivy that one scan of it ends with a failure when something severe is found
 * that can be mended, that nothing hides this failure, and that later uploads run when it fails. A scan that only writes the
 * report beside such a gate stays as it is.
 */
export const makeTrivyBlocking = defineAction<Options>({
  name: 'make_trivy_blocking',
  options: object<Options>({ severity: optional(oneOrMore(string)), ignore_unfixed: optional(boolean) }),

  plan(file, options): Plan | Hindrance {
    const workflow = workflowOf(file)
    if ('message' in workflow) return workflow
    const jobs = workflow.jobs.filter((job) => gatesOf(scansOf(job)).length > 0)
    if (jobs.length === 0) return { steps: ['jobs'], message: NONE }
    const edits = jobs.flatMap((job) => editsOf(job, options))
    return { edits, says: told(jobs, edits, file, options) }
  },

  broken: (file, options) => jobsIn(file).flatMap((job) => brokenIn(job, options)),
})

const NONE =
  'no step here scans with trivy: looked for the action `aquasecurity/trivy-action` and for `trivy image`, `trivy fs` and their like in `run`; to have images scanned use the action `add_container_scanning`, and where another workflow scans give that as `target`'

function editsOf(job: Job, options: Options): Edit[] {
  const scans = scansOf(job)
  const gates = gatesOf(scans)
  const first = Math.min(...scans.map(({ step }) => step.index))
  const steps = [...new Set(gates.map(({ step }) => step))]
  const uploads = job.steps.filter((step) => step.index > first && isUpload(step, scans))
  return [
    { do: 'remove', path: jobPath(job.id, 'continue-on-error') },
    ...editsFor(job, [
      ...steps.flatMap((step) => [
        { step, keys: ['continue-on-error'] },
        ...(step.run === undefined
          ? gates.filter((gate) => gate.step === step).flatMap((gate) => inputsOf(gate, options))
          : [
              {
                step,
                keys: ['run'],
                value: scriptOf(
                  step.run,
                  gates.filter((gate) => gate.step === step),
                  options,
                ),
              },
            ]),
      ]),
      ...uploads.map((step) => ({ step, keys: ['if'], value: evenAfterFailure(child(step.value, 'if')) })),
    ]),
  ]
}

/** `with` of the action. Of a SARIF report it counts every severity, unless it is told to heed them. */
function inputsOf(gate: Scan, options: Options): Wish[] {
  const wish = (name: string, value: Json): Wish => ({ step: gate.step, keys: ['with', name], value })
  const severity = severityOf(gate, options)
  return [
    wish('exit-code', isBlocking(gate) ? (under(gate.step.value, 'with', 'exit-code') ?? '1') : '1'),
    ...(severity === undefined ? [] : [wish('severity', severity)]),
    wish(
      'ignore-unfixed',
      kept(under(gate.step.value, 'with', 'ignore-unfixed'), options.ignore_unfixed ?? true),
    ),
    ...(gate.format === 'sarif' && severity !== undefined
      ? [
          wish(
            'limit-severities-for-sarif',
            kept(under(gate.step.value, 'with', 'limit-severities-for-sarif'), true),
          ),
        ]
      : []),
  ]
}

/** As it is written, where it says the same: `'true'` is `true`. */
const kept = (now: Json | undefined, wanted: boolean): Json => (now === String(wanted) ? now : wanted)

/** Of the scan's results: SARIF, or an artifact that names what trivy wrote. */
function isUpload(step: Step, scans: readonly Scan[]): boolean {
  const action = actionOf(step)
  if (action === 'github/codeql-action/upload-sarif') return true
  if (action !== 'actions/upload-artifact') return false
  const text = JSON.stringify(step.value)
  return /trivy/i.test(text) || scans.some((scan) => outputsOf(scan).some((output) => text.includes(output)))
}

function outputsOf({ step, command }: Scan): readonly string[] {
  const words = command?.words ?? []
  const named = words.flatMap((word, at) => (/^(?:-o|--output)$/.test(words[at - 1] ?? '') ? [word] : []))
  const output = textOf(under(step.value, 'with', 'output'))
  return output === undefined ? named : [output]
}

function brokenIn(job: Job, options: Options): string[] {
  const gates = gatesOf(scansOf(job))
  const found: string[] = []
  const mayFail = (value: Json) => ![undefined, false].some((no) => child(value, 'continue-on-error') === no)
  if (gates.length > 0 && mayFail(job.value)) found.push(`job \`${job.id}\` continues when a scan fails`)
  for (const { step } of gates) {
    const title = `${titleOf(step)} of job \`${job.id}\``
    if (mayFail(step.value)) found.push(`${title} continues on error`)
    const text = step.run ?? JSON.stringify(child(step.value, 'with') ?? {})
    const own =
      step.run === undefined
        ? text
        : `${text} ${JSON.stringify([child(step.value, 'env') ?? {}, child(job.value, 'env') ?? {}])}`
    if (!/exit[-_]code["']?(?::|=|\s)\s*["']?[1-9]/i.test(own))
      found.push(`${title} does not end with an exit code`)
    if (isTrivyAction(step) && (options.ignore_unfixed ?? true) && !/"ignore-unfixed":"?true/.test(text))
      found.push(`${title} counts what cannot be mended yet`)
    if (/trivy[^\n]*\|\|\s*(?:true|:|echo|exit 0)\b/.test(text)) found.push(`${title} hides what it finds`)
  }
  const first = gates[0]?.step.index ?? Infinity
  for (const step of job.steps)
    if (step.index > first && actionOf(step) === 'github/codeql-action/upload-sarif')
      if (!heedsFailure(child(step.value, 'if')))
        found.push(`${titleOf(step)} of job \`${job.id}\` does not upload when a scan fails`)
  return found
}

function told(jobs: readonly Job[], edits: readonly Edit[], file: Json, options: Options): string {
  const gates = jobs.flatMap((job) =>
    gatesOf(scansOf(job)).map(({ step }) => `${titleOf(step)} of \`${job.id}\``),
  )
  if (equal(changed(edits, file), file))
    return `nothing to do: ${gates.join(', ')} stop${gates.length === 1 ? 's' : ''} the job already`
  return `what trivy finds in ${gates.join(', ')} now fails the workflow (${options.severity?.join(',') ?? DEFAULT} where the scan names no others)`
}
