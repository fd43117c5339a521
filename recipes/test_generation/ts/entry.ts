/** Files that do something as soon as they are loaded, and are there for that: what a test does to load one, and in what world. */
import type { Case } from './cases.js'
import { takenIn } from './cases.js'
import type { Dialect } from './dialect.js'
import type { Start } from './explore.js'
import { importLine, specifier } from './imports.js'
import type { Choices } from './knobs.js'
import { changes, leftOut } from './knobs.js'
import { quote } from './literals.js'
import { LISTENS } from './loading.js'
import { reloadLines } from './reload.js'
import type { Standing } from './stubs.js'
import { arrangeClients } from './stubs.js'
import type { Unit } from './unit.js'
import { variablesOf } from './variables.js'
import type { Writing } from './writing.js'
import { startWriting } from './writing.js'

/** Milliseconds in which what was set off by loading comes to an end: nobody can wait for it. */
const SETTLES_MS = 50

export const isEntered = ({ entry, clients }: Unit, dialect: Dialect): boolean =>
  entry !== undefined &&
  clients.every(({ outlets }) => outlets.every(({ name }) => name !== '*' && name !== '=')) &&
  (dialect.runner === 'vitest' || !dialect.isModule || (dialect.runner === 'jest' && dialect.isTypeScript))

export function entryStarts(unit: Unit, dialect: Dialect): readonly Start[] {
  return isEntered(unit, dialect) ? [{ make: (choices) => entryCase(unit, choices, dialect), goals: [] }] : []
}

function entryCase(unit: Unit, choices: Choices, dialect: Dialect): Case {
  const writing = startWriting(unit, dialect, choices, takenIn(unit).add('load'))
  const { entry } = unit
  if (entry !== undefined) arrangeClients(entry.call, writing)
  for (const path of entry?.asks ?? []) arrangeAsked(path, writing)
  const variables = variablesOf(unit, choices)
  const knobs = [...variables.knobs, ...writing.knobs]
  return {
    id: `load ${[...choices]
      .map(([at, i]) => `${at}=${i}`)
      .sort()
      .join(' ')}`,
    subject: subjectOf(unit),
    method: '',
    choices,
    arrange: [...variables.lines, ...writing.arrange],
    act: 'load()',
    stubs: writing.stubs,
    answers: writing.answers,
    knobs,
    labels: changes(knobs, choices),
  }
}

const subjectOf = ({ path }: Unit): string =>
  path
    .split('/')
    .at(-1)
    ?.replace(/\.\w+$/, '') ?? path

/** `process.exit`, `console.error`: asked of a spy, which does nothing. */
function arrangeAsked(path: string, { choices, dialect, arrange, stubs }: Writing): void {
  if (choices.has(leftOut(path))) return
  const dot = path.lastIndexOf('.')
  const [owner, method] = [path.slice(0, dot), path.slice(dot + 1)]
  arrange.push(dialect.spy(owner, method, deedOf(path, dialect)))
  stubs.push(path)
}

function deedOf(path: string, { isTypeScript }: Dialect): string {
  if (path === LISTENS) return 'listening'
  if (path === 'process.exit') return `() => undefined${isTypeScript ? ' as never' : ''}`
  return path.startsWith('process.') ? '() => process' : '() => undefined'
}

export function entryLines(
  unit: Unit,
  standing: Standing,
  isSpoken: (name: string) => boolean,
): readonly string[] {
  const { testFile, dialect, text } = standing
  const from = quote(specifier(unit.path, testFile, dialect, text))
  const stubs = reloadLines({ ...unit, subjects: [] }, standing, isSpoken)
  const load = dialect.isModule ? `await import(${from})` : `require(${from})`
  return [
    ...(isSpoken('Server') && unit.entry?.asks.includes(LISTENS) === true
      ? [importLine('Server', 'node:net', dialect.isModule), '', ...stubs, ...listening(dialect)]
      : stubs),
    '',
    dialect.restore,
    '',
    '// What is set off by loading has a moment to come to its end.',
    `const load = async () => {\n${load}\nawait new Promise((done) => setTimeout(done, ${SETTLES_MS}))\n}`,
  ]
}

/** As a server does that has a port, without one. */
const listening = ({ isTypeScript }: Dialect): readonly string[] => [
  '',
  isTypeScript
    ? 'function listening(this: Server, ...given: unknown[]): Server {'
    : 'function listening(...given) {',
  'const then = given.at(-1)',
  isTypeScript
    ? "if (typeof then === 'function') this.once('listening', () => void then())"
    : "if (typeof then === 'function') this.once('listening', () => then())",
  "this.address = () => ({ address: '127.0.0.1', family: 'IPv4', port: 3000 })",
  "queueMicrotask(() => this.emit('listening'))",
  'return this',
  '}',
]
