/** The lines by which a test file loads a unit that remembers anew before each test, and the stubs of its clients with it. */
import type { Dialect } from './dialect.js'
import { specifier } from './imports.js'
import { quote } from './literals.js'
import type { Standing } from './stubs.js'
import { clientLines, fromOf } from './stubs.js'
import type { Unit } from './unit.js'

interface Loaded {
  /** The export; '=' for the whole module. */
  readonly name: string
  readonly local: string
}

/** An application that is registered, and configuration, are made anew as it is. */
export const isReloaded = ({ isStateful, clients, subjects, env }: Unit, dialect: Dialect): boolean =>
  isStateful &&
  !subjects.some(({ kind }) => kind === 'plugin' || (kind === 'value' && env.length > 0)) &&
  clients.every(({ outlets }) => outlets.every(({ name, kept }) => name !== '*' && kept.length === 0)) &&
  (dialect.runner === 'vitest' || !dialect.isModule || (dialect.runner === 'jest' && dialect.isTypeScript))

export function reloadLines(
  unit: Unit,
  standing: Standing,
  isSpoken: (name: string) => boolean,
): readonly string[] {
  const { testFile, dialect, text } = standing
  const { imports, mocks } = clientLines(unit, standing, isSpoken)
  const own = unit.subjects
    .filter(({ kind, name }) => kind !== 'closed' && isSpoken(name))
    .map((one): Loaded => ({ name: nameOf(one.export, one.name, dialect), local: one.name }))
  const from = specifier(unit.path, testFile, dialect, text)
  if (dialect.runner !== 'jest')
    return [
      ...imports,
      ...declared(own, from, dialect),
      ...mocks,
      ...(dialect.runner === 'vitest'
        ? ['beforeEach(async () => {', 'vi.resetModules()', taken(own, `await import(${quote(from)})`), '})']
        : [
            'beforeEach(() => {',
            `delete require.cache[require.resolve(${quote(from)})]`,
            taken(own, `require(${quote(from)})`),
            '})',
          ]),
    ]
  const stubs = unit.clients.map((client) => ({
    from: fromOf(client, standing),
    names: client.outlets.filter(({ local }) => isSpoken(local)),
  }))
  return [
    ...stubs.flatMap((one) => declared(one.names, one.from, dialect)),
    ...declared(own, from, dialect),
    ...mocks.filter((line) => !line.startsWith('beforeEach')),
    ...(mocks.length === 0 ? [''] : []),
    'beforeEach(() => {',
    'jest.resetModules()',
    ...stubs
      .filter(({ names }) => names.length > 0)
      .map((one) => taken(one.names, required('jest.requireMock', one.from, dialect))),
    taken(own, required('jest.requireActual', from, dialect)),
    '})',
  ]
}

/** In CommonJS what is exported by default is the module itself. */
const nameOf = (kind: 'named' | 'default', name: string, { isModule }: Dialect): string =>
  kind === 'named' ? name : isModule ? 'default' : '='

const declared = (all: readonly Loaded[], from: string, { isTypeScript }: Dialect): readonly string[] =>
  all.map(({ name, local }) =>
    isTypeScript
      ? `let ${local}: typeof import(${quote(from)})${name === '=' ? '' : `.${name}`}`
      : `let ${local}`,
  )

const required = (by: string, from: string, { isTypeScript }: Dialect): string =>
  `${by}${isTypeScript ? `<typeof import(${quote(from)})>` : ''}(${quote(from)})`

/** One statement that begins so that it can stand behind another without a semicolon. */
function taken(all: readonly Loaded[], module: string): string {
  const whole = all.filter(({ name }) => name === '=').map(({ local }) => `${local} = ${module}`)
  const parts = all
    .filter(({ name }) => name !== '=')
    .map(({ name, local }) => (name === local ? name : `${name}: ${local}`))
  return [...whole, ...(parts.length === 0 ? [] : [`;({ ${parts.join(', ')} } = ${module})`])].join('\n')
}
