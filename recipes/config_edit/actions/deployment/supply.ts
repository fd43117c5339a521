/** Where a deployment has its images from: a job before it that pushed them, its own steps, or the registry. */
import type { Image } from '../../../../lib/survey/images.js'
import { inFolder } from '../../../../lib/survey/look.js'
import type { Edit } from '../../edits.js'
import type { JsonObject } from '../../value.js'
import { child } from '../../value.js'
import * as steps from './steps.js'
import type { Built } from '../images/built.js'
import { imagesBuilt } from '../images/built.js'
import type { Told } from '../images/told.js'
import { toldBy } from '../images/told.js'
import type { Job, Step, Workflow } from '../workflow.js'
import { jobPath, textOf } from '../workflow.js'

export interface Source {
  readonly image: Image
  /** Without a tag, as an expression. */
  readonly name: string
  /** `steps.build.outputs.digest` */
  readonly digest: string
}

export interface Supply {
  readonly sources: readonly Source[]
  /** Those that the job builds itself. */
  readonly builds: readonly Image[]
  /** Steps that name images, or find them. */
  readonly before: readonly JsonObject[]
  /** So that other jobs tell what they pushed. */
  readonly edits: readonly Edit[]
  /** These other jobs. */
  readonly needs: readonly string[]
}

export const joinedSupply = (parts: readonly Supply[]): Supply => ({
  sources: parts.flatMap(({ sources }) => sources),
  builds: parts.flatMap(({ builds }) => builds),
  before: parts.flatMap(({ before }) => before),
  edits: parts.flatMap(({ edits }) => edits),
  needs: [...new Set(parts.flatMap(({ needs }) => needs))],
})

const nothing: Omit<Supply, 'sources'> = { builds: [], before: [], edits: [], needs: [] }

/** Built and pushed by the job that deploys it. */
export const ownBuild = (image: Image): Supply => ({
  ...nothing,
  sources: [{ image, name: steps.nameOf(image), digest: `steps.${steps.buildId(image)}.outputs.digest` }],
  builds: [image],
})

/** Pushed by steps of ours in a job that this one needs. */
export function ownBuildOf(job: Job, image: Image): Supply | undefined {
  if (!job.steps.some((step) => isOurs(step, image))) return undefined
  const digestOf = `\${{ steps.${steps.buildId(image)}.outputs.digest }}`
  const output = outputOf(job, steps.outputName(image), digestOf)
  const digest = `needs.${job.id}.outputs.${output.name}`
  return {
    ...nothing,
    sources: [{ image, name: steps.nameOf(image), digest }],
    edits: [output.edit],
    needs: [job.id],
  }
}

/** Under the commit, as we tag what we push. */
export function inRegistry(image: Image): Supply {
  const id = `tested${image.name === '' ? '' : `-${image.name}`}`
  const find = {
    name: `Find the image ${image.name === '' ? '' : `of ${image.name} `}that staging tested`,
    id,
    env: { NAME: steps.nameOf(image) },
    run: `digest=$(docker buildx imagetools inspect "$NAME:$GITHUB_SHA" --format '{{.Manifest.Digest}}')\necho "digest=$digest" >> "$GITHUB_OUTPUT"\n`,
  }
  const digest = `steps.${id}.outputs.digest`
  return { ...nothing, sources: [{ image, name: steps.nameOf(image), digest }], before: [steps.login, find] }
}

/** Pushed by one of these jobs, which is made to tell of it; `own` is the job that deploys. */
export function pushedIn(
  jobs: readonly Job[],
  workflow: Workflow,
  own: string,
  { isByCommit, isOnly }: { readonly isByCommit: boolean; readonly isOnly: boolean },
): (image: Image) => Supply | undefined {
  const pushed = jobs.filter(isOnce).flatMap((job) =>
    imagesBuilt(job, workflow.value).flatMap((built) => {
      const told = toldBy(built, workflow.value, isByCommit)
      return told === undefined ? [] : [{ built, told }]
    }),
  )
  return (image) => {
    const theirs = pushed.filter(({ built: { step } }) => !isOurs(step, image))
    const found =
      theirs.find(({ built }) => fileOf(built) === image.file) ??
      (isOnly && theirs.length === 1 && fileOf(theirs[0]?.built) === undefined ? theirs[0] : undefined)
    return found === undefined ? undefined : supplied(image, found.built.job, found.told, own)
  }
}

function supplied(image: Image, job: Job, told: Told, own: string): Supply {
  const name = told.isLowered ? steps.lowerNameOf(image) : told.name
  const before = told.isLowered ? [steps.lowerName(image, told.name)] : []
  if (job.id === own)
    return { ...nothing, sources: [{ image, name, digest: told.digest }], before, edits: told.edits }
  const output = outputOf(job, steps.outputName(image), `\${{ ${told.digest} }}`)
  const named = told.isPortable ? undefined : outputOf(job, steps.nameOutput(image), told.name)
  const source = {
    image,
    name: named === undefined ? name : `\${{ needs.${job.id}.outputs.${named.name} }}`,
    digest: `needs.${job.id}.outputs.${output.name}`,
  }
  const edits = [...told.edits, output.edit, ...(named === undefined ? [] : [named.edit])]
  return { ...nothing, sources: [source], before, edits, needs: [job.id] }
}

/** A job that runs many times tells the outputs of its last run alone. */
const isOnce = ({ value }: Job): boolean => child(child(value, 'strategy') ?? null, 'matrix') === undefined

const isOurs = ({ id, name }: Step, image: Image): boolean =>
  id === steps.buildId(image) && name === steps.buildName(image)

/** The output of a job that holds a value; one that holds another already is left to it. */
function outputOf(job: Job, wanted: string, value: string): { name: string; edit: Edit } {
  const outputs = Object.entries(child(job.value, 'outputs') ?? {})
  const own = outputs.find(([, text]) => text === value)?.[0]
  const isTaken = outputs.some(([name]) => name === wanted)
  const name = own ?? (isTaken ? `pushed-${wanted}` : wanted)
  return { name, edit: { do: 'set', path: jobPath(job.id, 'outputs', name), value } }
}

/** The Dockerfile, from the project; undefined where only a run knows it. */
function fileOf(built: Built | undefined): string | undefined {
  const context = textOf(child(built?.inputs ?? null, 'context')) ?? '.'
  const file = textOf(child(built?.inputs ?? null, 'file')) ?? inFolder(tidy(context), 'Dockerfile')
  return /\$|:\/\//.test(file) ? undefined : tidy(file)
}

const tidy = (path: string): string =>
  path
    .replace(/^\{\{defaultContext\}\}:?/, '')
    .replace(/^(?:\.\/)+/, '')
    .replace(/\/+$/, '') || '.'

/** The jobs that one waits for, directly or not. */
export function neededJobs({ jobs }: Workflow, names: readonly string[]): readonly Job[] {
  const found = new Set(names)
  for (const id of found) for (const need of jobs.find((job) => job.id === id)?.needs ?? []) found.add(need)
  return jobs.filter(({ id }) => found.has(id))
}
