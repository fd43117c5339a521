/** What tests put in the place of modules that reach beyond the process, and how each test has them answer. */
import type { Shared } from './answers.js'
import type { Dialect } from './dialect.js'
import { importLine, specifier } from './imports.js'
import { answerOf, stubsOf } from './expressions.js'
import { leftOut } from './knobs.js'
import { key, quote } from './literals.js'
import type { Callable, Client, Field, Outlet, Shape, Unit } from './unit.js'
import { shaped } from './wants.js'
import { arrangeFetch, fetches } from './web.js'
import type { Writing } from './writing.js'
import { isUsed } from './writing.js'

/** Where a test file stands, and how its unit writes imports. */
export interface Standing {
  readonly testFile: string
  readonly dialect: Dialect
  /** The unit's. */
  readonly text: string
}

/** The lines that bring clients in and put stubs in their place; `isSpoken`: whether tests have a word of a name. */
export function clientLines(
  { clients, subjects }: Pick<Unit, 'clients' | 'subjects'>,
  standing: Standing,
  isSpoken: (name: string) => boolean = () => true,
): { readonly imports: readonly string[]; readonly mocks: readonly string[] } {
  const { modules, restore } = standing.dialect
  const after = fetches(subjects) ? ['', restore] : []
  if (modules === undefined || clients.length === 0) return { imports: [], mocks: after }
  const replaced = clients.map((client) => ({ client, from: quote(fromOf(client, standing)) }))
  return {
    imports: replaced.flatMap(({ client, from }) => importsOf(client, from, standing.dialect, isSpoken)),
    mocks: [
      ...replaced.flatMap(({ client, from }) => [
        '',
        ...modules.replace(from, exportsOf(client, standing.dialect), client.isShared, sharedOf(client)),
      ]),
      '',
      modules.reset,
      ...after,
    ],
  }
}

export const fromOf = ({ from, path }: Client, { testFile, dialect, text }: Standing): string =>
  path === undefined ? from : specifier(path, testFile, dialect, text)

/** An import for each way in which names are taken; what is only called at loading needs none. */
function importsOf(
  { outlets }: Client,
  from: string,
  { isModule, isTypeScript }: Dialect,
  isSpoken: (name: string) => boolean,
): string[] {
  const spoken = outlets.filter(({ local }) => isSpoken(local))
  const whole = spoken.filter(({ name }) => name === '*' || name === '=')
  const main = spoken.find(({ name }) => name === 'default')
  const named = spoken
    .filter(({ name }) => !/^(\*|=|default)$/.test(name))
    .map(({ name, local }) => (name === local ? name : `${name}${isModule ? ' as' : ':'} ${local}`))
    .join(', ')
  const bare = from.slice(1, -1)
  const lines = whole.map(({ name, local }) =>
    !isModule
      ? `const ${local} = require(${from})`
      : name === '*'
        ? `import * as ${local} from ${from}`
        : isTypeScript
          ? `import ${local} = require(${from})`
          : `import ${local} from ${from}`,
  )
  if (main !== undefined && isModule)
    return [...lines, `import ${main.local}${named === '' ? '' : `, { ${named} }`} from ${from}`]
  return named === '' ? lines : [...lines, importLine(named, bare, isModule)]
}

/** What the module gives in its place, as an expression. */
function exportsOf({ outlets }: Client, dialect: Dialect): string {
  const fields = outlets.flatMap((outlet) => {
    const code = standIn(outlet, dialect)
    if (outlet.name === '=' || (outlet.name === '*' && outlet.call !== undefined)) return []
    if (outlet.name === '*') return [code.replace(/^\{ ?| ?\}$/g, '')]
    return outlet.name === 'default' ? ['__esModule: true', `default: ${code}`] : [`${outlet.name}: ${code}`]
  })
  const whole = outlets.find(({ name, call }) => name === '=' || (name === '*' && call !== undefined))
  return whole === undefined ? `{ ${[...new Set(fields)].join(', ')} }` : standIn(whole, dialect)
}

