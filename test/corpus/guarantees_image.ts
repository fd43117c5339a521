/** What the actions about images promise: scans that block, before the image leaves, and an SBOM of each. */
import type { Json } from '../../recipes/config_edit/value.js'
import { child } from '../../recipes/config_edit/value.js'
import type { Job, Step } from './reading.js'
import { jobsOf, linesOf, mayFail, textOf, under } from './reading.js'

const isTrivy = ({ uses }: Step): boolean => uses.startsWith('aquasecurity/trivy-action')
const isUpload = ({ uses }: Step): boolean => uses.startsWith('github/codeql-action/upload-sarif')

/** One scan at least of a job that has some ends it; its results are uploaded then, too. */
export function trivyFaults(job: Job): string[] {
  const scans = job.steps.filter(isTrivy)
  const blocking = scans.filter(({ value }) => Number(under(value, 'with', 'exit-code')) > 0)
  const lines = job.steps
    .flatMap(({ run }) => linesOf(run))
    .filter((line) => /\btrivy (?:image|fs|config|repo)\b/.test(line))
  const first = job.steps.findIndex(isTrivy)
  return [
    ...(scans.length > 0 && blocking.length === 0 ? [`no scan of ${job.id} blocks`] : []),
    ...(scans.length > 0 && mayFail(job.value) ? [`${job.id} may fail silently`] : []),
    ...blocking.flatMap(({ name, value }) => [
      ...(mayFail(value) ? [`${name} may fail silently`] : []),
      ...(textOf(under(value, 'with', 'ignore-unfixed')) === 'true'
        ? []
        : [`${name} counts what is not fixed`]),
    ]),
    ...lines
      .filter((line) => !/--exit-code[ =][1-9]/.test(line) || /\|\| *(?:true|:|echo)/.test(line))
      .map((line) => `${line} does not block`),
    ...job.steps
      .filter(
        (step, i) =>
          first >= 0 &&
          i > first &&
          isUpload(step) &&
          !/always\(\)|!\s*cancelled\(\)|success\(\) \|\| failure\(\)/.test(step.condition),
      )
      .map(({ name }) => `${name} does not upload after a failure`),
  ]
}

const buildsOf = ({ steps }: Job): readonly Step[] =>
  steps.filter(
    ({ uses, name }) => uses.startsWith('docker/build-push-action') && !name.endsWith('for its scan'),
  )

const isScan = (step: Step): boolean =>
  isTrivy(step) ||
  /scan-action|docker\/scout|snyk/.test(step.uses) ||
  /\b(?:trivy (?:.* )?image|grype|docker scout)\b/.test(step.run)

export function scanFaults(file: Json): string[] {
  return jobsOf(file).flatMap((job) => {
    const builds = buildsOf(job)
    const scans = job.steps.filter(isScan)
    const pushed = builds.filter(({ value }) =>
      ['', 'false'].every((no) => textOf(under(value, 'with', 'push')) !== no),
    )
    const late = pushed.filter((build) => !job.steps.slice(0, job.steps.indexOf(build)).some(isScan))
    const reports = scans.filter(({ value }) => under(value, 'with', 'format') === 'sarif')
    const may = textOf(
      under(job.value, 'permissions', 'security-events') ??
        under(file, 'permissions', 'security-events') ??
        child(job.value, 'permissions') ??
        child(file, 'permissions'),
    )
    return [
      ...(scans.length < builds.length && builds.length > 0 && scans.length === 0
        ? [`${job.id} scans nothing`]
        : []),
      ...late.map(({ name }) => `${job.id}: ${name} is pushed before it is scanned`),
      ...(builds.length > 0 &&
      reports.length > 0 &&
      !job.steps.some((step) => isUpload(step) && step.condition.includes('always()'))
        ? [`${job.id} does not upload what it finds`]
        : []),
      ...(builds.length > 0 && reports.length > 0 && !/^write(?:-all)?$/.test(may)
        ? [`${job.id} may not upload: ${may}`]
        : []),
    ]
  })
}

const isSbom = ({ uses, run, value }: Step): boolean =>
  /anchore\/sbom-action|cyclonedx\//i.test(uses) ||
  /\b(?:syft|cyclonedx|npm sbom)\b/.test(run) ||
  /"format":"(?:spdx|cyclonedx)/.test(JSON.stringify(value))

export function sbomFaults(file: Json): string[] {
  return jobsOf(file).flatMap((job) => {
    const builds = buildsOf(job).filter(({ value }) => textOf(under(value, 'with', 'push')) === 'true')
    const sboms = job.steps.filter(isSbom)
    const isAttested = job.steps.some(({ value }) => under(value, 'with', 'sbom-path') !== undefined)
    const may = ['id-token', 'attestations'].every(
      (name) => textOf(under(job.value, 'permissions', name) ?? under(file, 'permissions', name)) === 'write',
    )
    const publishes = job.steps.some(({ run }) =>
      linesOf(run).some((line) => /^(?:npm publish|twine upload|poetry publish)\b/.test(line)),
    )
    return [
      ...(sboms.length < builds.length
        ? [`${job.id} has ${sboms.length} SBOMs for ${builds.length} images`]
        : []),
      ...(publishes && sboms.length === 0 ? [`${job.id} publishes without an SBOM`] : []),
      ...sboms
        .filter(({ value }) => under(value, 'with', 'upload-artifact') === false)
        .map(({ name }) => `${name} is not kept`),
      ...(isAttested && !may ? [`${job.id} may not attest`] : []),
      ...(isAttested && sboms.length === 0 ? [`${job.id} attests nothing`] : []),
    ]
  })
}
