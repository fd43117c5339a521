/** How a repository brings its database up to date: by which tool, in which folder, and for what kind of database. */
import { folderOf } from '../core/place.js'
import type { Look } from './look.js'
import { inFolder, ours } from './look.js'
import type { Tool, Way } from './migration_tools.js'
import { WAYS } from './migration_tools.js'
import type { Package } from './packages.js'
import { packageOf } from './packages.js'
import { pythonServicesOf } from './python.js'

export type Database = 'postgres' | 'mysql'

export interface Migrations {
  readonly tool: Tool
  readonly language: 'script' | 'python'
  /** From the project; '' for the project itself. */
  readonly folder: string
  /** Applies what is pending, in the folder; asks nothing, drops nothing. */
  readonly command: string
  /** The server that it needs; absent: none, or none that is known. */
  readonly database?: Database
  /** The variable that holds the database's address. */
  readonly variable: string
}

/** Those of every folder, packages first; where a folder has several tools, that whose script the package names, else the first. */
export function migrationsOf(look: Look): readonly Migrations[] {
  return [...inPackages(look), ...inPython(look)]
}

function inPackages(look: Look): Migrations[] {
  const folders = ours(look, ['package.json', '*/package.json', '*/*/package.json']).map(folderOf)
  return folders.flatMap((folder) => {
    const pack = packageOf(look, folder)
    if (pack === undefined) return []
    const found = WAYS.flatMap((way) => byWay(look, pack, way))
    const [first] = [...found.filter(({ isScript }) => isScript), ...found]
    if (first !== undefined) return [migrationsBy(look, pack, first)]
    const script = ownScript(look, pack)
    return script === undefined
      ? []
      : [migrationsBy(look, pack, { tool: 'script', command: script, isScript: true })]
  })
}

interface Found {
  readonly tool: Tool
  readonly command: string
  readonly isScript: boolean
}

function byWay(look: Look, { folder, dependencies, scripts, manager }: Package, way: Way): Found[] {
  if (!way.packages.some((name) => dependencies.has(name))) return []
  const [file] = look.list([inFolder(folder, way.files)])
  const script = [...scripts].find(
    ([name, text]) => way.script.test(text) && !/^(?:pre|post|test|start)/.test(name),
  )
  if (script !== undefined)
    return [{ tool: way.tool, command: `${manager.run} ${script[0]}`, isScript: true }]
  const command =
    file === undefined ? undefined : way.command(folder === '' ? file : file.slice(folder.length + 1))
  return command === undefined
    ? []
    : [{ tool: way.tool, command: `${manager.exec} ${command}`, isScript: false }]
}

const APPLIES = /^(?:(?:db|database)[:-])?migrat(?:e|ions?)(?:[:-](?:up|run|latest|deploy|apply|prod))?$/

/** A script that is called for it, where a folder of migrations is there too. */
function ownScript(look: Look, { folder, scripts, manager }: Package): string | undefined {
  const name = [...scripts.keys()].find((one) => APPLIES.test(one))
  const files = ours(look, [inFolder(folder, '{,src/,db/,database/,src/db/,src/database/}migrations/**')])
  return name === undefined || files.length === 0 ? undefined : `${manager.run} ${name}`
}

function migrationsBy(look: Look, { folder, dependencies }: Package, { tool, command }: Found): Migrations {
  const schema =
    tool === 'prisma'
      ? look.list([inFolder(folder, '{,src/,db/}prisma/**/*.prisma'), inFolder(folder, 'schema.prisma')])
      : []
  const text = schema.map((path) => look.text(path) ?? '').join('\n')
  const variable = /\burl\s*=\s*env\("(\w+)"\)/.exec(text)?.[1] ?? 'DATABASE_URL'
  const database = providerOf(text) ?? databaseOf([...dependencies.keys()])
  return {
    tool,
    language: 'script',
    folder,
    command,
    variable,
    ...(database === undefined ? {} : { database }),
  }
}

function providerOf(schema: string): Database | undefined {
  const provider = /datasource\s+\w+\s*\{[^}]*?provider\s*=\s*"(\w+)"/.exec(schema)?.[1]
  return provider === 'postgresql' || provider === 'postgres'
    ? 'postgres'
    : provider === 'mysql'
      ? 'mysql'
      : undefined
}

/** By the drivers; one that runs in the process (SQLite, PGlite) needs no server. */
function databaseOf(packages: readonly string[]): Database | undefined {
  const has = (...names: readonly string[]): boolean => names.some((name) => packages.includes(name))
  if (
    has(
      'pg',
      'postgres',
      'pg-promise',
      '@mikro-orm/postgresql',
      'node-pg-migrate',
      'psycopg',
      'psycopg2',
      'psycopg2-binary',
      'asyncpg',
      'pg8000',
    )
  )
    return 'postgres'
  if (has('mysql', 'mysql2', '@mikro-orm/mysql', 'mariadb', 'mysqlclient', 'pymysql', 'aiomysql'))
    return 'mysql'
  return undefined
}

function inPython(look: Look): Migrations[] {
  const services = pythonServicesOf(look)
  const alembic = ours(look, ['**/alembic.ini']).map(folderOf)
  const django = ours(look, ['**/manage.py'])
    .map(folderOf)
    .filter((folder) => !alembic.includes(folder))
  const of = (folder: string, tool: Tool, command: string): Migrations => {
    const own = services
      .filter((one) => one.folder === '' || folder === one.folder || folder.startsWith(`${one.folder}/`))
      .at(-1)
    const database = databaseOf([...(own?.dependencies ?? [])])
    const by = launcherOf(look, folder)
    return {
      tool,
      language: 'python',
      folder,
      command: by + command,
      variable: 'DATABASE_URL',
      ...(database === undefined ? {} : { database }),
    }
  }
  return [
    ...alembic.map((folder) => of(folder, 'alembic', 'alembic upgrade head')),
    ...django.map((folder) => of(folder, 'django', 'python manage.py migrate --noinput')),
  ]
}

function launcherOf(look: Look, folder: string): string {
  const has = (file: string): boolean => look.list([...new Set([file, inFolder(folder, file)])]).length > 0
  if (has('uv.lock')) return 'uv run '
  if (has('poetry.lock')) return 'poetry run '
  return has('Pipfile.lock') ? 'pipenv run ' : ''
}
