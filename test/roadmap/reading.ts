/** Roadmaps from texts, and their faults as a person sees them. */
import assert from 'node:assert/strict'
import type { Diagnostic } from '../../lib/core/diagnostic.js'
import type { Target } from '../../lib/core/target.js'
import type { Roadmap, Task } from '../../lib/core/task.js'
import { tasksOf } from '../../lib/core/task.js'
import { excerpt } from '../../lib/render/excerpt.js'
import { parseRoadmap } from '../../lib/roadmap/parse.js'
import { validateRoadmap } from '../../lib/roadmap/validate.js'
import { globs } from '../../lib/world/globs.js'
import { recipes } from './recipes.js'

export type Files = Readonly<Record<string, string | Uint8Array>>

const filesOf = (files: string | Files): Files =>
  typeof files === 'string' ? { 'roadmap.yaml': files } : files

export function parse(files: string | Files) {
  const texts = new Map(Object.entries(filesOf(files)))
  return parseRoadmap('roadmap.yaml', (path) => {
    const text = texts.get(path)
    return typeof text === 'string' ? new TextEncoder().encode(text) : text
  })
}

export function read(files: string | Files) {
  const { draft, faults, files: found } = parse(files)
  if (draft === undefined) return { diagnostics: faults, files: found }
  return { ...validateRoadmap(draft, recipes, globs), files: found }
}

/** All faults, each with its excerpt, as they are printed. */
export function faultsOf(files: string | Files): string {
  const { diagnostics, files: found } = read(files)
  return diagnostics
    .map((one) => excerpt(one, found.find(({ path }) => path === one.at.file)?.text, false))
    .join('\n')
}

export const codesOf = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map(({ code, at }) => `${code} ${at.line}:${at.column}`)

/** A roadmap that must be valid. */
export function valid(files: string | Files): {
  roadmap: Roadmap
  targets: readonly Target[]
  task: (id: string) => Task
} {
  const { roadmap, targets, diagnostics } = { roadmap: undefined, targets: undefined, ...read(files) }
  if (roadmap === undefined || targets === undefined) assert.fail(JSON.stringify(diagnostics, undefined, 2))
  const task = (id: string): Task => {
    const found = tasksOf(roadmap).find((one) => one.id === id)
    return found ?? assert.fail(`there is no task ${id}`)
  }
  return { roadmap, targets, task }
}

/** A roadmap of one group with these tasks, which are written with no indentation. */
export const withTasks = (tasks: string, top = ''): string =>
  `version: 1
${top}phases:
  - id: phase-1
    groups:
      - id: a
        tasks:
${tasks.trim().replace(/^/gm, '          ')}
`
