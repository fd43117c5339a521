/** Jobs that do the same for one Python service each, and the one job with a matrix that does it for all. */
import { pythonServicesOf } from '../../../lib/survey/python.js'
import type { Sight } from '../action.js'
import type { Json, JsonObject } from '../value.js'
import { canonical, child, isList, isObject } from '../value.js'
import { workingFolder } from './parts.js'
import { commandsOf } from './script.js'
import type { Job, Step } from './workflow.js'
import { actionOf } from './workflow.js'

export interface Service {
  readonly name: string
  readonly folder: string
  /** There is Python in it; else only a job says that it works there. */
  readonly isKnown: boolean
}

/** Stand for the service in what is compared. */
const [FOLDER, NAME] = ['\u0001', '\u0002']

/** Services of the repository, and folders in which steps of the jobs work. */
export function servicesOf(jobs: readonly Job[], look: Sight['look']): readonly Service[] {
  const found = pythonServicesOf(look).map(({ folder }) => folder)
  const named = jobs.flatMap((job) => job.steps.flatMap((step) => foldersIn(job, step)))
  const folders = [...new Set([...found, ...named])]
    .filter((folder) => folder !== '' && !folder.includes('$'))
    .sort()
  return folders.map((folder) => ({
    folder,
    name: folder.split('/').at(-1) ?? folder,
    isKnown: found.includes(folder),
  }))
}

/** Where a step works: by `working-directory`, or by `cd`. */
export function foldersIn(job: Job, step: Step): string[] {
  const entered = commandsOf(step.run ?? '').flatMap(({ words: [program, folder = ''] }) =>
    program === 'cd' && !/^[.~/$-]/.test(folder) ? [folder.replace(/\/+$/, '')] : [],
  )
  const working = workingFolder(job, step)
  return working === '' ? entered : [working, ...entered]
}

const PYTHON = /^(?:python[\d.]*|pip3?|pytest|poetry|uv|pipenv|tox|nox|ruff|flake8|mypy|black|pdm|hatch)$/

export const isPython = (steps: readonly Step[]): boolean =>
  steps.some(
    (step) =>
      actionOf(step) === 'actions/setup-python' ||
      actionOf(step) === 'astral-sh/setup-uv' ||
      commandsOf(step.run ?? '').some(({ words: [program = ''] }) => PYTHON.test(program)),
  )

/** The value with the service's folder and name taken out; undefined where it speaks of no service. */
export function templateOf(value: Json, { folder, name }: Service): Json | undefined {
  const template = mapped(value, (text) => taken(taken(text, folder, FOLDER), name, NAME))
  return canonical(template) === canonical(value) ? undefined : template
}

function taken(text: string, what: string, by: string): string {
  const pattern = new RegExp(
    `(?<![A-Za-z0-9])${what.replace(/[.*+?^$()|[\]{}\\]/g, '\\$&')}(?![A-Za-z0-9])`,
    'g',
  )
  return text.replace(pattern, by)
}

/** Does the template speak of the service where no matrix reaches: in a key, or in what is known before a job's matrix? */
export const isOutOfReach = (template: Json): boolean =>
  keysOf(template).some((key) => /[\u0001\u0002]/.test(key)) ||
  ['if', 'needs', 'permissions', 'outputs', 'uses', 'secrets'].some((key) =>
    /\\u000[12]/.test(JSON.stringify(child(template, key) ?? '')),
  )

function keysOf(value: Json): string[] {
  if (isList(value)) return value.flatMap(keysOf)
  return isObject(value) ? Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]) : []
}

/** How folders and names come from a cell of the matrix. */
export function matrixOf(services: readonly Service[]): {
  readonly cells: JsonObject
  readonly fill: (text: string) => string
} {
  const parents = new Set(services.map(({ folder, name }) => folder.slice(0, folder.length - name.length)))
  const [parent = ''] = parents
  const cell = (by: string): string => `\${{ matrix.${by} }}`
  if (parents.size === 1)
    return {
      cells: { service: services.map(({ name }) => name) },
      fill: (text) =>
        text.replaceAll(FOLDER, `${parent}${cell('service')}`).replaceAll(NAME, cell('service')),
    }
  return {
    cells: { include: services.map(({ name, folder }) => ({ service: name, folder })) },
    fill: (text) => text.replaceAll(FOLDER, cell('folder')).replaceAll(NAME, cell('service')),
  }
}

export function mapped(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value)
  if (isList(value)) return value.map((item) => mapped(item, change))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapped(inner, change)]))
}
