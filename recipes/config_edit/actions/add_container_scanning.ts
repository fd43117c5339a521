/** Each image is scanned before it is pushed, and what was found is uploaded whether or not that stops it. */
import { list, object, orElse, string } from '../../settings.js'
import { defineAction } from '../action.js'
import type { Edit } from '../edits.js'
import { pinned } from '../pins.js'
import type { JsonObject } from '../value.js'
import { child } from '../value.js'
import { triggersOf } from './deployment/jobs.js'
import { allows, permissionsFor } from './deployment/permissions.js'
import { stepsOf } from './deployment/roles.js'
import type { Built } from './images/built.js'
import { imagesBuilt, said, scanBuildName } from './images/built.js'
import type { Insertion } from './images/inserted.js'
import { insertedEdits, withInserted } from './images/inserted.js'
import type { Job, Step, Workflow } from './workflow.js'
import { actionOf, jobPath, jobsIn, textOf, titleOf, workflowOf } from './workflow.js'

interface Options {
  readonly severity: readonly string[]
}

export const addContainerScanning = defineAction<Options>({
  name: 'add_container_scanning',
  options: object<Options>({ severity: orElse(list(string), ['CRITICAL', 'HIGH']) }),

  plan(file, options) {
    const workflow = workflowOf(file)
    if ('message' in workflow) return workflow
    const edits = workflow.jobs.flatMap((job) => editsOf(job, workflow, options))
    if (edits.length > 0) return { edits }
    if (workflow.jobs.some((job) => imagesBuilt(job, workflow.value).length > 0))
      return { edits, says: 'nothing to do: every image is scanned before it is pushed' }
    return {
      steps: ['jobs'],
      message: 'no step builds an image: looked for `docker/build-push-action` and `docker build`',
    }
  },

  /** Before a step that pushes an image, and after one that only builds it, a step scans one; a later step uploads what it found. */
  broken(file) {
    const workflow = workflowOf(file)
    if ('message' in workflow) return [workflow.message]
    return jobsIn(file).flatMap((job) => brokenIn(job, workflow))
  },
})

function editsOf(job: Job, workflow: Workflow, options: Options): readonly Edit[] {
  const insertions = imagesBuilt(job, workflow.value)
    .filter((built, _index, all) => !isScannedByOthers(built, all))
    .map((built) => insertionFor(built, workflow, options))
  if (insertions.length === 0) return []
  const steps = stepsOf(withInserted(job, insertions))
  const permissions = permissionsFor(job.value, workflow.value, steps, UPLOAD)
  return [
    { do: 'set', path: jobPath(job.id, 'permissions'), value: permissions },
    ...insertedEdits(job, insertions),
  ]
}

const UPLOAD = { 'security-events': 'write' } as const

const scanName = (name: string): string => `Scan ${said(name)}`
const uploadName = (name: string): string => `Upload what the scan of ${said(name)} found`

function insertionFor(built: Built, { value }: Workflow, { severity }: Options): Insertion {
  const { name, step, local } = built
  const image = local ?? `scan/${name}:\${{ github.sha }}`
  const condition = textOf(child(step.value, 'if'))
  const when = condition === undefined ? {} : { if: condition }
  const report = `trivy-${name}.sarif`
  const scan = {
    name: scanName(name),
    ...when,
    uses: pinned('aquasecurity/trivy-action'),
    with: {
      'image-ref': image,
      format: 'sarif',
      output: report,
      severity: severity.join(','),
      'limit-severities-for-sarif': true,
      'ignore-unfixed': true,
      'exit-code': '1',
    },
  }
  // A proposal from a fork may not upload.
  const own = triggersOf(value).has('pull_request')
    ? " && (github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository)"
    : ''
  const upload = {
    name: uploadName(name),
    if: `always() && hashFiles('${report}') != ''${own}`,
    uses: pinned('github/codeql-action/upload-sarif'),
    with: { sarif_file: report, category: name === 'image' ? name : `image-${name}` },
  }
  return local === undefined
    ? { beside: step, side: 'before', steps: [{ ...scanBuild(built, image), ...when }, scan, upload] }
    : { beside: step, side: 'after', steps: [scan, upload] }
}

/** For the runner alone. An image of several platforms cannot be loaded: one of them is scanned. */
function scanBuild({ name, inputs, platforms }: Built, image: string): JsonObject {
  const [first] = platforms
  const isPlain = first === undefined || (platforms.length > 1 && platforms.includes('linux/amd64'))
  return {
    name: scanBuildName(name),
    uses: pinned('docker/build-push-action'),
    with: { ...inputs, ...(isPlain ? {} : { platforms: first }), load: true, tags: image },
  }
}

const SCANNERS =
  /^(?:aquasecurity\/trivy-action|anchore\/scan-action|docker\/scout-action|snyk\/actions\/docker|azure\/container-scan)$/

const isScan = (step: Step): boolean => {
  const action = actionOf(step) ?? ''
  const kind = textOf(child(child(step.value, 'with') ?? null, 'scan-type'))
  if (action === 'aquasecurity/trivy-action') return kind === undefined || kind === 'image'
  return (
    SCANNERS.test(action) ||
    /\b(?:trivy (?:.* )?image|grype|docker scout|snyk container)\b/.test(step.run ?? '')
  )
}

/** By a step that somebody else wrote; where the image is pushed, before that. */
function isScannedByOthers(built: Built, all: readonly Built[]): boolean {
  const ours = new Set(all.map(({ name }) => scanName(name)))
  return built.job.steps.some((step) => !ours.has(step.name ?? '') && isScanOf(step, built, all))
}

/** Where a job builds several images, a scan is of that which it names. */
function isScanOf(scan: Step, built: Built, all: readonly Built[]): boolean {
  const isInTime = !built.isPushed || scan.index < built.step.index
  if (!isScan(scan) || !isInTime) return false
  const text = JSON.stringify(scan.value)
  return (
    all.length === 1 ||
    [built.name, built.reference].some((word) => word !== undefined && text.includes(word))
  )
}

function brokenIn(job: Job, { value }: Workflow): string[] {
  const built = imagesBuilt(job, value)
  const unscanned = built.filter((image) => !job.steps.some((step) => isScanOf(step, image, built)))
  const own = job.steps.some(({ name }) => built.some((image) => name === scanName(image.name)))
  const uploads = job.steps.some(
    (step) =>
      actionOf(step) === 'github/codeql-action/upload-sarif' &&
      (textOf(child(step.value, 'if')) ?? '').includes('always()'),
  )
  const block = child(job.value, 'permissions') ?? child(value, 'permissions')
  return [
    ...unscanned.map(
      ({ step }) =>
        `the image that ${titleOf(step)} of \`jobs.${job.id}\` builds is not scanned before it is pushed`,
    ),
    ...(own && !uploads ? [`\`jobs.${job.id}\` does not upload what its scan finds`] : []),
    ...(own && !allows(block, UPLOAD) ? [`\`jobs.${job.id}\` may not write \`security-events\``] : []),
  ]
}
