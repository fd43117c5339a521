/** What a roadmap says of itself at the top: its name, its project, its own recipes. */
import type { Diagnostic, Span } from '../core/diagnostic.js'
import { fault } from '../core/diagnostic.js'
import type { Draft } from './parse.js'
import { normal } from './paths.js'
import type { Part } from './source.js'
import { fieldsOf, isFields, listOf, locate, textOf, textsOf } from './source.js'

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

/** The roadmap file, without what it includes. */
export function topOf({ sources }: Draft): Part | undefined {
  const [source] = sources
  return source === undefined ? undefined : { source, data: fieldsOf(source.root) }
}
