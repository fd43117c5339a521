/** Which files lists of patterns collect coverage from, and the patterns that collect it from source code alone. */
import type { Path } from '../../../lib/core/recipe.js'
import type { Kind } from '../../../lib/survey/sources.js'
import { isSource, isUnder, kindOf, KINDS, scriptsOf, sourceRoots } from '../../../lib/survey/sources.js'
import type { Sight } from '../action.js'
import { isCode } from '../script/nodes.js'
import type { Json } from '../value.js'
import { isList } from '../value.js'
import type { Collector } from './collector.js'
import { from, joined } from './collector.js'
import { globbed } from './glob.js'

export interface Options {
  /** Folders of source code, from the project; those that the repository shows where absent. */
  readonly roots?: readonly string[]
  /** Patterns of source files that are left out on purpose, as the runner reads them. */
  readonly exclude: readonly string[]
}

/** The scripts from which a runner may collect, as paths from its base. */
export interface Scripts {
  /** Folders; '' is the base with all that is in it, './' just the files at its top. */
  readonly roots: readonly string[]
  readonly sources: readonly string[]
  /** Tests, types, what tools made: what lies among the sources and is none. */
  readonly others: readonly string[]
  /** Source folders that are not in the base. */
  readonly outside: readonly string[]
}

export function scriptsFor({ base }: Collector, options: Options, { look }: Sight): Scripts {
  const all = options.roots?.map((root) => joined('', root) ?? root) ?? sourceRoots(look)
  const inBase = (root: string): boolean => root === '' || isWithin(root, base) || isWithin(base, root)
  const files = scriptsOf(look).filter((path) => all.some((root) => isUnder(path, root)))
  const paths = files.map((path) => from(base, path)).filter((path) => path !== undefined)
  return {
    roots: all.filter(inBase).map((root) => (root === '' && base === '' ? './' : (from(base, root) ?? ''))),
    sources: paths.filter(isSource),
    others: paths.filter((path) => kindOf(path) !== undefined),
    outside: all.filter((root) => !inBase(root)),
  }
}

export const isWithin = (inner: string, outer: string): boolean =>
  outer === '' || `${inner}/`.startsWith(`${outer}/`)

/** As Jest has it: a later pattern wins over an earlier one, and `!` takes away. */
export function collects(patterns: readonly string[]): (path: string) => boolean {
  const tests = patterns.map((pattern) => ({
    isNegative: isNegative(pattern),
    test: globbed(bodyOf(pattern)),
  }))
  const isAllButSome = tests.every(({ isNegative }) => isNegative)
  return (path) =>
    tests.reduce((kept, { isNegative, test }) => (test(path) ? !isNegative : kept), isAllButSome)
}

export const isNegative = (pattern: string): boolean => /^!(?!\()/.test(pattern)

/** Without what says that it takes away, or where it begins. */
export const bodyOf = (pattern: string): string =>
  pattern.replace(/^!(?!\()/, '').replace(/^(?:<rootDir>|\.)\//, '')

/** The patterns of a list; what is code among them is not known. */
export const patternsIn = (list: Json | undefined): readonly string[] =>
  isList(list) ? list.filter((item) => typeof item === 'string').filter((item) => !isCode(item)) : []

/** A pattern for each root, and for nothing but scripts of the kinds that are there. */
export function positivesFor({ roots, sources }: Scripts, { isManifold }: Collector): readonly string[] {
  const patterns = roots.flatMap((root) => {
    const inRoot = sources.filter((path) => (root === './' ? !path.includes('/') : isWithin(path, root)))
    if (inRoot.length === 0) return []
    const files = `*.${extensions(inRoot)}`
    if (root === './') return [files]
    if (isManifold)
      return [/(?:^|\/)(?:src|lib|app)$/.test(root) ? `**/${lastOf(root)}/**/${files}` : `**/${files}`]
    return [root === '' ? `**/${files}` : `${root}/**/${files}`]
  })
  return [...new Set(patterns)]
}

const lastOf = (root: string): string => root.slice(root.lastIndexOf('/') + 1)

const EXTENSIONS = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs']

function extensions(paths: readonly string[]): string {
  const found = EXTENSIONS.filter((extension) => paths.some((path) => path.endsWith(`.${extension}`)))
  return found.length === 1 ? (found[0] ?? '') : `{${found.join(',')}}`
}

/** Tests and types are left out before there are any; what else is no source code, where it is. */
export function negativesFor({ sources, others }: Scripts): readonly string[] {
  return KINDS.flatMap((kind) => {
    const its = others.filter((path) => kindOf(path) === kind)
    const isTyped = sources.some((path) => /tsx?$/.test(path))
    const always = kind.name === 'test' ? sources : kind.name === 'types' && isTyped ? ['a.ts'] : []
    return its.length + always.length === 0 ? [] : patternsOf(kind, its, [...its, ...always])
  })
}

/** `shown`: files by which the extensions are known. */
function patternsOf(kind: Kind, its: readonly string[], shown: readonly string[]): string[] {
  const folders = kind.folders.filter((name) => its.some((path) => `/${path}`.includes(`/${name}/`)))
  const usual = kind.name === 'test' ? ['.test', '.spec'] : kind.name === 'types' ? ['.d'] : []
  const endings = kind.endings.filter(
    (ending) => usual.includes(ending) || its.some((path) => path.replace(/\.[^.]*$/, '').endsWith(ending)),
  )
  return [
    ...folders.map((name) => `**/${name}/**`),
    ...(endings.length === 0 ? [] : [`**/*${oneOf(endings)}.${extensions(shown)}`]),
  ]
}

function oneOf(endings: readonly string[]): string {
  if (endings.length === 1) return endings[0] ?? ''
  const isDotted = endings.every((ending) => ending.startsWith('.'))
  return isDotted ? `.{${endings.map((ending) => ending.slice(1)).join(',')}}` : `{${endings.join(',')}}`
}

/** Does a pattern mean files by their names, such as `index.ts` or `*.module.ts`? These are left out on purpose. */
export const namesFiles = (pattern: string): boolean =>
  /[\p{L}\p{N}]/u.test(lastOf(bodyOf(pattern)).replace(/\.[^.]*$/, ''))

/** Files that the runner's patterns mean, as the repository's own globs find them: a second opinion on `collects`. */
export function listed(
  patterns: readonly string[],
  { base }: Collector,
  { look }: Sight,
): ReadonlySet<string> {
  const found = (pattern: string): readonly Path[] => {
    // In a project's own globs brackets that stand alone are letters of a name.
    const body = bodyOf(pattern).replace(/(?<![!@+?*\\])\(/g, '@(')
    return look.list([base === '' ? body : `${base}/${body}`])
  }
  const kept = new Set<string>()
  for (const pattern of patterns)
    for (const path of found(pattern))
      if (isNegative(pattern)) kept.delete(path)
      else kept.add(path)
  return new Set([...kept].map((path) => from(base, path)).filter((path) => path !== undefined))
}
