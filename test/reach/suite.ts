/** What the measurement asks of a runner, whichever it is. */
import { spawnSync } from 'node:child_process'
import type { Coverage } from './coverage.js'

export interface Suite {
  readonly runner: 'jest' | 'vitest' | 'node' | 'pytest'
  /** Where it is started, from the repository. */
  readonly folder: string
  /** Source files and tests, from the repository. */
  readonly scope: readonly string[]
  /** Runs these tests and no others. */
  run(tests: readonly string[], under: Circumstances): Ran
  /** By all tests there are. */
  cover(): Coverage
}

export interface Ran {
  readonly passed: number
  readonly failed: readonly string[]
  /** It did not come so far that tests could fail: its last words. */
  readonly broken?: string
}

export interface Circumstances {
  readonly name: string
  readonly env: Readonly<Record<string, string>>
  /** The order of the tests is drawn with it. */
  readonly seed?: number
  /** Milliseconds that the date is later. */
  readonly shift?: number
}

const YEAR = 366 * 24 * 3600 * 1000

export const circumstances = (seed: number): readonly Circumstances[] => [
  { name: 'first run', env: {} },
  { name: 'second run', env: {} },
  { name: 'third run', env: {} },
  { name: 'shuffled', env: {}, seed },
  { name: 'shuffled again', env: {}, seed: seed + 1 },
  { name: 'TZ=Asia/Kolkata', env: { TZ: 'Asia/Kolkata' } },
  { name: 'LANG=de_DE', env: { LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', LANGUAGE: 'de' } },
  { name: 'a year later', env: {}, shift: YEAR },
]

export interface Started {
  readonly code: number
  readonly output: string
}

/** A program run to its end, in a folder; never longer than `minutes`. */
export function start(
  command: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string | undefined>> = {},
  minutes = 15,
): Started {
  const [program = '', ...words] = command
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    cwd,
    env: { ...own(), ...env },
    encoding: 'utf8',
    timeout: Math.ceil(minutes * 60_000),
    killSignal: 'SIGKILL',
    maxBuffer: 256 * 1024 * 1024,
  })
  return { code: status ?? 1, output: `${stdout}${stderr}${error === undefined ? '' : String(error)}` }
}

/** The environment without what makes runners behave otherwise. */
function own(): Record<string, string | undefined> {
  const env = { ...process.env, CI: 'true', NO_COLOR: '1', npm_config_offline: undefined }
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^(npm_|NODE_OPTIONS$|NODE_ENV$|FORCE_COLOR$|NODE_TEST)/.test(name),
    ),
  )
}

/** The end of what a program said. */
export const lastWords = ({ output }: Started): string => output.trim().split('\n').slice(-25).join('\n')
