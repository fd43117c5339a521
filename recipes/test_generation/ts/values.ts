/** Exports that are no functions: constants as they are, configuration as the environment makes it. */
import type { Case } from './cases.js'
import type { Dialect } from './dialect.js'
import type { Start } from './explore.js'
import type { Choices, Knob } from './knobs.js'
import { changes } from './knobs.js'
import { quote, spoken } from './literals.js'
import type { Subject, Unit } from './unit.js'
import { numbersFor, stringsFor } from './words.js'

/** More variables than this are not all varied. */
const MANY = 24

export function valueStarts(unit: Unit, dialect: Dialect, from: string): readonly Start[] {
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
  const knobs: Knob[] = [{ at: '*', labels: ['', 'every variable is empty'] }]
  const isBare = choices.get('*') === 1
  const given = unit.env.slice(0, MANY).map((name) => {
    const options = valuesOf(name, unit)
    if (isBare) return `${name}: ''`
    knobs.push({ at: name, labels: options.map((value) => `${name} is ${spoken(quote(value))}`) })
    return `${name}: ${quote(options[Math.min(choices.get(name) ?? 0, options.length - 1)] ?? '')}`
  })
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
      `process.env = { ...process.env, ${given.join(', ')} }`,
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

function valuesOf(name: string, { literals }: Unit): readonly string[] {
  if (/ENABLE|DISABLE|DEBUG|^IS_|VERBOSE|_FLAG$/.test(name)) return ['true', 'false', '']
  if (name === 'NODE_ENV') return ['test', 'production', 'development']
  const words = name.toLowerCase()
  if (/port|max|min|limit|size|count|timeout|ttl|_ms$|seconds|window|days/.test(words))
    return [String(numbersFor(words)[0] ?? 10), 'not a number', '']
  return [stringsFor(words)[0] ?? 'text', '', ...literals.strings.slice(0, 4)]
}
