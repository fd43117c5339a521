/** A draft to a roadmap, or every fault in it at once. */
import type { Diagnostic, Span } from '../core/diagnostic.js'
import { fault } from '../core/diagnostic.js'
import type { Recipe } from '../core/recipe.js'
import type { Target } from '../core/target.js'
import type { Roadmap } from '../core/task.js'
import type { Globs } from '../core/world.js'
import { defaultsOf, NO_DEFAULTS } from './defaults.js'
import { Names } from './names.js'
import { inOrder, placeOf } from './order.js'
import { outlineOf } from './outline.js'
import type { Draft } from './parse.js'
import { normal } from './paths.js'
import { readPhases } from './phases.js'
import { shapeFaults } from './shape.js'
import type { Part } from './source.js'
import { fieldsOf, isFields, listOf, locate, textOf, textsOf } from './source.js'
import { scopeOf } from './variables.js'

export interface Validated {
  /** There unless there is an error. */
  readonly roadmap?: Roadmap
  /** Its tasks, bound, in the same order. */
  readonly targets?: readonly Target[]
  /** By file, line and column. */
  readonly diagnostics: readonly Diagnostic[]
}

/** `recipes`: by name, the built-in ones and those of the modules that `headOf` gives. */
export function validateRoadmap(draft: Draft, recipes: ReadonlyMap<string, Recipe>, globs: Globs): Validated {
  const { head, faults } = headOf(draft)
  const { faults: earlier, sources } = draft
  const found = [...earlier, ...faults]
  const report = (one: Diagnostic): void => void found.push(one)
  const spoken = new Set(found.map(placeOf))
  const reportUnsaid = (one: Diagnostic): void => {
    if (!spoken.has(placeOf(one))) report(one)
  }
  const shape = sources.flatMap((source, i) => shapeFaults(source, i === 0))
  for (const one of shape) reportUnsaid(one)
  for (const one of shape) spoken.add(placeOf(one))
  const names = new Names(report)
  const outline = outlineOf(draft, names, report)
  const top = topOf(draft)
  const around = {
    defaults:
      top === undefined
        ? NO_DEFAULTS
        : defaultsOf({ ...top, data: fieldsOf(top.data.defaults) }, NO_DEFAULTS, report),
    scope: top === undefined ? new Map<string, string>() : scopeOf(top, new Map()),
  }
  const targets: Target[] = []
  const phases = readPhases(outline, around, { recipes, names, globs, report, reportUnsaid }, targets)
  const diagnostics = inOrder(found)
  if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics }
  const roadmap = {
    version: 1,
    name: head.name,
    project: head.project,
    recipes: head.recipes.map(({ path }) => path),
    phases,
  } as const
  return { roadmap, targets, diagnostics }
}

/** What has to be known before the recipes can be: where the project is, and which modules have recipes of its own. */
export interface Head {
  readonly name: string
  readonly project: string
  readonly recipes: readonly { readonly path: string; readonly at: Span }[]
}

/** Its faults are among those of `validateRoadmap`. */
export function headOf(draft: Draft): { head: Head; faults: readonly Diagnostic[] } {
  const top = topOf(draft)
  if (top === undefined) return { head: { name: 'roadmap', project: '.', recipes: [] }, faults: [] }
  const faults: Diagnostic[] = []
  const recipes = textsOf(listOf(top.data.recipes)).flatMap(({ text, path: steps }) => {
    const [read, at] = [normal(text), locate(top, ['recipes', ...steps])]
    if ('path' in read) return [{ path: read.path, at }]
    faults.push(fault(read.code, `\`${text}\` ${read.why}`, at))
    return []
  })
  if (isFields(top.source.root) && top.data.phases === undefined && top.data.include === undefined)
    faults.push(fault('missing-key', `\`${top.source.file}\` has no \`phases\``, locate(top, ['phases'])))
  const project = projectOf(top, faults)
  return { head: { name: textOf(top.data.name) ?? 'roadmap', project, recipes }, faults }
}

/** May lie above the roadmap's own folder: a roadmap may be kept in a folder of the project. */
function projectOf(top: Part, faults: Diagnostic[]): string {
  const written = textOf(top.data.project) ?? '.'
  const [, up = '', rest = ''] = /^((?:\.\.(?:\/|$))*)(.*)$/s.exec(written.replace(/^(?:\.\/)+/, '')) ?? []
  const read = normal(rest)
  if ('path' in read) return `${up}${read.path}`.replace(/\/$/, '') || '.'
  faults.push(
    fault(
      read.code,
      `\`project\` is \`${written}\`, and must be a path from this file`,
      locate(top, ['project']),
    ),
  )
  return '.'
}

function topOf({ sources }: Draft): Part | undefined {
  const [source] = sources
  return source === undefined ? undefined : { source, data: fieldsOf(source.root) }
}
