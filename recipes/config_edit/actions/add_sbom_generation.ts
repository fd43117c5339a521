/** Each image or package comes with an SBOM, kept as an artifact of the run and attested where something is released. */
import { failed, fault, ok } from '../../../lib/core/diagnostic.js'
import type { Reading } from '../../settings.js'
import { at, object } from '../../settings.js'
import { defineAction } from '../action.js'
import type { Edit } from '../edits.js'
import { child } from '../value.js'
import { triggersOf } from './deployment/jobs.js'
import { allows, permissionsFor } from './deployment/permissions.js'
import { stepsOf } from './deployment/roles.js'
import { runsForTags } from './deployment/triggers.js'
import type { Built } from './images/built.js'
import { imagesBuilt } from './images/built.js'
import type { Format, Subject } from './images/described.js'
import { describing, subjectOf } from './images/described.js'
import type { Insertion } from './images/inserted.js'
import { insertedEdits, withInserted } from './images/inserted.js'
import { purposesOf } from './purpose.js'
import type { Job, Step, Workflow } from './workflow.js'
import { actionOf, jobPath, jobsIn, key, stepSegment, titleOf, under, workflowOf } from './workflow.js'

interface Options {
  readonly format: Format
}

const format: Reading<Format> = (raw, where) => {
  if (raw === undefined || raw === 'spdx') return ok('spdx')
  if (raw === 'cyclonedx') return ok('cyclonedx')
  return failed(fault('bad-value', '`format` has to be `spdx` or `cyclonedx`', at(where)))
}

export const addSbomGeneration = defineAction<Options>({
  name: 'add_sbom_generation',
  options: object<Options>({ format }),

  plan(file, options) {
    const workflow = workflowOf(file)
    if ('message' in workflow) return workflow
    if (workflow.jobs.every((job) => makersOf(job, workflow).length === 0))
      return {
        steps: ['jobs'],
        message:
          'no step makes an image or a package: looked for `docker/build-push-action`, `docker build --tag`, and a step that publishes a package, such as `npm publish`',
      }
    const edits = workflow.jobs.flatMap((job) => editsOf(job, workflow, options))
    return edits.length > 0
      ? { edits }
      : { edits, says: 'nothing to do: an SBOM is made of all that the workflow makes' }
  },

  /** A job that makes an image or a package makes an SBOM, keeps it, and may attest it where a step does so. */
  broken(file) {
    const workflow = workflowOf(file)
    if ('message' in workflow) return [workflow.message]
    return jobsIn(file).flatMap((job) => brokenIn(job, workflow))
  },
})

/** What makes an image or a package, and what is to be described of it. */
interface Maker {
  readonly step: Step
  readonly subject: Subject
  /** By which the step's outputs are found. */
  readonly id?: string
}

function makersOf(job: Job, { value }: Pick<Workflow, 'value'>): readonly Maker[] {
  const images = imagesBuilt(job, value)
  return images.length > 0 ? images.flatMap((built) => makerOf(job, built)) : packagesOf(job)
}

function makerOf(job: Job, built: Built): Maker[] {
  const { step, name, isPushed } = built
  const isNamed = isPushed && step.uses !== undefined && stepSegment(theirs(job), step, ['id']) !== undefined
  const id = step.id ?? `build-${name}`
  const subject = subjectOf(built, isNamed || step.id !== undefined ? id : undefined)
  return subject === undefined ? [] : [{ step, subject, ...(isNamed ? { id } : {}) }]
}

/** Where a package is published it is described by the files that it was made of. */
function packagesOf(job: Job): Maker[] {
  const publishes = job.steps.find((step) => purposesOf(step).has('publish'))
  const step = job.steps.find(
    (one) =>
      publishes !== undefined &&
      one.index <= publishes.index &&
      (purposesOf(one).has('build') || one === publishes),
  )
  if (step === undefined || publishes === undefined) return []
  const isPython = /pypi|twine|poetry|uv publish/.test(`${publishes.uses ?? ''} ${publishes.run ?? ''}`)
  const attested = isPython && step !== publishes ? { attested: { 'subject-path': 'dist/*' } } : {}
  return [{ step, subject: { name: 'package', source: { path: '.' }, ...attested } }]
}

const theirs = (job: Job): readonly Step[] =>
  job.steps.filter(({ name }) => !/^(?:Make|Attest) the SBOM of /.test(name ?? ''))

function editsOf(job: Job, workflow: Workflow, { format: kind }: Options): readonly Edit[] {
  const makers = makersOf(job, workflow)
  if (makers.length === 0 || isDescribedByOthers(job)) return []
  const insertions = makers.map(({ step, subject }): Insertion => ({
    beside: step,
    side: 'after',
    steps: describing(subject, kind, releases(workflow)),
  }))
  const steps = stepsOf(withInserted(job, insertions))
  const ids = makers.flatMap(({ step, id }): Edit[] => {
    const segment = stepSegment(theirs(job), step, ['id'])
    return id === undefined || segment === undefined
      ? []
      : [{ do: 'set', path: [...jobPath(job.id, 'steps'), segment, key('id')], value: id }]
  })
  const permissions = permissionsFor(job.value, workflow.value, steps)
  return [
    { do: 'set', path: jobPath(job.id, 'permissions'), value: permissions },
    ...ids,
    ...insertedEdits(job, insertions),
  ]
}

/** Does the workflow run when something is released? */
function releases({ value }: Workflow): boolean {
  const triggers = triggersOf(value)
  const push = triggers.get('push')
  return triggers.has('release') || (push !== undefined && runsForTags(push))
}

const MAKES = /\b(?:syft|cyclonedx[\w-]*|cdxgen|trivy .*--format (?:spdx|cyclonedx)|npm sbom|docker sbom)\b/

const makesSbom = (step: Step): boolean =>
  actionOf(step) === 'anchore/sbom-action' ||
  /^(?:cyclonedx\/|advanced-security\/spdx)/.test(actionOf(step) ?? '') ||
  MAKES.test(step.run ?? '') ||
  /"(?:format)":"(?:spdx|cyclonedx)/.test(JSON.stringify(step.value))

const isDescribedByOthers = (job: Job): boolean =>
  job.steps.some((step) => makesSbom(step) && !theirs(job).every((one) => one !== step))

function brokenIn(job: Job, { value }: Workflow): string[] {
  const makers = makersOf(job, { value })
  const sboms = job.steps.filter(makesSbom)
  const isKept = (step: Step): boolean =>
    actionOf(step) === 'anchore/sbom-action'
      ? under(step.value, 'with', 'upload-artifact') !== false
      : job.steps.some((other) => other.index > step.index && actionOf(other) === 'actions/upload-artifact')
  const block = child(job.value, 'permissions') ?? child(value, 'permissions')
  const attests = job.steps.some((step) => (actionOf(step) ?? '').startsWith('actions/attest'))
  return [
    ...(sboms.length < makers.length
      ? [`\`jobs.${job.id}\` makes ${makers.length} images or packages, and ${sboms.length} SBOMs`]
      : []),
    ...sboms
      .filter((step) => !isKept(step))
      .map((step) => `the SBOM of step ${titleOf(step)} of \`jobs.${job.id}\` is not kept`),
    ...(attests && !allows(block, { 'id-token': 'write', attestations: 'write' })
      ? [`\`jobs.${job.id}\` may not write \`id-token\` and \`attestations\``]
      : []),
  ]
}
