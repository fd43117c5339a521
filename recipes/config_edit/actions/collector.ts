/** Who collects coverage by a configuration file, where in it that is said, and from which folder its paths are. */
import { folderOf } from '../../../lib/core/place.js'
import { inFolder } from '../../../lib/survey/look.js'
import { entriesOf, jsonOf } from '../../../lib/survey/values.js'
import type { Sight } from '../action.js'
import type { Hindrance } from '../edits.js'
import type { Segments } from '../path.js'
import { printPath, seek } from '../path.js'
import type { Json } from '../value.js'
import { child, isList, isObject, kindOf } from '../value.js'

export interface Collector {
  readonly runner: 'jest' | 'vitest'
  /** Where the runner's options about coverage stand: its configuration for Jest, `test.coverage` for Vitest. */
  readonly at: Segments
  /** The folder in which the runner is started: the one of the package that the file is in, or else the file's; '' is the project. */
  readonly folder: string
  /** Paths of collected files are from here. */
  readonly base: string
  /** Its projects have base folders of their own, and paths are from these. */
  readonly isManifold: boolean
}

export const keys = (...names: readonly string[]): Segments => names.map((key) => ({ kind: 'key', key }))

/** What stands at the end of a way; undefined where nothing does. */
export function valueAt(file: Json, way: Segments): Json | undefined {
  const { found, at } = seek(file, way)
  return found ? at : undefined
}

export function collectorOf(file: Json, sight: Sight): Collector | Hindrance {
  const runner = runnerOf(file, sight)
  if (typeof runner !== 'string') return runner
  const name = sight.target.slice(folderOf(sight.target).length).replace(/^\//, '')
  const config = name === 'package.json' ? keys('jest') : []
  const at = runner === 'jest' ? config : keys('test', 'coverage')
  const blocked = blockedOn(file, at)
  if (blocked !== undefined) return blocked
  const folder = folderOf(sight.target)
  const root = child(valueAt(file, config) ?? {}, runner === 'jest' ? 'rootDir' : 'root')
  const base = baseFrom(folder, root)
  if (base === undefined)
    return hindrance(
      `paths are from \`${runner === 'jest' ? 'rootDir' : 'root'}\`, which is ${kindOf(root ?? null)}: write it as a path in the project`,
    )
  const projects = child(valueAt(file, config) ?? {}, 'projects')
  const isManifold =
    runner === 'jest' && projects !== undefined && !(isList(projects) && projects.every(sharesBase))
  return { runner, at, folder: homeOf(folder, sight.look) ?? folder, base, isManifold }
}

/** Where the runner is started: the package that the settings are in. */
const homeOf = (folder: string, look: Sight['look']): string | undefined => {
  if (look.text(inFolder(folder, 'package.json')) !== undefined) return folder
  return folder === '' ? undefined : homeOf(folderOf(folder), look)
}

const hindrance = (message: string, steps: Hindrance['steps'] = []): Hindrance => ({ steps, message })

const sharesBase = (project: Json): boolean =>
  isObject(project) && !Object.keys(project).some((key) => key === 'rootDir' || key.startsWith('(code)'))

/** Something on the way that is no object, such as a call: nothing can be written into it. */
function blockedOn(file: Json, at: Segments): Hindrance | undefined {
  const { steps, at: last } = seek(file, at)
  if (isObject(last)) return undefined
  const where = printPath(at.slice(0, steps.length))
  return hindrance(
    `${where === '' ? 'the file' : `\`${where}\``} is ${kindOf(last)}, and has to be an object that stands in the file`,
    steps,
  )
}

function runnerOf(file: Json, { target, look }: Sight): Collector['runner'] | Hindrance {
  const name = target.slice(target.lastIndexOf('/') + 1)
  if (/^package\.json$/.test(name)) return inPackage(file, { target, look })
  if (/^jest\b.*\.(?:[cm]?[jt]s|json)$/.test(name) || /\bjest\.config\b/.test(name)) return 'jest'
  if (/^vite(?:st)?\b.*config/.test(name)) return 'vitest'
  if (name.includes('workspace'))
    return hindrance(
      'coverage is configured for all projects at once: the target has to be `vitest.config.ts`',
    )
  if (child(file, 'test') !== undefined) return 'vitest'
  const isJest = ['collectCoverageFrom', 'testEnvironment', 'testMatch', 'testRegex', 'transform', 'preset']
  if (isJest.some((key) => child(file, key) !== undefined)) return 'jest'
  return hindrance('neither Jest nor Vitest is configured here: the target has to be the file that does it')
}

/** `package.json` configures Jest, unless a file of its own does. */
function inPackage(file: Json, { target, look }: Sight): Collector['runner'] | Hindrance {
  if (child(file, 'jest') !== undefined) return 'jest'
  const folder = folderOf(target)
  const own = look.list([
    `${folder === '' ? '' : `${folder}/`}{jest,vitest,vite}.config.{js,cjs,mjs,ts,cts,mts,json}`,
  ])
  if (own[0] !== undefined)
    return hindrance(`the tests are configured in \`${own[0]}\`: make that the target`)
  const uses = JSON.stringify([
    child(file, 'scripts'),
    child(file, 'devDependencies'),
    child(file, 'dependencies'),
  ])
  if (/\bjest\b|\breact-scripts\b/.test(uses)) return 'jest'
  return hindrance(
    'there is no `jest` here, and neither a script nor a dependency names it: which file configures the tests?',
  )
}

/** The folder that a file's paths are from; undefined where it is not known, or not in the project. */
function baseFrom(folder: string, root: Json | undefined): string | undefined {
  if (root === undefined) return folder
  if (typeof root !== 'string') return undefined
  const code = /^\(code\) (.*)$/.exec(root)?.[1]
  if (code === undefined) return joined(folder, root)
  if (/^(?:__dirname|process\.cwd\(\)|import\.meta\.dirname)$/.test(code)) return folder
  // `path.join(__dirname, '..')`
  const parts =
    /^(?:\w+\.)?(?:join|resolve)\((?:__dirname|process\.cwd\(\)|import\.meta\.dirname)((?:, ?['"][^'"]*['"])*)\)$/.exec(
      code,
    )?.[1]
  return parts === undefined ? undefined : joined(folder, parts.replace(/, ?['"]/g, '/').replace(/['"]/g, ''))
}

export function joined(folder: string, path: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined
    } else if (part !== '' && part !== '.' && part !== '<rootDir>') parts.push(part)
  }
  return parts.join('/')
}

/** A path of the project from a folder of it; undefined where it is not in that. */
export function from(base: string, path: string): string | undefined {
  if (base === '') return path
  if (path === base) return ''
  return path.startsWith(`${base}/`) ? path.slice(base.length + 1) : undefined
}

/** The major version of a package that the nearest package.json asks for. */
export function majorOf(name: string, folder: string, look: Sight['look']): number | undefined {
  const file = entriesOf(jsonOf(look.text(folder === '' ? 'package.json' : `${folder}/package.json`)))
  for (const kind of ['devDependencies', 'dependencies']) {
    const range = entriesOf(file.get(kind)).get(name)
    const major = typeof range === 'string' ? /\d+/.exec(range)?.[0] : undefined
    if (major !== undefined) return Number(major)
  }
  return folder === '' ? undefined : majorOf(name, folderOf(folder), look)
}
