/** Hears of changes below a project: chokidar on folders alone, a watch for each folder rather than for each file. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { FSWatcher } from 'chokidar'
import { watch } from 'chokidar'
import type { Watcher, WatcherOptions } from '../core/world.js'
import { checkoutFolder, openUnignored } from './unignored.js'

/** Milliseconds between two looks, where the system does not tell. */
const POLLING = 1000

/** Resolves when all folders are watched. */
export async function openWatcher(options: WatcherOptions): Promise<Watcher> {
  const { root } = options
  let watcher: FSWatcher | undefined
  let isPolling = false
  const begin = async (): Promise<void> => {
    watcher = await started(options, isPolling, (error) => void failed(error))
  }
  async function failed(error: unknown): Promise<void> {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!LIMITS.has(code) || isPolling) {
      if (!GONE.has(code))
        options.trouble(`watching: ${error instanceof Error ? error.message : String(error)}`)
      return
    }
    isPolling = true
    options.trouble(
      `the system has no more inotify watches (${code}): polling every second instead. \`sysctl fs.inotify.max_user_watches=524288\` allows more`,
    )
    await watcher?.close()
    await begin()
    options.notice('.')
  }
  await begin()
  const unignored = openUnignored(root)
  const git = checkoutAbove(root)
  return {
    isBusy: () => git !== undefined && existsSync(join(git, 'index.lock')),
    head: () => (git === undefined ? undefined : textOf(join(git, 'HEAD'))),
    isIgnored(path) {
      unignored.forget()
      const parts = path.split('/')
      return parts.some((part, i) =>
        unignored.isIgnored(
          parts.slice(0, i + 1).join('/') + (i + 1 < parts.length && part !== '' ? '/' : ''),
        ),
      )
    },
    changedAt: (path) => statSync(join(root, path), { throwIfNoEntry: false })?.ctimeMs,
    close: async () => {
      await watcher?.close()
    },
  }
}

/** That of the project, which may be a folder of a larger checkout. */
function checkoutAbove(folder: string): string | undefined {
  const found = checkoutFolder(folder)
  return found !== undefined || folder === dirname(folder) ? found : checkoutAbove(dirname(folder))
}

/** No more watches, or no more open files. */
const LIMITS = new Set(['ENOSPC', 'EMFILE', 'ENFILE'])
/** What goes while it is looked at is no trouble. */
const GONE = new Set(['ENOENT', 'ENOTDIR', 'EPERM', 'EACCES', 'EBADF'])

async function started(
  { root, others, isWanted, notice }: WatcherOptions,
  isPolling: boolean,
  failed: (error: unknown) => void,
): Promise<FSWatcher> {
  const folders = [root, ...others.map((file) => resolve(file, '..'))]
  const watcher = watch(folders, {
    ignoreInitial: true,
    followSymlinks: false,
    persistent: true,
    usePolling: isPolling,
    interval: POLLING,
    // Of files the folder's own watch tells: what is asked of each is whether it is one. Polling has to look at each.
    ignored: (path, stats) => {
      const from = relative(root, path)
      if (from === '') return false
      if (from.startsWith('..')) return !folders.includes(path)
      if (stats?.isFile() === true) return !isPolling
      return UNSEEN.test(from) || (stats?.isDirectory() === true && !isWanted(from))
    },
  })
  const heard = (path: string): void => {
    const from = relative(root, path)
    if (!UNSEEN.test(from)) notice(from === '' ? '.' : from)
  }
  watcher.on('raw', (_event, name, details) => {
    const { watchedPath } = details as { readonly watchedPath?: string }
    if (watchedPath !== undefined) heard(isFolder(watchedPath) ? join(watchedPath, name) : watchedPath)
  })
  watcher.on('all', (_event, path) => heard(path))
  watcher.on('error', failed)
  await new Promise<void>((done) => watcher.once('ready', done))
  return watcher
}

const UNSEEN = /^(?:\.git|\.orchestrate)(?:\/|$)|(?:^|\/)node_modules\//

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? true

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
