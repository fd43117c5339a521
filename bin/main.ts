/** Puts world, recipes and commands together. */
import { appendFileSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Outside } from '../lib/cli/outside.js'
import { run } from '../lib/cli/program.js'
import type { Recipe } from '../lib/core/recipe.js'
import { Refusal } from '../lib/core/recipe.js'
import { clock } from '../lib/world/clock.js'
import { encodeFresh, freshName, journalMark } from '../lib/world/fresh.js'
import { globs } from '../lib/world/globs.js'
import { openWorld } from '../lib/world/index.js'
import { openOffers } from '../lib/world/offers.js'
import { HOME, bytesOf, create } from './files.js'
import { again, onSignal, startInBackground, tool } from './processes.js'
import { changes, sample } from './samples.js'
import { builtIn, comingLater } from '../recipes/index.js'

declare const VERSION: string
declare const BUILD: string

/** Code out of a cache cannot import by itself what is not known when it is built. */
type ImportModule = (url: string) => Promise<unknown>

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
