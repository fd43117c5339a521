/** Checks that GitHub workflow files are valid, without running them. */
import type { LineCounter } from 'yaml'
import { defineRecipe, Refusal } from '../lib/core/recipe.js'
import type { Reader } from '../lib/core/recipe.js'
import { object, oneOrMore, path } from './settings.js'
import { faultsOfWorkflow } from './workflow.js'
import { parseYaml } from './yaml_text.js'

interface Settings {
  readonly workflows: readonly string[]
}

export const workflows = defineRecipe<Settings>({
  name: 'workflows',
  version: 1,
  pure: true,
  settings: (raw, locate) => object<Settings>({ workflows: oneOrMore(path) })(raw, { keys: [], locate }),
  reads: ({ workflows }) => workflows,
  claims: () => [],
  holds: ({ workflows }, look) => Promise.resolve(faultsOfAll(workflows, look).length === 0),
  prepare({ workflows }, look) {
    const faults = faultsOfAll(workflows, look)
    return faults.length === 0 ? Promise.resolve([]) : Promise.reject(new Refusal(faults.join('\n')))
  },
})

function faultsOfAll(patterns: readonly string[], look: Reader): string[] {
  const files = look.list(patterns)
  if (files.length === 0) return [`no file matches ${patterns.map((pattern) => `\`${pattern}\``).join(', ')}`]
  return files.flatMap((file) => faultsOf(file, look.text(file) ?? ''))
}

/** Every fault of one workflow as `file:line:column  message`, in the order of the file. */
export function faultsOf(file: string, text: string): string[] {
  const { document, lines, faults } = parseYaml(text)
  const found = [...faults, ...(document === undefined ? [] : faultsOfWorkflow(document))]
  return found
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, message }) => `${file}:${position(lines, offset)}  ${message}`)
}

function position(lines: LineCounter, offset: number): string {
  // Positions are known only of what was parsed.
  const { line, col } = lines.linePos(offset)
  return `${Math.max(1, line)}:${Math.max(1, col)}`
}
