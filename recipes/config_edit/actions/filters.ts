/** The paths by which each part of a repository counts as changed: its own, those it is built from, and what all share. */
import { ours } from '../../../lib/survey/look.js'
import { packageOf } from '../../../lib/survey/packages.js'
import type { Sight } from '../action.js'
import type { Part } from './parts.js'

const SHARED =
  '{package.json,package-lock.json,npm-shrinkwrap.json,pnpm-lock.yaml,pnpm-workspace.yaml,yarn.lock,.yarnrc.yml,bun.lock,turbo.json,nx.json,lerna.json,tsconfig*.json,.nvmrc,.node-version,.npmrc,pyproject.toml,poetry.lock,uv.lock,requirements*.txt,.python-version,tox.ini,Makefile,go.work,Cargo.toml,Cargo.lock}'

export type Filters = ReadonlyMap<string, readonly string[]>

export function filtersFor(parts: readonly Part[], all: readonly Part[], { look, target }: Sight): Filters {
  const shared = ours(look, [SHARED])
  return new Map(
    parts.map((part) => {
      const folders = [part, ...builtFrom(part, all, look)].map(({ folder }) => `${folder}/**`)
      return [part.id, [...new Set([...folders, ...shared, target])]]
    }),
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
