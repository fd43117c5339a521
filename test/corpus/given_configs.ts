/** A folder of configurations that somebody has at hand: `FOLDER/project/path/jest.config.ts`, with what they load beside them. */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, posix, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Subject } from './trial.js'
import { exportedBy } from '../recipes/config_edit/scripts.js'

/** One that stands in a project on this disk, where what it requires is found. */
export interface Given extends Subject {
  readonly file: string
  /** What it exports, before anything is done to it. */
  readonly value: object
  /** Where its paths begin, in its project. */
  readonly root: string
}

export interface GivenConfigs {
  readonly found: readonly Given[]
  /** With the reason why they cannot be loaded as they are. */
  readonly unloaded: readonly string[]
}

const CONFIG = /^(?:jest|vitest|vite)\.config\.(?:[cm]?[jt]s|json)$/

/** Each folder in it is a project of its own. */
export async function givenConfigs(folder: string): Promise<GivenConfigs> {
  const [found, unloaded]: [Given[], string[]] = [[], []]
  for (const project of readdirSync(folder, { withFileTypes: true }))
    if (project.isDirectory() && project.name !== 'node_modules')
      for (const target of pathsIn(join(folder, project.name)).filter((path) =>
        CONFIG.test(basename(path)),
      )) {
        const [name, file] = [`${project.name}/${target}`, join(folder, project.name, target)]
        try {
          found.push(await given(name, target, file))
        } catch (error) {
          unloaded.push(`${name}: ${onOneLine(error)}`)
        }
      }
  return { found, unloaded }
}

const onOneLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .replace(/^\W*Validation Error:|Configuration Documentation:[^]*/g, '')
    .replace(/\s+/g, ' ')
    .trim()

const pathsIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.includes('node_modules'))
    .sort()

async function given(name: string, target: string, file: string): Promise<Given> {
  const text = readFileSync(file, 'utf8')
  const value = await loadedAt(file, text)
  const root = posix.join(dirname(target), rootOf(value)).replace(/^\.$|\/$/, '')
  return { name, target, text, file, value, root }
}

const rootOf = (value: object): string =>
  'rootDir' in value && typeof value.rootDir === 'string' ? value.rootDir : '.'

/** What a text exports that stands in the place of a file; Jest, where the project has it, has to take it too. */
export async function loadedAt(file: string, text: string): Promise<object> {
  if (file.endsWith('.json')) return Object(JSON.parse(text)) as object
  const [load, folder] = [createRequire(file), process.cwd()]
  const here = text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
  process.chdir(dirname(file))
  try {
    const value = Object(
      await exportedBy(here, load, { __dirname: dirname(file), __filename: file }),
    ) as object
    if (basename(file).startsWith('jest')) await takenByJest(value, file, load)
    return value
  } finally {
    process.chdir(folder)
  }
}

interface JestConfig {
  readonly normalize: (options: object, argv: object, file: string) => Promise<unknown>
}

/** Throws what Jest throws: at a preset that is not there, at an option of the wrong kind. */
async function takenByJest(value: object, file: string, load: NodeJS.Require): Promise<void> {
  let way: string
  try {
    way = createRequire(load.resolve('jest')).resolve('@jest/core')
  } catch {
    return
  }
  const { normalize } = createRequire(way)('jest-config') as JestConfig
  const rootDir = resolve(dirname(file), rootOf(value))
  await normalize({ ...value, rootDir }, { $0: 'jest', _: [] }, file)
}
