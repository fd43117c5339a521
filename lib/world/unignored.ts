/** Which files git ignores, by its own files: `.gitignore` at every level and `.git/info/exclude`. No git program is needed. */
import { readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { Ignore } from 'ignore'
import ignore from 'ignore'
import { folderOf } from '../core/place.js'

export interface Unignored {
  /** By the rules for this path alone: the folders above it are asked first. A folder's path ends with a slash. */
  isIgnored(path: string): boolean
  forget(): void
}

/** Rules, and the folder that they count from. */
interface Rules {
  readonly from: string
  readonly ignore: Ignore
}

export function openUnignored(root: string): Unignored {
  let outer: readonly Rules[] | undefined
  let inner = new Map<string, readonly Rules[]>()

  /** The rules that hold in a folder of the project, the nearest first. */
  function rulesIn(folder: string): readonly Rules[] {
    let rules = inner.get(folder)
    if (rules !== undefined) return rules
    const above = folder === '' ? (outer ??= rulesAbove(root)) : rulesIn(folderOf(folder))
    const own = rulesOf(join(root, folder), '.gitignore')
    rules = own === undefined ? above : [own, ...above]
    inner.set(folder, rules)
    return rules
  }

  return {
    isIgnored(path) {
      const folder = folderOf(path.replace(/\/$/, ''))
      for (const { from, ignore } of rulesIn(folder)) {
        const { ignored, unignored } = ignore.test(
          relative(from, join(root, path)) + (path.endsWith('/') ? '/' : ''),
        )
        if (ignored || unignored) return ignored
      }
      return false
    },
    forget() {
      outer = undefined
      inner = new Map()
    },
  }
}

/** The rules of the folders from the project's parent up to the repository's root, and of the repository itself. */
function rulesAbove(project: string): readonly Rules[] {
  const found: Rules[] = []
  for (let folder = project; ; folder = dirname(folder)) {
    if (folder !== project) found.push(...present(rulesOf(folder, '.gitignore')))
    const git = gitFolder(folder)
    if (git !== undefined) return [...found, ...present(rulesOf(folder, join(git, 'info/exclude')))]
    if (folder === dirname(folder)) return [] // no repository: nothing above the project counts
  }
}

/** The folder of the repository that all of its checkouts share. */
function gitFolder(folder: string): string | undefined {
  const own = checkoutFolder(folder)
  const common = own === undefined ? undefined : textOf(join(own, 'commondir'))
  return own === undefined || common === undefined ? own : resolve(own, common.trim())
}

/** The folder with HEAD and the index of a checkout. A linked worktree has a file that says where it is. */
export function checkoutFolder(folder: string): string | undefined {
  const git = join(folder, '.git')
  const stat = statSync(git, { throwIfNoEntry: false })
  if (stat === undefined || stat.isDirectory()) return stat && git
  return resolve(folder, /^gitdir: (.*)$/m.exec(textOf(git) ?? '')?.[1] ?? '')
}

function rulesOf(from: string, file: string): Rules | undefined {
  const text = textOf(resolve(from, file))
  return text === undefined ? undefined : { from, ignore: ignore().add(text) }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined // missing, unreadable or a folder: git takes it for no rules, too
  }
}

const present = (rules: Rules | undefined): Rules[] => (rules === undefined ? [] : [rules])
