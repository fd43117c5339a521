/** The parts of a repository that are measured by themselves: what one runner runs, with its sources and its own tests. */
import { readFileSync, readdirSync, realpathSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { Path } from '../../lib/core/recipe.js'
import type { Area } from '../../lib/survey/areas.js'
import { areasOf } from '../../lib/survey/areas.js'
import type { Look } from '../../lib/survey/look.js'
import { kindOf } from '../../lib/survey/sources.js'
import { globs } from '../../lib/world/globs.js'
import type { Suite } from './suite.js'

export interface Part {
  /** The copy of the repository. */
  readonly root: string
  readonly runner: Suite['runner']
  /** Where the runner is started, from the repository. */
  readonly folder: string
  /** All source files, but types and what is generated. */
  readonly scope: readonly string[]
  readonly ownTests: readonly string[]
  readonly exclude?: string
  readonly tools: string
  /** Its script starts Jest with modules of the language. */
  readonly esm: boolean
  /** Of Python: where imports start. */
  readonly importsFrom: readonly string[]
}

/** Those that a runner of ours runs, in the order of the survey. */
export function partsOf(
  root: string,
  {
    scope,
    exclude,
    tools,
  }: { readonly scope: readonly string[]; readonly exclude?: string; readonly tools: string },
): readonly Part[] {
  const look = lookAt(root)
  const found = new Map<string, Part>()
  for (const area of areasOf(look, parse)) {
    const runner = runnerIn(area)
    const folder = area.language === 'script' ? area.host.folder : area.folder
    if (runner === undefined) continue
    const key = `${runner} ${folder}`
    const before = found.get(key)
    const sources = scope.length > 0 ? look.list(scope) : allSources(area, look)
    found.set(key, {
      root,
      runner,
      folder,
      scope: [...new Set([...(before?.scope ?? []), ...sources])].sort(),
      ownTests: [...new Set([...(before?.ownTests ?? []), ...testsOf(area, look)])].sort(),
      ...(exclude === undefined ? {} : { exclude }),
      tools,
      esm:
        area.language === 'script' &&
        [...area.host.scripts.values()].join().includes('experimental-vm-modules'),
      importsFrom:
        area.language === 'python'
          ? area.service.packages.map((one) => one.replace(/(?:^|\/)[^/]*$/, ''))
          : [],
    })
  }
  return [...found.values()]
}

function runnerIn(area: Area): Part['runner'] | undefined {
  if (area.language === 'python') return 'pytest'
  const name = area.runner?.name
  return name === 'jest' || name === 'vitest' || name === 'node' ? name : undefined
}

/** More than the survey takes for units: what is left out there, for whatever reason, counts here. */
function allSources(area: Area, look: Look): readonly string[] {
  if (area.language === 'python') return area.sources
  const isBelow = (path: string, root: string): boolean =>
    root === '' ? !path.includes('/') : path.startsWith(`${root}/`)
  const isLeftOut = (path: string): boolean =>
    ['test', 'types', 'generated'].includes(kindOf(path)?.name ?? '') || path.startsWith('.')
  return look
    .list(['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'])
    .filter(
      (path) =>
        area.sources.includes(path) || (area.roots.some((root) => isBelow(path, root)) && !isLeftOut(path)),
    )
}

/** Files that a runner takes for tests by their names; what only helps tests stays. */
const TEST =
  /(?:[._](?:test|spec)\.[cm]?[jt]sx?|(?:^|\/)__tests__\/.*\.[cm]?[jt]sx?|(?:^|\/)test\.[cm]?js|(?:^|\/)test_[^/]*\.py|_test\.py)$/

function testsOf(area: Area, look: Look): readonly string[] {
  const inside = area.folder === '' ? '' : `${area.folder}/`
  const ending = area.language === 'python' ? /\.py$/ : /\.[cm]?[jt]sx?$/
  // A package may bring what tests of others need: `test_client.py`.
  const packages =
    area.language === 'python' ? area.service.packages.filter((one) => one !== area.folder) : []
  const isOfPackage = (path: string): boolean =>
    packages.some((one) => path.startsWith(`${one}/`)) && !/(?:^|\/)tests?\//.test(path)
  return look
    .list(['**/*'])
    .filter((path) => path.startsWith(inside) && ending.test(path) && TEST.test(path) && !isOfPackage(path))
}

function lookAt(root: string): Look {
  const files = filesBelow(root, '').sort()
  return {
    text(path) {
      try {
        return readFileSync(join(root, path), 'utf8')
      } catch {
        return undefined
      }
    },
    list(patterns) {
      const matches = globs.matcher(patterns)
      return files.filter(matches) as Path[]
    },
  }
}

const HIDDEN = ['node_modules', '.git', '.orchestrate', '__pycache__', '.venv', 'coverage']

const filesBelow = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (HIDDEN.includes(entry.name)) return []
    return entry.isDirectory() ? filesBelow(root, path) : [path]
  })

/** A path from the repository, as one from a folder in it. */
export const unit = (folder: string, path: string): string => (folder === '' ? path : relative(folder, path))

export const fromRoot = (root: string, path: string): string => relative(realpathSync(root), path)

export const PRELOAD = fileURLToPath(new URL('./preload', import.meta.url))

/** Words for node, so that the date is later. */
export const preload = (shift: number): string[] =>
  shift === 0 ? [] : ['--require', JSON.stringify(join(PRELOAD, 'shift.cjs'))]
