/** What kind of repository this is, and what of it is untested: all that `init` has to know. */
import type { Area } from './areas.js'
import { areasOf } from './areas.js'
import type { Look, ReadOffer, ReadYaml } from './look.js'
import { ours } from './look.js'
import type { Manager, Package } from './packages.js'
import { managerOf, packageOf } from './packages.js'
import type { Standing } from './units.js'
import { standingOf } from './units.js'
import type { Workflow } from './workflows.js'
import { entriesOf, jsonOf, textOf } from './values.js'
import { workflowsOf } from './workflows.js'

export interface Survey {
  /** What the repository calls itself. */
  readonly name: string
  /** The package at the top. */
  readonly top?: Package
  readonly manager: Manager
  readonly standings: readonly Standing[]
  readonly workflows: readonly Workflow[]
  readonly dockerfiles: readonly string[]
  /** What is there already, and what else a task may depend on. */
  readonly has: Facts
}

export interface Facts {
  readonly codeowners: boolean
  /** Dependency updates, by whatever does them. */
  readonly updates: boolean
  readonly endToEnd: boolean
  readonly loadTest: boolean
  /** Who owns the repository, as its package or its remote says. */
  readonly owner?: string
  /** Where database migrations are. */
  readonly migrations?: string
  isDatabase(dependency: string): boolean
  /** The words of a file's name, in the singular. */
  nouns(path: string): readonly string[]
  exists(path: string): boolean
}

const DATABASES =
  /^(?:pg|postgres|mysql2?|better-sqlite3|sqlite3|mongodb|mongoose|@prisma\/client|prisma|knex|typeorm|drizzle-orm|sequelize|mikro-orm|@mikro-orm\/core|kysely|@electric-sql\/pglite|sqlalchemy|sqlmodel|psycopg2?|psycopg2-binary|asyncpg|django)$/

/** Parsers, handed in. */
export interface Readers {
  readonly yaml: ReadYaml
  readonly offer: ReadOffer
}

export function surveyOf(look: Look, { yaml, offer }: Readers, folderName: string): Survey {
  const areas = areasOf(look, yaml)
  const top = packageOf(look)
  const standings = areas.map((area) => standingOf(look, area, offer)).filter(({ lines }) => lines > 0)
  const python = areas.flatMap((area) => (area.language === 'python' ? [area.folder] : []))
  return {
    name: top?.name ?? (areas.length === 1 && areas[0]?.folder === '' ? areas[0].name : folderName),
    ...(top === undefined ? {} : { top }),
    manager: managerOf(look),
    standings,
    workflows: workflowsOf(look, yaml, { python, ...(top === undefined ? {} : { scripts: top.scripts }) }),
    dockerfiles: ours(look, ['**/{Dockerfile,Containerfile}', '**/Dockerfile.*', '**/*.Dockerfile']),
    has: factsOf(look, areas),
  }
}

function factsOf(look: Look, areas: readonly Area[]): Facts {
  const any = (...patterns: readonly string[]): boolean => look.list(patterns).length > 0
  const needs = areas.flatMap((area) => [
    ...(area.language === 'script' ? area.pack.dependencies.keys() : area.service.dependencies),
  ])
  const owner = ownerOf(look)
  const [migration] = look.list(['{,**/}{migrations,alembic/versions}/**/*.{sql,ts,js,py}'])
  return {
    codeowners: any('CODEOWNERS', '.github/CODEOWNERS', 'docs/CODEOWNERS'),
    updates: any(
      '.github/dependabot.{yml,yaml}',
      'renovate.json{,5}',
      '.github/renovate.json{,5}',
      '.renovaterc{,.json}',
    ),
    endToEnd:
      any('{,**/}playwright.config.*', '{,**/}cypress.config.*') || needs.includes('@playwright/test'),
    loadTest:
      any('**/*k6*', '**/artillery*.{yml,yaml}') ||
      needs.includes('artillery') ||
      needs.includes('autocannon'),
    ...(owner === undefined ? {} : { owner }),
    ...(migration === undefined
      ? {}
      : { migrations: migration.replace(/((?:^|\/)(?:migrations|versions))\/.*$/, '$1') }),
    isDatabase: (dependency) => DATABASES.test(dependency),
    nouns: nounsOf,
    exists: (path) => look.text(path) !== undefined,
  }
}

/** `acme` of `git+https://github.com/acme/api.git`. */
function ownerOf(look: Look): string | undefined {
  const repository = entriesOf(jsonOf(look.text('package.json'))).get('repository')
  const url = textOf(repository) ?? textOf(entriesOf(repository).get('url')) ?? ''
  return /(?:github\.com[/:]|^github:|^)([\w-]+)\/[\w.-]+$/.exec(url)?.[1]
}

/** `user`, `profile` of `src/userProfile.service.ts`: the words of a file's name, in the singular. */
function nounsOf(path: string): readonly string[] {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '')
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .map((word) => word.replace(/ies$/, 'y').replace(/(?<!s)s$/, ''))
}

/** Where a command of an area runs, as words before it: `cd packages/api && `. */
export const within = (folder: string, command: string): string =>
  folder === '' ? command : `cd ${folder} && ${command}`
