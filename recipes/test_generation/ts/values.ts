/** Exports that are no functions: constants as they are, configuration as the environment makes it. */
import type { Case } from './cases.js'
import type { Dialect } from './dialect.js'
import { isEntered } from './entry.js'
import type { Start } from './explore.js'
import type { Choices } from './knobs.js'
import { changes } from './knobs.js'
import { quote } from './literals.js'
import type { Subject, Unit } from './unit.js'
import { variablesOf } from './variables.js'

export function valueStarts(unit: Unit, dialect: Dialect, from: string): readonly Start[] {
  if (isEntered(unit, dialect)) return []
  const values = unit.subjects.filter(({ kind }) => kind === 'value')
  if (unit.env.length === 0) return values.map((subject) => ({ make: () => constant(subject), goals: [] }))
  const isReloadable =
    dialect.runner !== 'node' && (dialect.runner === 'vitest' || dialect.isTypeScript || !dialect.isModule)
  return isReloadable
    ? values.map((subject) => ({
        make: (choices: Choices) => configured(subject, choices, unit, dialect, from),
        goals: [],
      }))
    : []
}

const constant = ({ name }: Subject): Case => ({
  id: `${name} itself`,
  subject: name,
  method: '',
  choices: new Map(),
  arrange: [],
  act: name,
  isValue: true,
  stubs: [],
  knobs: [],
  labels: [],
})

/** The module is loaded anew under variables that are all given, so that no `.env` file has a word in it. */
function configured(subject: Subject, choices: Choices, unit: Unit, dialect: Dialect, from: string): Case {
  const { lines, knobs } = variablesOf(unit, choices)
  const own = subject.export === 'default' ? `default: ${subject.name}` : subject.name
  const load = dialect.runner === 'vitest' ? `await import(${quote(from)})` : `jest.requireActual('${from}')`
  return {
    id: `${subject.name} ${[...choices]
      .map(([name, i]) => `${name}=${i}`)
      .sort()
      .join(' ')}`,
    subject: subject.name,
    method: '',
    choices,
    arrange: [
      ...lines,
      `${dialect.runner === 'vitest' ? 'vi' : 'jest'}.resetModules()`,
      `const { ${own} } = ${load}`,
    ],
    act: subject.name,
    isValue: true,
    stubs: [],
    knobs,
    labels: changes(knobs, choices),
  }
}
