/** Puts world, recipes and commands together. */
import {
  appendFileSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import type { ChildProcess } from 'node:child_process'
import { availableParallelism, tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Outside, Sample } from '../lib/cli/outside.js'
import { run } from '../lib/cli/program.js'
import type { Recipe } from '../lib/core/recipe.js'
import { Refusal } from '../lib/core/recipe.js'
import { clock } from '../lib/world/clock.js'
import { encodeFresh, freshName, journalMark } from '../lib/world/fresh.js'
import { globs } from '../lib/world/globs.js'
import { openWorld } from '../lib/world/index.js'
import { openOffers } from '../lib/world/offers.js'
import { builtIn, comingLater } from '../recipes/index.js'

declare const VERSION: string
declare const BUILD: string

/** Code out of a cache cannot import by itself what is not known when it is built. */
type ImportModule = (url: string) => Promise<unknown>

/** The package's own folder: `dist/bin` or `bin` is two or one below it. */
const HOME = packageFolder(dirname(fileURLToPath(import.meta.url)))

function packageFolder(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : packageFolder(dirname(from))
}

/** Runs the process's own command line and ends with its exit code. */
export async function main(importModule: ImportModule): Promise<void> {
  if (process.platform === 'win32') {
    process.stderr.write('orchestrate does not run on Windows yet: use WSL\n')
    process.exitCode = 2
    return
  }
  // Nobody reads any more (`orchestrate list | head -1`): what is under way is ended quietly.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosed)
  process.exitCode = await run(process.argv.slice(2), process, outside(importModule))
}

function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

function outside(importModule: ImportModule): Outside {
  const { env, stdout, stdin, stderr } = process
  return {
    version: VERSION,
    build: BUILD,
    globs,
    builtIn,
    comingLater,
    openOffers,
    env,
    cwd: process.cwd(),
    jobs: availableParallelism(),
    now: () => Date.now(),
    openWorld: (options) => openWorld({ ...options, env, templates: join(HOME, 'templates'), stdin, stderr }),
    openWatcher: async (options) => (await import('../lib/world/watcher.js')).openWatcher(options),
    clock,
    openDaemons: async () => ({ ...(await import('../lib/world/daemon.js')), start: startInBackground }),
    process: () => ({ pid: process.pid, memory: process.memoryUsage.rss() }),
    loadRecipes: (path) => loadRecipes(path, importModule),
    readFile: bytesOf,
    create,
    append: (path, text) => appendFileSync(path, text),
    saveDerived,
    saveFresh,
    onSignal,
    terminal: {
      isTerminal: stdout.isTTY,
      columns: () => stdout.columns,
      rows: () => stdout.rows,
    },
    sample,
    changes,
    tool,
    edit: (folder, text) => appendFileSync(join(folder, 'src', 'slug.ts'), text),
    again,
  }
}

function bytesOf(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path)
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'ENOTDIR')
    )
      return undefined
    throw new Refusal(`cannot read \`${path}\`: ${error instanceof Error ? error.message : String(error)}`, 2)
  }
}

