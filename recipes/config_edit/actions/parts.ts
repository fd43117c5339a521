/** The parts of a repository (its packages, its services), and in which of them a job works. */
import { folderOf } from '../../../lib/core/place.js'
import { ours } from '../../../lib/survey/look.js'
import { packageOf } from '../../../lib/survey/packages.js'
import type { Sight } from '../action.js'
import { child, isList, isObject } from '../value.js'
import { commandsOf } from './script.js'
import { purposesOf } from './purpose.js'
import type { Job, Step } from './workflow.js'
import { actionOf, textOf, textsOf, under } from './workflow.js'

export interface Part {
  /** The folder's name; a letter, a digit, `_` or `-` each. */
  readonly id: string
  readonly folder: string
  /** What npm calls it, where that is another name. */
  readonly name?: string
}

const MANIFESTS =
  '{package.json,pyproject.toml,requirements.txt,setup.py,Pipfile,go.mod,Cargo.toml,pom.xml,build.gradle,build.gradle.kts,composer.json,Gemfile,manage.py}'
const ASIDE = /(?:^|\/)(?:node_modules|examples?|fixtures?|templates?|testdata|\.[^/]*)(?:\/|$)/

/** Folders with a manifest of their own, and folders in which a job says that it works. */
export function partsOf(jobs: readonly Job[], look: Sight['look']): readonly Part[] {
  const manifests = ours(look, [`*/**/${MANIFESTS}`]).map(folderOf)
  const named = jobs.flatMap((job) =>
    job.steps.flatMap((step) => overMatrix(workingFolder(job, step), job).flatMap(plainFolder)),
  )
  const folders = [...new Set([...manifests, ...named])].filter((folder) => !ASIDE.test(folder)).sort()
  return folders.map((folder) => {
    const own = slug(folder.split('/').at(-1) ?? folder)
    const isClear = folders.every((other) => other === folder || slug(other.split('/').at(-1) ?? '') !== own)
    const name = packageOf(look, folder)?.name
    return { id: isClear ? own : slug(folder), folder, ...(name === undefined ? {} : { name }) }
  })
}

export const slug = (text: string): string => text.replace(/[^A-Za-z0-9_]+/g, '-').replace(/^[-\d]+|-+$/g, '')

/** Where a step's commands run; '' is the project. */
export function workingFolder({ value }: Pick<Job, 'value'>, step: Step): string {
  const given =
    textOf(under(step.value, 'working-directory')) ??
    textOf(under(value, 'defaults', 'run', 'working-directory'))
  return (given ?? '').replace(/^\.?\/+|\/+$|^\.$/g, '')
}

/** `services` of `services/${{ matrix.service }}`. */
const plainFolder = (folder: string): string[] => {
  const plain = folder.includes('${{') ? folder.replace(/\/?[^/]*\$\{\{[^]*$/, '') : folder
  return plain === '' || plain.startsWith('..') ? [] : [plain]
}

/**
 * The parts in which a job works, where all that it builds, tests, checks or deploys lies in parts; undefined where some of it
 * is about the whole project, or nothing tells.
 */
export function partsOfJob(job: Job, parts: readonly Part[]): readonly Part[] | undefined {
  if (job.uses !== undefined) return undefined
  const found = new Set<Part>()
  for (const step of job.steps) {
    const own = partsOfStep(job, step, parts)
    if (own.length === 0 && isWork(step)) return undefined
    for (const part of own) found.add(part)
  }
  return found.size === 0 ? undefined : [...found].sort((a, b) => (a.id < b.id ? -1 : 1))
}

const IDLE =
  /^(?:set|echo|printf|cd|true|exit|mkdir|export|ls|pwd|cat|curl|corepack|apt-get|sudo|git|pip|pip3|chmod|which|sleep)$/

/** Does the step do more than set up, install and tell? */
function isWork(step: Step): boolean {
  const purposes = purposesOf(step)
  if (
    ['build', 'test', 'security', 'deploy', 'publish'].some((purpose) =>
      [...purposes].includes(purpose as never),
    )
  )
    return true
  const commands = commandsOf(step.run ?? '').filter(({ words }) => words.length > 0)
  if (commands.length > 0)
    return !purposes.has('install') && commands.some(({ words: [program = ''] }) => !IDLE.test(program))
  const action = actionOf(step)
  return (
    action !== undefined &&
    !/\/(?:checkout|setup-|action-setup|cache|upload-|download-|github-script|install|.*login)|setup/.test(
      action,
    )
  )
}

function partsOfStep(job: Job, step: Step, parts: readonly Part[]): readonly Part[] {
  const working = overMatrix(workingFolder(job, step), job)
  const texts = [step.run ?? '', ...textsIn(step)].flatMap((text) => overMatrix(text, job))
  return parts.filter(({ folder, name }) => {
    if (working.some((one) => one === folder || one.startsWith(`${folder}/`))) return true
    return texts.some((text) => mentions(text, folder) || (name !== undefined && asks(text, name)))
  })
}

/** The text once for each cell of the job's matrix that it speaks of. */
function overMatrix(text: string, job: Job): readonly string[] {
  const name = /\$\{\{\s*matrix\.([\w-]+)\s*\}\}/.exec(text)?.[1]
  if (name === undefined) return [text]
  const matrix = under(job.value, 'strategy', 'matrix')
  const include = under(matrix, 'include')
  const listed = isList(include) ? include.flatMap((cell) => textOf(child(cell, name)) ?? []) : []
  const pattern = new RegExp(`\\$\\{\\{\\s*matrix\\.${name}\\s*\\}\\}`, 'g')
  const cells = [...textsOf(under(matrix, name)), ...listed]
  return cells.length === 0
    ? [text]
    : cells.flatMap((cell) =>
        overMatrix(
          text.replace(pattern, () => cell),
          job,
        ),
      )
}

function textsIn({ value }: Step): string[] {
  const given = under(value, 'with')
  if (!isObject(given ?? null)) return []
  return Object.values(given ?? {}).filter((one) => typeof one === 'string')
}

/** As a path or the beginning of one, and not the end of a longer name. */
function mentions(text: string, folder: string): boolean {
  for (let at = text.indexOf(folder); at >= 0; at = text.indexOf(folder, at + 1)) {
    const before = text.slice(0, at).replace(/(?:^|(?<=[\s='":]))\.\//, '')
    const isPath = folder.includes('/') || /(?:^|[\s='":])(?:\.\/)?$/.test(text.slice(0, at))
    const behind = text[at + folder.length]
    const isWhole = behind === undefined || /[\s/'":;,)&|]/.test(behind)
    if (
      isPath &&
      isWhole &&
      !/[\w./@-]$/.test(before) &&
      (folder.includes('/') || isFolderWord(text, at, folder))
    )
      return true
  }
  return false
}

/** A lone word counts as a folder where a slash follows it, or an option or `cd` for a folder stands before it. */
const isFolderWord = (text: string, at: number, folder: string): boolean =>
  text[at + folder.length] === '/' ||
  /^\.?\/?$/.test(text.slice(0, at)) ||
  /(?:\bcd|--prefix|--cwd|--dir|--directory|--project|--workspace|--filter|-C|-w)[ =](?:\.\/)?$/.test(
    text.slice(0, at),
  )

const asks = (text: string, name: string): boolean =>
  new RegExp(
    `(?:--filter|--workspace|-w|-F|workspace)[ =]['"]?${name.replace(/[.*+?^$()|[\]{}\\]/g, '\\$&')}(?:['".\\s]|$)`,
    'm',
  ).test(text)
