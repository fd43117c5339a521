/** Fastify plugins: what they add to an application is found by registering them, then asked for through `inject`. */
import type { Case } from './cases.js'
import { takenIn } from './cases.js'
import type { Dialect } from './dialect.js'
import { importLine } from './imports.js'
import { writeArgs, writeField, writeShape } from './inputs.js'
import type { Choices } from './knobs.js'
import { changes } from './knobs.js'
import { quote } from './literals.js'
import { arrangeClients } from './stubs.js'
import type { Goal, Subject, Unit } from './unit.js'
import type { Shape } from './unit.js'
import { environmentOf, goalKnobs } from './wants.js'
import type { Writing } from './writing.js'
import { startWriting } from './writing.js'

export type Plugin = Subject & { readonly kind: 'plugin' }

/** What registering a plugin has shown. */
export interface Found {
  readonly id: string
  readonly routes: readonly Route[]
  /** Functions that it has put on the application. */
  readonly decorators: readonly string[]
}

export interface Route {
  readonly method: string
  readonly url: string
  /** Of body, params, querystring and headers, where a schema says so. */
  readonly parts: Readonly<Partial<Record<'body' | 'params' | 'querystring' | 'headers', Shape>>>
}

/** What is asked of an application: one of its routes, or a probe that shows what its hooks do. */
export interface Request {
  readonly plugin: Plugin
  readonly route: Route
  readonly isProbe: 'answers' | 'fails' | undefined
  /** The function of the application that the probe runs first. */
  readonly before?: string
}

/** Headers that units look at, with values that they may have. */
const HEADERS: Readonly<Record<string, readonly string[]>> = {
  authorization: ['Bearer token-1', 'Basic dXNlcjpwYXNz', 'Bearer ', 'Bearer'],
  'accept-language': ['en-US,en;q=0.9', 'de-DE', 'xx'],
  'if-none-match': ['"etag-1"', '*'],
  origin: ['https://example.com'],
  cookie: ['session=id-1'],
  'x-request-id': ['id-1'],
  'x-forwarded-for': ['192.0.2.1'],
}

export function requestsOf(plugin: Plugin, { routes, decorators }: Found): readonly Request[] {
  const own = routes
    .filter(({ method, url }) => method !== 'HEAD' && method !== 'OPTIONS' && !url.includes('*'))
    .map((route): Request => ({ plugin, route, isProbe: undefined }))
  if (own.length > 0) return own
  const probe: Route = { method: 'GET', url: '/probe', parts: {} }
  return [
    { plugin, route: probe, isProbe: 'answers' },
    { plugin, route: probe, isProbe: 'fails' },
    ...decorators.map((before): Request => ({ plugin, route: probe, isProbe: 'answers', before })),
  ]
}

export function requestCase(request: Request, choices: Choices, unit: Unit, dialect: Dialect): Case {
  const { plugin, route, isProbe, before } = request
  const writing = startOf(plugin, choices, unit, dialect)
  const lines = applicationOf(plugin, writing, isProbe !== undefined)
  if (isProbe !== undefined) {
    const cast = dialect.isTypeScript ? ' as never' : ''
    const first =
      before === undefined
        ? ''
        : `{ preHandler: (app${cast === '' ? '' : ' as unknown as Record<string, never>'}).${before} }, `
    const answer =
      isProbe === 'fails' ? `async () => { throw ${failureIn(writing)} }` : "async () => ({ message: 'ok' })"
    lines.push(`app.get('/probe', ${first}${answer})`)
  }
  const options = [`method: ${quote(route.method)}`, ...partsOf(route, writing)]
  const knobs = [...goalKnobs(unit, choices), ...writing.knobs]
  const labels = changes(knobs, choices)
  const chosen = [...choices].map(([at, i]) => `${at}=${i}`).sort()
  return {
    id: [plugin.name, route.method, route.url, isProbe ?? '', before ?? '', ...chosen].join(' '),
    subject: plugin.name,
    method: isProbe === undefined ? `${route.method} ${route.url}` : (before ?? ''),
    choices,
    arrange: [...environmentOf(writing.wants), ...writing.arrange, ...lines],
    act: `app.inject({ ${options.join(', ')} })`,
    isResponse: true,
    stubs: writing.stubs,
    knobs,
    labels: isProbe === 'fails' ? ['the handler throws', ...labels] : labels,
  }
}

/** What a handler throws for the application's own to deal with. */
function failureIn(writing: Writing): string {
  const whole = writing.wants.get('z.error')?.code
  if (whole !== undefined) return whole
  const fields = writeShape({ is: 'object', fields: [], isPartial: false }, 'error', 'z.error', {
    ...writing,
    isWhole: true,
  })
  return fields === '{}' ? "new Error('probe failed')" : `Object.assign(new Error('probe failed'), ${fields})`
}

/** Whether a goal speaks of what this request has: of what is thrown only where the handler throws. */
export function concerns({ wants }: Goal, { route: { url, parts }, isProbe }: Request): boolean {
  return wants.every(({ at }) => {
    const [, part, name = ''] = /^([zbpqh])\.(\w+)/.exec(at) ?? []
    if (part === 'z') return isProbe === 'fails'
    if (part === 'p') return url.includes(`:${name}`)
    const shape = part === 'b' ? parts.body : undefined
    return shape?.is !== 'object' || shape.fields.some((field) => field.name === name)
  })
}

const startOf = (plugin: Plugin, choices: Choices, unit: Unit, dialect: Dialect): Writing => {
  const taken = new Set(['app', 'response', 'fastify', ...takenIn(unit)])
  const writing = startWriting({ ...unit, uses: [...unit.uses, plugin.name] }, dialect, choices, taken)
  arrangeClients(plugin.call, writing)
  return writing
}

