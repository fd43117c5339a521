/** A temporary project, and the program run on it in this process: the real disk, state and recipes, its words kept. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { TestContext } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
import type { Outside } from '../../lib/cli/outside.js'
import { run } from '../../lib/cli/program.js'
import type { Stamped } from '../../lib/core/event.js'
import type { Reason } from '../../lib/core/reason.js'
import type { Recipe } from '../../lib/core/recipe.js'
import { clock } from '../../lib/world/clock.js'
import * as daemon from '../../lib/world/daemon.js'
import { openWatcher } from '../../lib/world/watcher.js'
import { globs } from '../../lib/world/globs.js'
import { openWorld } from '../../lib/world/index.js'
import { openOffers } from '../../lib/world/offers.js'
import { builtIn, comingLater } from '../../recipes/index.js'
import { folder, put } from '../world/folder.js'

/** What a command came to. Times are written as `… ms`, run ids as `RUN`; a last line that does not end is marked. */
export interface Answer {
  readonly code: number
  readonly out: readonly string[]
  readonly err: readonly string[]
}

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

const TEMPLATES = fileURLToPath(new URL('../../templates', import.meta.url))

export class Project {
  /** What the next commands find in the environment, beside PATH. */
  readonly env: Record<string, string | undefined> = { PATH: process.env.PATH }
  /** Recipe types, as a later version of the program would have them. */
  recipes: ReadonlyMap<string, Recipe> = builtIn
  /** Signals for the command that runs. */
  readonly signals = new Set<(signal: Signal) => void>()
  /** Called with what the command that runs prints, as it comes. */
  hears: (text: string) => void = () => undefined
  private loaded = 0

  constructor(readonly root: string) {}

  write(path: string, text: string): void {
    put(this.root, path, text)
  }

  /** A program of the project. */
  script(path: string, text: string): void {
    this.write(path, `#!/bin/sh\n${text}\n`)
    chmodSync(join(this.root, path), 0o755)
  }

  roadmap(text: string): void {
    this.write('roadmap.yaml', text)
  }

  /** undefined where no file is. */
  read(path: string): string | undefined {
    const file = join(this.root, path)
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { recursive: true })
  }

  move(from: string, to: string): void {
    renameSync(join(this.root, from), join(this.root, to))
  }

  /** Every path of the project with what stands there: the digest of a file, a folder's being there. */
  everything(except: readonly string[] = []): Map<string, string> {
    const found = new Map<string, string>()
    const visit = (path: string): void => {
      if (except.includes(path)) return
      const file = join(this.root, path)
      const isFolder = lstatSync(file).isDirectory()
      found.set(path, isFolder ? 'folder' : createHash('sha256').update(readFileSync(file)).digest('hex'))
      if (isFolder) for (const name of readdirSync(file).sort()) visit(join(path, name))
    }
    visit('.')
    return found
  }

  /** Runs one command line. `typed`: a person at a terminal answers with these lines, one a question, then leaves. */
  async raw(
    argv: readonly string[],
    typed?: readonly string[],
  ): Promise<{ code: number; out: string; err: string }> {
    const stdin = Object.assign(new PassThrough(), { isTTY: typed !== undefined })
    const [stdout, stderr] = [collector(), collector()]
    stdout.stream.on('data', (chunk: Buffer) => this.hears(chunk.toString()))
    const answers = [...(typed ?? [])]
    stderr.stream.on('data', (chunk: Buffer) => {
      if (!/\[yes\/no.*\] $/.test(chunk.toString())) return
      const answer = answers.shift()
      setImmediate(() => (answer === undefined ? stdin.end() : stdin.write(`${answer}\n`)))
    })
    const streams = { stdin, stdout: stdout.stream, stderr: stderr.stream }
    const code = await run(argv, streams, this.outside(streams))
    return { code, out: stdout.text(), err: stderr.text() }
  }

  async orchestrate(...argv: readonly string[]): Promise<Answer> {
    return this.told(await this.raw(argv))
  }

  async typing(typed: readonly string[], ...argv: readonly string[]): Promise<Answer> {
    return this.told(await this.raw(argv, typed))
  }

  /** For setting the scene: makes, and insists that all went well. */
  async make(...argv: readonly string[]): Promise<void> {
    const { code, out, err } = await this.orchestrate('make', ...argv)
    assert.equal(code, 0, [...out, ...err].join('\n'))
  }

  /** What a command prints as JSON. */
  async json(...argv: readonly string[]): Promise<unknown> {
    const { code, out, err } = await this.raw([...argv, '--json'])
    assert.deepEqual([code, err], [argv[0] === 'validate' ? code : 0, ''])
    return JSON.parse(out)
  }

  async why(task: string): Promise<readonly Reason[]> {
    return ((await this.json('why', task)) as { readonly reasons: readonly Reason[] }).reasons
  }

  private told({ code, out, err }: { code: number; out: string; err: string }): Answer {
    return { code, out: lines(out), err: lines(err) }
  }

  outside(streams: { stdin: PassThrough; stderr: PassThrough }): Outside {
    const { env, root, signals } = this
    return {
      version: '1.2.3-test',
      build: '1.2.3-test',
      globs,
      builtIn: this.recipes,
      comingLater,
      openOffers,
      env,
      cwd: root,
      jobs: 2,
      now: () => Date.now(),
      openWorld: (options) => openWorld({ ...options, ...streams, env, templates: TEMPLATES }),
      openWatcher,
      openDaemons: () =>
        Promise.resolve({ ...daemon, start: () => assert.fail('nothing is started in the background here') }),
      process: () => ({ pid: 4711, memory: 50 * 1024 * 1024 }),
      clock,
      loadRecipes: async (path) => {
        // A module that was edited is another one; a process of its own would load it anew.
        const module: unknown = await import(`${pathToFileURL(path).href}?${++this.loaded}`)
        return Object.values(module as Readonly<Record<string, Recipe>>)
      },
      readFile: (path) => (existsSync(path) && lstatSync(path).isFile() ? readFileSync(path) : undefined),
      create: (path, text) => {
        if (existsSync(path)) return false
        writeFileSync(path, text)
        return true
      },
      append: (path, text) => appendFileSync(path, text),
      saveDerived: (path, text) => {
        if (!existsSync(dirname(dirname(path)))) return
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, text)
      },
      saveFresh: () => undefined, // the quick way is bin's, and tested there
      onSignal: (listen) => {
        signals.add(listen)
        return () => void signals.delete(listen)
      },
      terminal: { isTerminal: false, columns: () => 80, rows: () => 24 },
      sample: () => Promise.reject(new Error('no sample here')),
      changes: () => ({ created: [], edited: [] }),
      tool: () => Promise.reject(new Error('no sample here')),
      edit: () => undefined,
      again: () => Promise.reject(new Error('nothing runs again here')),
    }
  }
}