function standIn({ call, makes, members, kept }: Outlet, { modules }: Dialect): string {
  if (modules === undefined) return '{}'
  const given = (path: string): string => {
    const name = kept.find((one) => one.path === path)?.as
    return name === undefined ? modules.stub : modules.giving(name)
  }
  const object = (fields: readonly Field[], path: string): string =>
    `{ ${fields
      .flatMap(({ name, shape }) => {
        const way = path === '' ? name : `${path}.${name}`
        if (shape.is === 'function' || (shape.is === 'object' && shape.call !== undefined))
          return [`${key(name)}: ${given(way)}`]
        return shape.is === 'object' && shape.fields.length > 0
          ? [`${key(name)}: ${object(shape.fields, way)}`]
          : []
      })
      .join(', ')} }`
  const isCalled = call !== undefined || makes !== undefined
  if (!isCalled) return object(members, '')
  return members.length === 0 ? given('') : `Object.assign(${given('')}, ${object(members, '')})`
}

/** Objects that are asked for while the unit is loaded, by the name that it keeps them under. */
function sharedOf({ outlets }: Client): Shared {
  return new Map(
    outlets.flatMap((outlet) =>
      outlet.kept.map(
        ({ path, as }) => [as, stubFields(keptShape(outlet, path)).map(({ name }) => name)] as const,
      ),
    ),
  )
}

const stubFields = (shape: Shape | undefined): readonly Field[] =>
  shape?.is === 'object' ? shape.fields.filter((field) => field.shape.is === 'function') : []

/** What such a call gives. */
function keptShape({ call, makes, members }: Outlet, path: string): Shape | undefined {
  if (path === '') return makes ?? call?.returns
  const [first, ...rest] = path.split('.')
  let shape = members.find(({ name }) => name === first)?.shape
  for (const name of rest)
    shape = shape?.is === 'object' ? shape.fields.find((field) => field.name === name)?.shape : undefined
  return shape?.is === 'function' ? shape.returns : undefined
}

/** Has the stubs of clients answer that a callable uses. */
export function arrangeClients(call: Callable, writing: Writing): void {
  if (call.fetches === true) arrangeFetch(writing)
  if (writing.dialect.modules === undefined) return
  for (const outlet of writing.unit.clients.flatMap(({ outlets }) => outlets))
    if (call.outlets?.includes(outlet.local) === true) arrange(outlet, writing)
}

function arrange(outlet: Outlet, writing: Writing): void {
  const { local, call, makes, members, kept } = outlet
  const at = `x.${local}`
  for (const { path, as } of kept)
    for (const { name, shape } of stubFields(keptShape(outlet, path)))
      if (isUsed(name, writing)) answer(`${as}.${name}`, name, shape, `${at}.${as}.${name}`, writing, as)
  const isKept = kept.some(({ path }) => path === '')
  if (call !== undefined && !isKept) answer(local, local, call, at, writing)
  if (makes !== undefined && !isKept) {
    if (writing.choices.has(leftOut(local))) return
    const instance = stubsOf(makes, instanceName(makes, local), at, whole(makes, writing))
    writing.arrange.push(writing.dialect.answers(local, { kind: 'makes', code: instance }))
    writing.stubs.push(local)
    writing.answers.push(instance)
  }
  arrangeMembers(
    members,
    local,
    at,
    kept.map(({ path }) => `${local}.${path}`),
    writing,
  )
}

function arrangeMembers(
  fields: readonly Field[],
  owner: string,
  at: string,
  kept: readonly string[],
  writing: Writing,
): void {
  for (const { name, shape } of fields) {
    if (!isUsed(name, writing) || kept.includes(`${owner}.${name}`)) continue
    const [path, way] = [`${owner}.${name}`, `${at}.${name}`]
    if (shape.is === 'object' && shape.call === undefined)
      arrangeMembers(shape.fields, path, way, kept, writing)
    else answer(path, name, shape, way, writing, owner)
  }
}

function answer(
  stub: string,
  name: string,
  shape: Shape,
  at: string,
  writing: Writing,
  owner?: string,
): void {
  const own = shaped(shape, at, writing.wants).shape
  const call = own.is === 'object' ? own.call : own
  if (call?.is !== 'function' || writing.choices.has(leftOut(stub))) return
  const line = answerOf(call, name, at, writing, owner)
  if (line.kind !== 'nothing') writing.arrange.push(writing.dialect.answers(stub, line))
  writing.stubs.push(stub)
}

const instanceName = (shape: Shape, local: string): string => {
  const name = shape.is === 'object' ? (shape.name ?? local) : local
  return name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (start) => start.toLowerCase())
}

/** What is only handed on may be asked for anything. */
const whole = (shape: Shape, writing: Writing): Writing =>
  shape.is === 'object' && !shape.fields.some(({ name }) => isUsed(name, writing))
    ? { ...writing, isWhole: true }
    : writing