/** The application as it is registered to see what that adds. */
export function discovery(plugin: Plugin, unit: Unit, dialect: Dialect): readonly string[] {
  const writing = startOf(plugin, new Map(), unit, dialect)
  const lines = applicationOf(plugin, writing, false)
  return [...writing.arrange, ...lines]
}

/** What the tests of plugins import beyond the unit. */
export function pluginImports(unit: Unit, { isModule, isTypeScript }: Dialect): readonly string[] {
  if (!unit.subjects.some(({ kind }) => kind === 'plugin')) return []
  return [
    importLine(isTypeScript ? 'fastify, type FastifyInstance' : 'fastify', 'fastify', isModule),
    ...(unit.installed.includes(ZOD)
      ? [importLine('serializerCompiler, validatorCompiler', ZOD, isModule)]
      : []),
  ]
}

/** The line of a candidate that opens an application: in the tests it is closed after each. */
export const OPENED = 'const app = fastify()'

const ZOD = 'fastify-type-provider-zod'

/** An application with the plugin in it, and with what the plugin asks of others. */
function applicationOf(plugin: Plugin, writing: Writing, isBare: boolean): string[] {
  const { dialect, unit } = writing
  const cast = dialect.isTypeScript ? ' as never' : ''
  const lines: string[] = [OPENED]
  if (unit.installed.includes(ZOD))
    lines.push('app.setValidatorCompiler(validatorCompiler)', 'app.setSerializerCompiler(serializerCompiler)')
  for (const field of plugin.decorations) {
    if (field.isOptional) continue
    const code = writeField(field, 'd', writing)
    lines.push(`app.decorate('${field.name}', ${code}${cast})`)
  }
  const rest = writeArgs(plugin.call.params.slice(1, 2), 'o', writing.choices, unit, dialect, writing.taken)
  writing.arrange.push(...rest.arrange)
  writing.stubs.push(...rest.stubs)
  writing.knobs.push(...rest.knobs)
  const given = rest.args[0] ?? '{}'
  const isAwaited = isBare && plugin.call.params.length < 3 && plugin.call.isAsync
  lines.push(
    isAwaited
      ? `await ${plugin.name}(app${cast}${rest.args.length > 0 ? `, ${given}` : dialect.isTypeScript && plugin.call.params.length > 1 ? ', {} as never' : ''})`
      : `await app.register(${plugin.name}${cast}${given === '{}' ? '' : `, ${given}`})`,
  )
  return lines
}

function partsOf({ url, parts }: Route, writing: Writing): string[] {
  const { body, params, querystring, headers } = parts
  const named = new Map(
    params?.is === 'object' ? params.fields.map((field) => [field.name, field.shape]) : [],
  )
  const path = url.replace(/:(\w+)\??/g, (_whole, name: string) => {
    const code = writeShape(named.get(name) ?? { is: 'string' }, name, `p.${name}`, writing)
    return encodeURIComponent(code.replace(/^'(.*)'$/, '$1') || 'x')
  })
  const options = [`url: ${quote(path)}`]
  const whole = { ...writing, isWhole: true }
  const free: Shape = { is: 'object', fields: [], isPartial: false }
  const isAsked = (part: string): boolean => [...writing.wants.keys()].some((at) => at.startsWith(`${part}.`))
  const query = querystring ?? (isAsked('q') ? free : undefined)
  if (query !== undefined) options.push(`query: ${writeShape(leavingOut(texts(query)), 'query', 'q', whole)}`)
  const payload = body ?? (isAsked('b') ? free : undefined)
  if (payload !== undefined)
    options.push(`payload: ${writeShape(leavingOut(payload), 'payload', 'b', whole)}`)
  const wanted = headerFields(writing.unit, headers)
  if (wanted.length > 0 || isAsked('h'))
    options.push(
      `headers: ${writeShape({ is: 'object', isPartial: false, fields: wanted }, 'headers', 'h', whole)}`,
    )
  return options
}

/** Each field may be missing, what has to be there above all. */
const leavingOut = (shape: Shape): Shape =>
  shape.is === 'object'
    ? { ...shape, fields: shape.fields.map((field) => ({ ...field, isOptional: true })) }
    : shape

/** A query is made of texts. */
function texts(shape: Shape): Shape {
  if (shape.is !== 'object') return shape
  const text = (inner: Shape): Shape =>
    inner.is === 'number'
      ? { is: 'either', of: ['10', '1', '0', 'abc'].map((code) => ({ is: 'code', code: quote(code) })) }
      : inner.is === 'boolean'
        ? { is: 'either', of: ['true', 'false'].map((code) => ({ is: 'code', code: quote(code) })) }
        : inner.is === 'code' && !inner.code.startsWith("'")
          ? { is: 'code', code: quote(inner.code) }
          : inner.is === 'either'
            ? { is: 'either', of: inner.of.map(text) }
            : inner.is === 'string' || inner.is === 'code'
              ? inner
              : { is: 'string' }
  return { ...shape, fields: shape.fields.map((field) => ({ ...field, shape: text(field.shape) })) }
}

function headerFields(
  { uses }: Unit,
  schema: Shape | undefined,
): { name: string; isOptional: boolean; shape: Shape }[] {
  const own = schema?.is === 'object' ? schema.fields.map(({ name }) => name.toLowerCase()) : []
  const names = [...new Set([...Object.keys(HEADERS).filter((name) => uses.includes(name)), ...own])]
  return names.map((name) => ({
    name,
    isOptional: true,
    shape: {
      is: 'either',
      of: (HEADERS[name] ?? ['text']).map((value) => ({ is: 'code', code: quote(value) })),
    },
  }))
}