function collector(): { stream: PassThrough; text: () => string } {
  const chunks: Buffer[] = []
  const stream = new PassThrough()
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  return { stream, text: () => Buffer.concat(chunks).toString() }
}

function lines(text: string): string[] {
  if (text === '') return []
  const tidy = text.replace(/\b\d+(?:\.\d+)? m?s\b/g, '… ms').replace(/\b\d{8}T\d{6}-\d{3}Z\b/g, 'RUN')
  const found = tidy.split('\n')
  return found.at(-1) === ''
    ? found.slice(0, -1)
    : [...found.slice(0, -1), `${found.at(-1) ?? ''} (no line break)`]
}

/** The events of `make --reporter json`. */
export const events = (out: string): Stamped[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Stamped)

/** JSON with what differs from run to run made the same. */
export function timeless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(timeless)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, VARYING.get(key)?.(inner) ?? timeless(inner)]),
  )
}

const WHEN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const VARYING = new Map<string, (inner: unknown) => unknown>([
  ['ms', (inner) => (typeof inner === 'number' ? 0 : undefined)],
  ['at', (inner) => (WHEN.test(String(inner)) ? 'WHEN' : undefined)],
  ['startedAt', (inner) => (WHEN.test(String(inner)) ? 'WHEN' : undefined)],
  ['run', (inner) => (/^\d{8}T\d{6}-\d{3}Z$/.test(String(inner)) ? 'RUN' : undefined)],
])

/** A project with this roadmap and these files; gone when the test has ended. */
export function project(
  t: TestContext,
  roadmap: string,
  files: Readonly<Record<string, string>> = {},
): Project {
  return new Project(folder(t, { 'roadmap.yaml': roadmap, ...files }))
}

/** A roadmap of one phase and one group with these tasks, each a map on one line, as in `{ id: a, type: manual }`. */
export const tasks = (...maps: readonly string[]): string =>
  ['version: 1', 'name: test', 'phases:', '  - id: phase-1', '    groups:', '      - id: a', '        tasks:']
    .concat(maps.map((map) => `          - ${map}`))
    .join('\n')
    .concat('\n')

/** Compares the whole of what a command came to; where it differs, the error holds what it was, ready to paste. */
export function same(actual: unknown, expected: unknown): void {
  try {
    assert.deepEqual(actual, expected)
  } catch (error) {
    if (!(error instanceof assert.AssertionError)) throw error
    const paste = inspect(actual, {
      depth: 20,
      breakLength: 110,
      maxArrayLength: null,
      maxStringLength: null,
    })
    const message = `not the same; what it was, ready to paste:\n${paste}\n`
    throw new assert.AssertionError({
      message,
      actual,
      expected,
      operator: error.operator,
      stackStartFn: same,
    })
  }
}
