/** Which jobs, or which steps of a job, are the same up to the service that they are for. */
import type { Json, JsonObject } from '../value.js'
import { canonical, child, isObject, withChild } from '../value.js'
import type { Service } from './python_services.js'
import { isOutOfReach, isPython, mapped, matrixOf, templateOf } from './python_services.js'
import type { Job } from './workflow.js'
import { actionOf, under } from './workflow.js'

/** One job that is to stand for several. */
export interface Merged {
  readonly id: string
  readonly value: JsonObject
  /** The jobs that it takes the place of; only itself where its own steps repeat. */
  readonly from: readonly string[]
  readonly services: readonly Service[]
}

interface Single {
  readonly job: Job
  readonly service: Service
  readonly template: Json
  /** The id without the service: `test` of `test-auth`; `python` where nothing is left. */
  readonly base: string
}

/** Jobs for one service each, of which several are equal. */
export function mergedJobs(jobs: readonly Job[], services: readonly Service[]): Merged[] {
  const singles = jobs.flatMap((job) => singleOf(job, services))
  const kinds = new Set(singles.map(({ base, template }) => base + canonical(template)))
  return [...kinds].flatMap((kind) => {
    const same = singles.filter(({ base, template }) => base + canonical(template) === kind)
    const [first] = same
    if (first === undefined || same.length < 2) return []
    const from = same.map(({ job }) => job.id)
    const value = withMatrix(
      first.template,
      same.map(({ service }) => service),
    )
    const id = [first.base, `${first.base}-services`].find(
      (name) => from.includes(name) || !jobs.some((job) => job.id === name),
    )
    return value === undefined || id === undefined
      ? []
      : [{ id, value, from, services: same.map(({ service }) => service) }]
  })
}

function singleOf(job: Job, services: readonly Service[]): Single[] {
  if (job.uses !== undefined) return []
  const value: Json = { steps: under(job.value, 'steps') ?? [], defaults: under(job.value, 'defaults') ?? {} }
  const own = services.filter(
    (service) => JSON.stringify(value).includes(service.folder) && templateOf(value, service) !== undefined,
  )
  const [service] = own
  const base = service === undefined ? undefined : baseOf(job.id, service)
  if (service === undefined || own.length > 1 || base === undefined) return []
  if (!service.isKnown && !isPython(job.steps)) return []
  const template = templateOf(job.value, service)
  return template === undefined || isOutOfReach(template) ? [] : [{ job, service, template, base }]
}

function baseOf(id: string, { name }: Service): string | undefined {
  const rest = `-${id}-`.replace(new RegExp(`[-_]${name.replace(/[.*+?^$()|[\]{}\\]/g, '\\$&')}(?=[-_])`), '')
  if (rest === `-${id}-`) return undefined
  return rest.replace(/^[-_]+|[-_]+$/g, '') || 'python'
}

/** Ids that jobs may have had before this one took their place. */
export const formerIds = (id: string, names: readonly string[]): string[] => {
  const base = id.replace(/-services$/, '')
  return names.flatMap((name) => [`${base}-${name}`, `${name}-${base}`, ...(base === 'python' ? [name] : [])])
}

/** A job in which the same steps stand once for each of several services. */
export function mergedSteps(job: Job, services: readonly Service[]): Merged | undefined {
  if (job.uses !== undefined) return undefined
  const owners = job.steps.map(({ value }) =>
    services
      .filter(({ folder }) => JSON.stringify(value).includes(folder))
      .filter((one) => templateOf(value, one) !== undefined),
  )
  const own = services.filter((service) => owners.some((of) => of.includes(service)))
  const [first, ...rest] = own
  if (first === undefined || rest.length === 0 || owners.some((of) => of.length > 1)) return undefined
  if (!own.every(({ isKnown }) => isKnown) && !isPython(job.steps)) return undefined
  const stepsOf = (service: Service) =>
    job.steps
      .filter((_, i) => owners[i]?.[0] === service)
      .map(({ value }) => templateOf(value, service) ?? value)
  const wanted = canonical(stepsOf(first))
  if (rest.some((service) => canonical(stepsOf(service)) !== wanted)) return undefined
  const shared = job.steps.filter((_, i) => owners[i]?.length === 0)
  if (
    shared.some((step) =>
      /^actions\/upload-artifact$|docker\/build-push|docker\/login/.test(actionOf(step) ?? ''),
    )
  )
    return undefined
  const steps = job.steps.flatMap(({ value }, i) => {
    const [owner] = owners[i] ?? []
    return owner === undefined ? [value] : owner === first ? [templateOf(value, owner) ?? value] : []
  })
  const value = withMatrix(withChild(job.value, 'steps', steps), own)
  return value === undefined ? undefined : { id: job.id, value, from: [job.id], services: own }
}

/** The template filled from a matrix, which goes beside the one that is there. */
function withMatrix(template: Json, services: readonly Service[]): JsonObject | undefined {
  const { cells, fill } = matrixOf(services)
  const job = mapped(template, fill)
  if (!isObject(job)) return undefined
  const matrix = under(job, 'strategy', 'matrix') ?? {}
  if (!isObject(matrix) || Object.keys(cells).some((key) => child(matrix, key) !== undefined))
    return undefined
  const strategy = {
    ...(under(job, 'strategy') as JsonObject | undefined),
    'fail-fast': false,
    matrix: { ...cells, ...matrix },
  }
  const { steps, ...rest } = job
  return { ...rest, strategy, ...(steps === undefined ? {} : { steps }) }
}
