/** Where the tests of a package are and how they are named, and so where the test of a file would go. */
import { folderOf } from '../core/place.js'
import { moduleOf, nameOf, subjectOfSource } from './imports.js'
import { inFolder } from './look.js'
import type { Runner } from './runner.js'

export interface Naming {
  readonly place: 'beside' | '__tests__' | 'folder'
  /** Of `folder`: where the tree of the sources is mirrored, from the project. */
  readonly folder: string
  /** `.test`, `.spec`, or '' where only the folder tells. */
  readonly suffix: string
}

const SUFFIX = /[.-](?:test|spec)$/

/** What a test file is named for: `auth.service` of `test/auth.service.test.ts`, `auth` of `tests/test_auth.py`. */
export const subjectOf = (test: string): string =>
  nameOf(test)
    .replace(/\.[cm]?[jt]sx?$|\.py$/, '')
    .replace(SUFFIX, '')
    .replace(/^test_|_test$/, '')

/** As most tests of the package do; as is usual with the runner where there are none. `folder`: the package's. */
export function namingOf(
  tests: readonly string[],
  sources: readonly string[],
  runner?: Pick<Runner, 'name' | 'suffix'>,
  folder = '',
): Naming {
  const real = tests.filter((path) => isNamedTest(path) && !isFromOutside(path))
  if (real.length === 0) return usual(runner, folder)
  const beside = new Set(sources.map((path) => `${folderOf(path)}/${nameOf(moduleOf(path))}`))
  const folders = new Set(sources.map(folderOf))
  const places = real.map((path) => placeOfTest(path, beside, folders))
  const place = most(places.map(({ kind }) => kind))
  const trees = places.flatMap((one) => (one.kind === 'folder' ? [one.folder] : []))
  const suffix = most(real.map((path) => SUFFIX.exec(path.replace(/\.\w+$/, ''))?.[0] ?? ''))
  return { place, folder: place === 'folder' ? most(trees) : folder, suffix }
}

const isNamedTest = (path: string): boolean =>
  SUFFIX.test(path.replace(/\.\w+$/, '')) ||
  (/(?:^|\/)tests?\//.test(path) &&
    !/(?:^|\/)(?:fixtures?|helpers?|utils?|mocks?|support|setup)(?:\/|\.|$)/i.test(path))

/** Tests of the whole program say nothing of where those of its parts are. */
const isFromOutside = (path: string): boolean =>
  /(?:^|[/.-])e2e(?:[/.-])|(?:^|\/)(?:cypress|playwright)\//i.test(path)

function usual(runner: Pick<Runner, 'name' | 'suffix'> | undefined, folder: string): Naming {
  const { name = 'jest', suffix = '.test' } = runner ?? {}
  return name === 'jest' || name === 'vitest'
    ? { place: 'beside', folder, suffix }
    : { place: 'folder', folder: inFolder(folder, 'test'), suffix }
}

function placeOfTest(
  path: string,
  beside: ReadonlySet<string>,
  sources: ReadonlySet<string>,
): { kind: Naming['place']; folder: string } {
  const folder = folderOf(path)
  const isAmongSources = sources.size === 0 || sources.has(folderOf(folder))
  if (folder.endsWith('__tests__') && isAmongSources) return { kind: '__tests__', folder }
  if (beside.has(`${folder}/${subjectOf(path)}`)) return { kind: 'beside', folder }
  const names = folder.split('/')
  const at = names.findIndex((name) => /^(?:tests?|specs?|__tests__)$/.test(name))
  if (at < 0) return { kind: 'beside', folder }
  const isUnit = names[at + 1] === 'unit'
  return { kind: 'folder', folder: names.slice(0, at + (isUnit ? 2 : 1)).join('/') }
}

function most<T>(values: readonly T[]): T {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const [first] = [...counts].sort(([, a], [, b]) => b - a)
  if (first === undefined) throw new Error('nothing to count')
  return first[0]
}

/** Where the test of a source file goes. `root`: the source root that the file is in. */
export function testFileOf(source: string, root: string, { place, folder, suffix }: Naming): string {
  const extension = /\.[cm]?[jt]sx?$/.exec(source)?.[0] ?? '.js'
  // Away from its folder, `index` would say nothing.
  const stem = place === 'beside' ? nameOf(source.slice(0, -extension.length)) : subjectOfSource(source)
  const name = `${stem}${suffix}${extension}`
  const own = folderOf(source)
  if (place === 'beside')
    return inFolder(own, suffix === '' ? name.replace(extension, `.test${extension}`) : name)
  if (place === '__tests__') return inFolder(inFolder(own, '__tests__'), name)
  const inner =
    root !== '' && own.startsWith(root) ? own.slice(root.length).replace(/^\//, '') : root === '' ? own : ''
  const below = inner.replace(/^(?:src|lib|source)(?:\/|$)/, '')
  return inFolder(below === '' ? folder : inFolder(folder, below), name)
}

/** `tests/api/test_users.py` for `app/api/users.py` of the package `app`. */
export function pythonTestFileOf(source: string, root: string, tests: string): string {
  const own = folderOf(source)
  const inner = own.startsWith(`${root}/`) ? own.slice(root.length + 1).replaceAll('/', '_') : ''
  const name = nameOf(source).replace(/\.py$/, '')
  return inFolder(tests, `test_${inner === '' ? '' : `${inner}_`}${name}.py`)
}