function create(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw new Refusal(`cannot write \`${path}\`: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** A module gives recipes as its default export (one, or a list) or under names of their own. */
async function loadRecipes(path: string, importModule: ImportModule): Promise<Recipe[]> {
  let module: Readonly<Record<string, unknown>>
  try {
    module = (await importModule(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    // Node adds which of our own files asked for it.
    throw new Refusal(`the recipe module cannot be loaded: ${message.replace(/ imported from .*$/, '')}`, 2)
  }
  const found = Object.values(module).flat().filter(isRecipe)
  if (found.length === 0)
    throw new Refusal('the recipe module exports no recipe: make one with `defineRecipe`', 2)
  return found
}

function isRecipe(value: unknown): value is Recipe {
  if (typeof value !== 'object' || value === null) return false
  const parts = new Map(Object.entries(value))
  const isNamed = typeof parts.get('name') === 'string' && typeof parts.get('version') === 'number'
  return (
    isNamed &&
    ['settings', 'reads', 'claims', 'prepare'].every((part) => typeof parts.get(part) === 'function')
  )
}

/** Derived files: where the folder is not there, or cannot be written, they are done without. */
function saveDerived(path: string, bytes: string | Uint8Array): void {
  if (!existsSync(dirname(dirname(path)))) return
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const temporary = `${path}.${process.pid}.tmp`
    writeFileSync(temporary, bytes, { mode: 0o600 })
    renameSync(temporary, path)
  } catch {
    // A full or read-only disk: the next start takes the long way.
  }
}

const saveFresh: Outside['saveFresh'] = (root, argv, { text, seen, env }) => {
  const name = freshName(argv)
  if (name === undefined) return
  const there: string[] = []
  const absent: string[] = []
  const stats: (readonly number[])[] = []
  for (const [path, stat] of [...seen.files, ...seen.folders])
    if (stat === undefined) absent.push(path)
    else {
      there.push(path === '' ? '.' : path)
      stats.push(stat)
    }
  const folder = join(root, '.orchestrate')
  const journal = journalMark(folder)
  saveDerived(
    join(folder, 'fresh', name),
    encodeFresh({ build: BUILD, text, there, absent, env, journal }, stats),
  )
}

const onSignal: Outside['onSignal'] = (listen) => {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const listeners = signals.map((signal) => [signal, () => listen(signal)] as const)
  for (const [signal, listener] of listeners) process.on(signal, listener)
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener)
  }
}

/** What is there only where somebody made the sample in place. */
const MADE = new Set([
  'node_modules',
  'dist',
  'coverage',
  'release',
  '.orchestrate',
  '__pycache__',
  '.pytest_cache',
])

const ofSample = (from: string): boolean => !MADE.has(basename(from))

/** A copy of a sample. The roadmap of the large one stands at our own top level. */
function sample(name: Sample, to: string | undefined): Promise<string> {
  const folder = to === undefined ? mkdtempSync(join(tmpdir(), 'orchestrate-demo-')) : resolve(to)
  if (to !== undefined && existsSync(folder))
    throw new Refusal(`\`${to}\` is there already: name a new folder${goOn(to)}`, 2)
  cpSync(join(HOME, 'examples', name), folder, { recursive: true, filter: ofSample })
  if (name === 'community-platform') {
    const roadmap = readFileSync(join(HOME, 'roadmap.yaml'), 'utf8')
    writeFileSync(join(folder, 'roadmap.yaml'), roadmap.replace(/^project: .*\n/m, ''))
    // A package is published without such files of the folders in it.
    const ignored = join(folder, '.gitignore')
    if (!existsSync(ignored)) writeFileSync(ignored, [...MADE].map((name) => `${name}/\n`).join(''))
  }
  return Promise.resolve(folder)
}

/** Where a demo was stopped. */
const goOn = (folder: string): string =>
  existsSync(join(folder, 'roadmap.yaml'))
    ? `, or go on in it with \`orchestrate make --yes -C ${folder}\``
    : ''

function changes(name: Sample, folder: string): ReturnType<Outside['changes']> {
  const created: string[] = []
  const edited: string[] = []
  const walk = (below: string): void => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = join(below, entry.name)
      if (!ofSample(path) || path === 'roadmap.yaml') continue
      const before = entry.isDirectory() ? undefined : bytesOf(join(HOME, 'examples', name, path))
      if (entry.isDirectory()) walk(path)
      else if (before === undefined) created.push(path)
      else if (!readFileSync(join(folder, path)).equals(before)) edited.push(path)
    }
  }
  walk('')
  return { created, edited }
}

async function tool(folder: string, [file = '', ...words]: readonly string[]): ReturnType<Outside['tool']> {
  const { spawn } = process.getBuiltinModule('node:child_process')
  const child = spawn(file, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return { code: await ended(child, (error) => (output = error.message)), output }
}

function again(folder: string, words: readonly string[]): Promise<number> {
  const { spawn } = process.getBuiltinModule('node:child_process') // 3 ms of every start, were it imported
  const child = spawn(process.execPath, [process.argv[1] ?? '', ...words], { cwd: folder, stdio: 'inherit' })
  return ended(child)
}

function startInBackground(
  words: readonly string[],
  log: string,
): { readonly ended: Promise<number>; release(): void } {
  const { spawn } = process.getBuiltinModule('node:child_process')
  const output = openSync(log, 'w', 0o600)
  const child = spawn(process.execPath, [process.argv[1] ?? '', ...words], {
    detached: true,
    stdio: ['ignore', output, output],
    env: { ...process.env, ORCHESTRATE_WATCH: 'daemon' },
  })
  closeSync(output)
  const ended = new Promise<number>((done) => child.on('close', (code) => done(code ?? 1)))
  return { ended, release: () => child.unref() }
}

/** We outlive what we started. A terminal tells INT and HUP to all of its processes; TERM is told to one, and passed on. */
function ended(child: ChildProcess, failed: (error: Error) => void = () => undefined): Promise<number> {
  const unlisten = onSignal((signal) => {
    if (signal === 'SIGTERM') child.kill(signal)
  })
  return new Promise<number>((done) => {
    child.on('error', (error) => {
      failed(error)
      done(127)
    })
    child.on('close', (code) => done(code ?? 1))
  }).finally(unlisten)
}
