/** Where the source code of a repository is: its roots, their directories, and which files are something else. */
import { folderOf } from '../core/place.js'
import type { Look } from './look.js'
import { inFolder, ours } from './look.js'
import { rootsByTsconfig } from './tsconfig.js'

/** Files that lie among source code and are none, and how a glob says so. */
export interface Kind {
  readonly name: 'test' | 'types' | 'generated' | 'fixture' | 'story' | 'migration' | 'config'
  /** All that is in a folder of this name. */
  readonly folders: readonly string[]
  /** What stands at the end of a file's name, before its extension. */
  readonly endings: readonly string[]
}

export const KINDS: readonly Kind[] = [
  {
    name: 'test',
    folders: ['__tests__', '__mocks__', '__snapshots__', 'test', 'tests', 'e2e', 'cypress', 'test-utils'],
    endings: ['.test', '.spec', '.e2e', '.e2e-spec', '.integration', '.bench', '.cy', '_test'],
  },
  { name: 'types', folders: [], endings: ['.d'] },
  {
    name: 'generated',
    folders: ['generated', '__generated__', 'dist'],
    endings: ['.generated', '.gen', '.min', '_pb', '.pb'],
  },
  { name: 'fixture', folders: ['fixtures', '__fixtures__'], endings: ['.fixture', '.fixtures', '.mock'] },
  { name: 'story', folders: ['stories', '.storybook'], endings: ['.stories', '.story'] },
  // They run once, and are never loaded by a test.
  { name: 'migration', folders: ['migrations'], endings: [] },
  { name: 'config', folders: [], endings: ['.config'] },
]

const EXTENSION = /\.[cm]?[jt]sx?$/

/** What a file is instead of source code. */
export function kindOf(path: string): Kind | undefined {
  const folders = path.split('/').slice(0, -1)
  const stem = path.replace(EXTENSION, '')
  return KINDS.find(
    (kind) =>
      kind.folders.some((name) => folders.includes(name)) ||
      kind.endings.some((ending) => stem.endsWith(ending)),
  )
}

const PYTHON_TEST = /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/

export const isTest = (path: string): boolean => kindOf(path)?.name === 'test' || PYTHON_TEST.test(path)
export const isGenerated = (path: string): boolean => kindOf(path)?.name === 'generated'

/** JavaScript or TypeScript that a program is made of. */
export const isSource = (path: string): boolean =>
  EXTENSION.test(path) && kindOf(path) === undefined && !/(?:^|\/)\./.test(path)

/**
 * The folders that hold the source code of the project and of each package in it; none lies in another.
 * '' stands for the files at the top of the project, not for what is in its folders.
 */
export function sourceRoots(look: Look): readonly string[] {
  const files = scriptsOf(look).filter(isSource)
  const packages = ours(look, ['*/package.json', '*/*/package.json', '*/*/*/package.json'])
    .map(folderOf)
    .filter((folder) => !isAside(folder))
  const roots = ['', ...packages].flatMap((folder) => rootsOf(look, folder, files, packages))
  const held = [...new Set(roots)].filter((root) => files.some((path) => isUnder(path, root)))
  return held.filter((root) => !held.some((other) => other !== '' && root.startsWith(`${other}/`))).sort()
}

/** All scripts there are, tests and the like among them. */
export const scriptsOf = (look: Look): readonly string[] =>
  ours(look, ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'])

/** Every source file in the roots. */
export function sourceFiles(look: Look, roots = sourceRoots(look)): readonly string[] {
  return scriptsOf(look).filter((path) => isSource(path) && roots.some((root) => isUnder(path, root)))
}

/** The folders that divide the roots: those right below a root that hold source files; a root without any is its own. */
export function sourceDirectories(look: Look, roots = sourceRoots(look)): readonly string[] {
  const files = sourceFiles(look, roots)
  return roots.flatMap((root) => {
    if (root === '') return []
    const below = files.filter((path) => path.startsWith(`${root}/`)).map((path) => childOf(path, root))
    const folders = [...new Set(below)].filter((child) => !EXTENSION.test(child)).sort()
    return folders.length > 0 ? folders : [root]
  })
}

/** What lies right below a root on the way to a file: a folder, or the file. */
const childOf = (path: string, root: string): string =>
  path
    .split('/')
    .slice(0, root.split('/').length + 1)
    .join('/')

export const isUnder = (path: string, root: string): boolean =>
  root === '' ? !path.includes('/') : path.startsWith(`${root}/`)

const USUAL = ['src', 'lib', 'app', 'source', 'server', 'api']

/** Folders that hold code about the code: nobody measures how well it is tested. */
const ASIDE =
  /(?:^|\/)(?:tests?|specs?|e2e|examples?|samples?|fixtures|docs?|scripts?|tools?|bench(?:marks?)?|types|typings|templates|public|static|assets|config|bin|migrations|seeds?|cypress|playwright|\.[^/]*)(?:\/|$)/

const isAside = (folder: string): boolean => ASIDE.test(folder)

/** Of one package: as its tsconfig says, else the usual folders, else wherever there is code. */
function rootsOf(
  look: Look,
  folder: string,
  files: readonly string[],
  packages: readonly string[],
): readonly string[] {
  const { roots, out } = rootsByTsconfig(look, folder)
  const said = roots.filter((root) => !isAside(root) && files.some((path) => isUnder(path, root)))
  if (said.length > 0) return said
  const usual = USUAL.map((name) => inFolder(folder, name)).filter((root) => !out.includes(root))
  const there = usual.filter((root) => files.some((path) => isUnder(path, root)))
  const typed = there.filter((root) => files.some((path) => isUnder(path, root) && /tsx?$/.test(path)))
  // Beside TypeScript, a folder of JavaScript is what the compiler wrote.
  if (there.length > 0) return typed.length > 0 ? typed : there
  return folder === '' ? topsOf(files, packages) : [folder]
}

function topsOf(files: readonly string[], packages: readonly string[]): readonly string[] {
  const tops = new Set(files.map((path) => path.slice(0, Math.max(0, path.indexOf('/')))))
  return [...tops].filter(
    (top) => top === '' || (!isAside(top) && !packages.some((one) => `${one}/`.startsWith(`${top}/`))),
  )
}
