/** Values in shell text as data: each `{{ name }}` becomes a reference to an environment variable, quoted as its place wants. */
import type { Diagnostic, Result, Span } from '../lib/core/diagnostic.js'
import { failed, fault, ok } from '../lib/core/diagnostic.js'
import { Quoting } from './quoting.js'

export interface ShellText {
  readonly text: string
  readonly env: Readonly<Record<string, string>>
}

/**
 * Replaces the placeholders of `text` that name one of `variables`. A value is never put into the text, so that it cannot
 * become code; where no reference would be read as one (single quotes), or where its value would be read as code
 * (arithmetic, `eval`), the placeholder is a fault.
 */
export function withVariables(
  text: string,
  variables: Readonly<Record<string, string>>,
  at: Span,
): Result<ShellText> {
  const names = new Map<string, string>()
  const faults: Diagnostic[] = []
  let result = ''
  for (const part of new Quoting(text, (name) => Object.hasOwn(variables, name)).parts()) {
    if (typeof part === 'string') {
      result += part
      continue
    }
    const { name, place } = part
    if (place !== 'bare' && place !== 'quoted') faults.push(misplaced(name, place, at))
    if (variables[name]?.includes('\0') === true)
      faults.push(
        fault('bad-value', `the variable \`${name}\` holds a NUL, which no command can be given`, at),
      )
    const variable = names.get(name) ?? variableFor(name, new Set(names.values()))
    names.set(name, variable)
    result += place === 'bare' ? `"\${${variable}}"` : `\${${variable}}`
  }
  if (faults.length > 0) return failed(...faults)
  return ok({
    text: result,
    env: Object.fromEntries([...names].map(([name, key]) => [key, variables[name] ?? ''])),
  })
}

function variableFor(name: string, taken: ReadonlySet<string>): string {
  let variable = `ORCHESTRATE_VAR_${name.replaceAll(/\W/g, '_')}`
  while (taken.has(variable)) variable += '_'
  return variable
}

const misplaced = (name: string, place: string, at: Span): Diagnostic =>
  fault(
    'variable-in-quotes',
    `\`{{ ${name} }}\` stands ${place}, where its value cannot be handed over as data`,
    at,
    `drop the quotes around it, or write \`{{ ${name} | raw }}\` to mean shell text`,
  )
