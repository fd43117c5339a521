/** What a tool says of itself, asked again only when something it depends on has changed. */
import { accessSync, constants, realpathSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { Refusal } from '../core/recipe.js'
import { environmentOf } from './environment.js'
import { glimpse, isSame, isSettled } from './glimpse.js'
import { hash } from './hash.js'
import type { StatCache, ToolAnswer } from './stats.js'

const LIMIT_MS = 10_000

/** Files by which version managers choose, in the project or above it. */
const VERSION_FILES = [
  '.nvmrc',
  '.node-version',
  '.tool-versions',
  '.python-version',
  'rust-toolchain',
  'rust-toolchain.toml',
]

export interface ToolOptions {
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cache: StatCache
}

export function openTools({ root, env, cache }: ToolOptions): (commandLine: string) => string {
  const variables = environmentOf(env)
  const path = variables.PATH ?? ''

  return (commandLine) => {
    const key = hash(`${commandLine}\0${path}`)
    const known = cache.tools.get(key)
    const paths = dependenciesOf(commandLine, path, root)
    if (known !== undefined && paths !== undefined && stands(known, paths)) return known.text
    const at = Date.now()
    const seen = paths?.map((path) => [path, glimpse(path) ?? null] as const)
    const text = ask(commandLine, root, variables)
    if (seen !== undefined) {
      cache.tools.set(key, { text, at, seen })
      cache.changed = true
    }
    return text
  }
}

/** Is all there that was there, and all as it was? What changed shortly before the answer proves nothing. */
function stands({ seen, at }: ToolAnswer, paths: readonly string[]): boolean {
  if (seen.length !== paths.length) return false
  return seen.every(([path, then], index) => {
    const now = glimpse(path)
    if (path !== paths[index]) return false
    if (then === null || now === undefined) return then === null && now === undefined
    return isSame(then, now) && isSettled(then, at)
  })
}

/** The program behind all links, and the version files. Undefined for more than a plain command: who knows what that reads. */
function dependenciesOf(commandLine: string, path: string, root: string): string[] | undefined {
  if (!/^[\w./@=+:, -]+$/.test(commandLine)) return undefined
  const program = programOf(commandLine.trim().split(' ')[0] ?? '', path, root)
  return program === undefined ? undefined : [program, ...versionFiles(root)]
}

function programOf(word: string, path: string, root: string): string | undefined {
  if (word === '' || word.includes('=')) return undefined
  const places = word.includes('/')
    ? [resolve(root, word)]
    : path.split(delimiter).map((folder) => resolve(root, folder, word))
  for (const place of places)
    try {
      accessSync(place, constants.X_OK)
      return realpathSync.native(place)
    } catch {
      continue // not here: the next folder of PATH
    }
  return undefined
}

function versionFiles(root: string): string[] {
  const here = VERSION_FILES.map((name) => join(root, name))
  const above = dirname(root)
  return above === root ? here : [...here, ...versionFiles(above)]
}

function ask(commandLine: string, root: string, env: Record<string, string>): string {
  const { spawnSync } = process.getBuiltinModule('node:child_process') // 3 ms of every start, were it imported
  const { status, signal, stdout, stderr, error } = spawnSync('/bin/sh', ['-c', commandLine], {
    cwd: root,
    env,
    encoding: 'utf8',
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (status === 0) return stdout.trim() === '' ? stderr.trim() : stdout.trim()
  const isLate = error !== undefined && 'code' in error && error.code === 'ETIMEDOUT'
  const how = isLate
    ? `did not answer in ${LIMIT_MS / 1000} s`
    : signal === null
      ? `exited with code ${status ?? 1}`
      : `was ended by ${signal}`
  const last = stderr.trim().split('\n').at(-1) ?? ''
  throw new Refusal(`the tool \`${commandLine}\` ${how}${last === '' ? '' : `: ${last}`}`)
}
