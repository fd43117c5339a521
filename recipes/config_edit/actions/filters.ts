/** The paths by which each part of a repository counts as changed: its own, those it is built from, and what all share. */
import { ours } from '../../../lib/survey/look.js'
import { packageOf } from '../../../lib/survey/packages.js'
import type { Sight } from '../action.js'
import type { Part } from './parts.js'

/** Files at the top that count for every part of a language. */
const SHARED: readonly (readonly [string, string])[] = [
  [
    'package.json',
    '{package.json,package-lock.json,npm-shrinkwrap.json,pnpm-lock.yaml,pnpm-workspace.yaml,yarn.lock,.yarnrc.yml,bun.lock,turbo.json,nx.json,lerna.json,tsconfig*.json,.nvmrc,.node-version,.npmrc}',
  ],
  [
    '{pyproject.toml,requirements*.txt,setup.py,setup.cfg,Pipfile,manage.py}',
    '{pyproject.toml,poetry.lock,uv.lock,requirements*.txt,setup.cfg,pytest.ini,tox.ini,.python-version}',
  ],
  ['go.mod', '{go.work,go.work.sum,go.mod,go.sum}'],
  ['Cargo.toml', '{Cargo.toml,Cargo.lock,rust-toolchain*}'],
]

export type Filters = ReadonlyMap<string, readonly string[]>

export function filtersFor(parts: readonly Part[], all: readonly Part[], { look, target }: Sight): Filters {
  return new Map(
    parts.map((part) => {
      const folders = [part, ...builtFrom(part, all, look)].map(({ folder }) => `${folder}/**`)
      return [part.id, [...new Set([...folders, ...sharedBy(part, look), target])]]
    }),
  )
}

/** Of a part in which nothing tells the language, all. */
function sharedBy({ folder }: Part, look: Sight['look']): readonly string[] {
  const own = SHARED.filter(([manifest]) => look.list([`${folder}/${manifest}`]).length > 0)
  return ours(
    look,
    (own.length > 0 ? own : SHARED).map(([, files]) => files),
  )
}

/** The other parts that a package needs, and those that these need. */
function builtFrom(part: Part, all: readonly Part[], look: Sight['look']): readonly Part[] {
  const found: Part[] = []
  const visit = ({ folder }: Part): void => {
    const needed = packageOf(look, folder)?.dependencies
    for (const other of all)
      if (
        other.name !== undefined &&
        needed?.has(other.name) === true &&
        other !== part &&
        !found.includes(other)
      ) {
        found.push(other)
        visit(other)
      }
  }
  visit(part)
  return found
}
