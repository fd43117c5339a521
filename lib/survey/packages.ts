/** What a package.json and the lockfiles beside it say: scripts, dependencies, package manager, workspaces. */
import { folderOf } from '../core/place.js'
import type { Look, ReadYaml } from './look.js'
import { inFolder, ours } from './look.js'
import { entriesOf, jsonOf, textOf, textsOf, wordsOf } from './values.js'

export interface Package {
  /** From the project; '' for the project itself. */
  readonly folder: string
  readonly name?: string
  /** `"type": "module"`: its `.js` files are ES modules. */
  readonly isModule: boolean
  readonly scripts: ReadonlyMap<string, string>
  /** Of every kind, by name, with the range that is asked for. */
  readonly dependencies: ReadonlyMap<string, string>
  /** The range of Node that it asks for. */
  readonly node?: string
  readonly manager: Manager
}

export interface Manager {
  readonly name: 'npm' | 'pnpm' | 'yarn' | 'bun'
  /** From the project; absent: nothing is locked. */
  readonly lockfile?: string
  /** What a pipeline installs with: the lockfile's very versions, where there is one. */
  readonly install: string
  /** Before the name of a script: `npm run`. */
  readonly run: string
  /** Between a script and the flags that it is given: `npm run test -- --coverage`. */
  readonly pass: string
  /** Before the name of an installed program: `npx`. */
  readonly exec: string
  /** Before the name of a package that development needs. */
  readonly add: string
}

/** The package of a folder; undefined where there is no package.json that can be read. */
export function packageOf(look: Look, folder = ''): Package | undefined {
  const file = jsonOf(look.text(inFolder(folder, 'package.json')))
  if (typeof file !== 'object' || file === null) return undefined
  const keys = entriesOf(file)
  const name = textOf(keys.get('name'))
  const node = textOf(entriesOf(keys.get('engines')).get('node'))
  const kinds = ['optionalDependencies', 'peerDependencies', 'devDependencies', 'dependencies']
  return {
    folder,
    ...(name === undefined ? {} : { name }),
    isModule: keys.get('type') === 'module',
    scripts: wordsOf(keys.get('scripts')),
    dependencies: new Map(kinds.flatMap((kind) => [...wordsOf(keys.get(kind))])),
    ...(node === undefined ? {} : { node }),
    manager: managerOf(look, folder),
  }
}

type Name = Manager['name']

const LOCKFILES: readonly (readonly [string, Name])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
]

/** What installs here: by `packageManager`, else by the lockfile of this folder or the nearest one above; else npm. */
export function managerOf(look: Look, folder = ''): Manager {
  const said = textOf(
    entriesOf(jsonOf(look.text(inFolder(folder, 'package.json')))).get('packageManager'),
  )?.split('@')
  const named = (['npm', 'pnpm', 'yarn', 'bun'] as const).find((name) => name === said?.[0])
  const patterns = LOCKFILES.map(([file]) => inFolder(folder, file))
  const there = new Set<string>(look.list(patterns))
  const locks = LOCKFILES.filter(([file]) => there.has(inFolder(folder, file)))
  const [file, kind] =
    locks.find(([, name]) => name === named) ?? (named === undefined ? locks[0] : undefined) ?? []
  const name = named ?? kind
  if (name === undefined && folder !== '') return managerOf(look, folderOf(folder))
  const isBerry = /^[2-9]/.test(said?.[1] ?? '') || look.list([inFolder(folder, '.yarnrc.yml')]).length > 0
  return words(name ?? 'npm', file === undefined ? undefined : inFolder(folder, file), isBerry)
}

function words(name: Name, lockfile: string | undefined, isBerry: boolean): Manager {
  const isLocked = lockfile !== undefined
  const lock = isLocked ? { lockfile } : {}
  if (name === 'npm')
    return {
      name,
      ...lock,
      install: isLocked ? 'npm ci' : 'npm install',
      run: 'npm run',
      pass: ' --',
      exec: 'npx',
      add: 'npm install --save-dev',
    }
  if (name === 'bun')
    return {
      name,
      ...lock,
      install: isLocked ? 'bun install --frozen-lockfile' : 'bun install',
      run: 'bun run',
      pass: '',
      exec: 'bunx',
      add: 'bun add --dev',
    }
  if (name === 'pnpm')
    return {
      name,
      ...lock,
      install: isLocked ? 'pnpm install --frozen-lockfile' : 'pnpm install',
      run: 'pnpm run',
      pass: '',
      exec: 'pnpm exec',
      add: 'pnpm add --save-dev',
    }
  const frozen = isBerry ? ' --immutable' : ' --frozen-lockfile'
  return {
    name,
    ...lock,
    install: `yarn install${isLocked ? frozen : ''}`,
    run: 'yarn run',
    pass: '',
    exec: 'yarn run',
    add: 'yarn add --dev',
  }
}

/** Folders of the packages that this one's workspaces hold, sorted; without workspaces, none. */
export function workspacesOf(look: Look, yaml: ReadYaml): readonly string[] {
  const own = entriesOf(jsonOf(look.text('package.json'))).get('workspaces')
  const listed = [
    ...textsOf(Array.isArray(own) ? own : entriesOf(own).get('packages')),
    ...textsOf(entriesOf(yaml(look.text('pnpm-workspace.yaml') ?? '')).get('packages')),
  ]
  if (listed.length === 0) return []
  const patterns = listed.map((pattern) => pattern.replace(/^(!?)(?:\.\/)?(.*?)\/*$/, '$1$2/package.json'))
  const folders = ours(look, patterns).map(folderOf)
  return folders.filter((folder) => folder !== '')
}
