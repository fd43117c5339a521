/** The steps that describe what a job makes: an SBOM of an image or a package, and its attestation. */
import { pinned } from '../../pins.js'
import type { JsonObject } from '../../value.js'
import type { Built } from './built.js'
import { said } from './built.js'
import { actionOf, textOf } from '../workflow.js'
import { child } from '../../value.js'

export type Format = 'spdx' | 'cyclonedx'

/** What is described: an image in a registry or on the runner, or the files of a package. */
export interface Subject {
  readonly name: string
  /** Of `anchore/sbom-action`: `image` or `path`. */
  readonly source: JsonObject
  /** Of `actions/attest`; absent where nothing is there that could be attested. */
  readonly attested?: JsonObject
  /** `if` of the step that makes it. */
  readonly condition?: string
}

const RELEASED = "(github.event_name == 'release' || startsWith(github.ref, 'refs/tags/'))"

export const sbomName = (name: string): string => `Make the SBOM of ${said(name)}`
export const attestName = (name: string): string => `Attest the SBOM of ${said(name)}`

export function describing(subject: Subject, format: Format, isReleased: boolean): readonly JsonObject[] {
  const { name, source, attested, condition } = subject
  const file = `sbom-${name}.${format === 'spdx' ? 'spdx' : 'cdx'}.json`
  const sbom = {
    name: sbomName(name),
    ...(condition === undefined ? {} : { if: condition }),
    uses: pinned('anchore/sbom-action'),
    with: {
      ...source,
      format: `${format}-json`,
      'output-file': file,
      'artifact-name': file,
      'upload-release-assets': false,
    },
  }
  if (attested === undefined || !isReleased) return [sbom]
  const attest = {
    name: attestName(name),
    if: condition === undefined ? RELEASED.slice(1, -1) : `(${bare(condition)}) && ${RELEASED}`,
    uses: pinned('actions/attest'),
    with: { ...attested, 'sbom-path': file },
  }
  return [sbom, attest]
}

const bare = (condition: string): string =>
  /^\$\{\{([^]*)\}\}$/.exec(condition.trim())?.[1]?.trim() ?? condition.trim()

/** An image that was pushed is described by its digest, another one by its name on the runner. */
export function subjectOf(built: Built, id: string | undefined): Subject | undefined {
  const { name, step, isPushed, local, reference, repository } = built
  const condition = textOf(child(step.value, 'if'))
  const when = condition === undefined ? {} : { condition }
  if (!isPushed) return local === undefined ? undefined : { name, source: { image: local }, ...when }
  if (actionOf(step) !== 'docker/build-push-action' || repository === undefined || id === undefined)
    return reference === undefined || repository === undefined
      ? undefined
      : { name, source: { image: reference }, ...when }
  const digest = `\${{ steps.${id}.outputs.digest }}`
  return {
    name,
    source: { image: `${repository}@${digest}` },
    attested: {
      'subject-name': repository,
      'subject-digest': digest,
      'push-to-registry': true,
      'create-storage-record': false,
    },
    ...when,
  }
}
