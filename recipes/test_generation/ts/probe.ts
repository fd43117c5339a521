/**
 * The text of a test file that asserts nothing and writes down what it sees. The repository's own runner runs it, so that
 * modules are found, compiled and stubbed as in the tests that come of it.
 */
import type { Case } from './cases.js'
import type { Dialect } from './dialect.js'
import { importLine } from './imports.js'

/** Where it writes, from the folder that the runner is started in. */
export const SEEN = '.orchestrate-seen.jsonl'

/** From schemas to shapes: JSON Schema (and with it TypeBox), and zod of both generations. */
const SCHEMAS = `
const quoted = (value) => typeof value === 'string' ? JSON.stringify(value) : String(value)
const code = (value) => ({ is: 'code', code: quoted(value) })
const FORMATS = { email: 'ada@example.com', uuid: '4f1c9a52-7d0e-4c1e-9a35-0b7f0d2f6a11', 'date-time': '2024-01-15T10:00:00.000Z', date: '2024-01-15', uri: 'https://example.com/path', url: 'https://example.com/path' }
const shapeOf = (schema, depth = 0) => {
  if (schema === null || typeof schema !== 'object' || depth > 6) return { is: 'unknown' }
  if (schema._def !== undefined || schema._zod !== undefined) return zodShape(schema, depth)
  const inner = (one) => shapeOf(one, depth + 1)
  if (schema.const !== undefined) return code(schema.const)
  if (Array.isArray(schema.enum)) return { is: 'either', of: schema.enum.map(code) }
  const parts = schema.anyOf ?? schema.oneOf
  if (Array.isArray(parts)) return { is: 'either', of: parts.map(inner) }
  if (Array.isArray(schema.allOf)) { const all = schema.allOf.map(inner); return { is: 'object', isPartial: false, fields: all.flatMap((one) => one.fields ?? []) } }
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'string': {
      const known = FORMATS[schema.format]
      if (known !== undefined) return { is: 'either', of: [code(known), code('not a ' + schema.format)] }
      if (schema.minLength > 12) return { is: 'either', of: [code('long enough '.repeat(Math.ceil(schema.minLength / 12)).trim()), code('short')] }
      return schema.maxLength < 1000 ? { is: 'either', of: [{ is: 'string' }, code('x'.repeat(schema.maxLength + 1))] } : { is: 'string' }
    }
    case 'integer': case 'number': return schema.minimum !== undefined ? { is: 'either', of: [code(schema.minimum + 1), code(schema.minimum), code(schema.minimum - 1)] } : { is: 'number' }
    case 'boolean': return { is: 'boolean' }
    case 'null': return code(null)
    case 'array': return { is: 'list', item: inner(schema.items ?? {}) }
    case 'object': {
      const required = schema.required ?? []
      return { is: 'object', isPartial: false, fields: Object.entries(schema.properties ?? {}).map(([name, one]) => ({ name, isOptional: !required.includes(name), shape: inner(one) })) }
    }
  }
  return schema.properties !== undefined ? shapeOf({ ...schema, type: 'object' }, depth) : { is: 'unknown' }
}
const zodShape = (schema, depth) => {
  const def = schema._def ?? schema._zod.def
  const inner = (one) => shapeOf(one, depth + 1)
  const type = (def.typeName ?? def.type ?? '').replace('Zod', '').toLowerCase()
  switch (type) {
    case 'string': {
      const kinds = (def.checks ?? []).map((check) => check.kind ?? check._zod?.def?.format ?? check.format).concat(def.format ?? [])
      const known = FORMATS[kinds.find((kind) => FORMATS[kind] !== undefined)]
      if (known !== undefined) return { is: 'either', of: [code(known), code('text')] }
      const least = (def.checks ?? []).find((check) => check.kind === 'min')?.value ?? schema.minLength ?? 0
      return least > 4 ? { is: 'either', of: [code('long enough '.repeat(Math.ceil(least / 12)).trim()), code('x')] } : { is: 'string' }
    }
    case 'number': return { is: 'number' }
    case 'boolean': return { is: 'boolean' }
    case 'date': return { is: 'code', code: "new Date('2024-01-15T10:00:00.000Z')" }
    case 'enum': return { is: 'either', of: (Array.isArray(def.values) ? def.values : Object.values(def.entries ?? def.values ?? {})).map(code) }
    case 'literal': return code(def.value ?? def.values?.[0])
    case 'array': return { is: 'list', item: inner(def.element ?? def.type) }
    case 'union': case 'discriminatedunion': return { is: 'either', of: [...def.options.values()].map(inner) }
    case 'optional': case 'nullable': case 'default': case 'catch': case 'readonly': case 'branded': return inner(def.innerType ?? def.type)
    case 'effects': return inner(def.schema)
    case 'pipe': case 'pipeline': return inner(def.in)
    case 'object': {
      const shape = typeof def.shape === 'function' ? def.shape() : def.shape
      return { is: 'object', isPartial: false, fields: Object.entries(shape).map(([name, one]) => ({ name, isOptional: one.isOptional?.() ?? false, shape: inner(one) })) }
    }
  }
  return { is: 'unknown' }
}
const partsOf = (schema) => Object.fromEntries(['body', 'params', 'querystring', 'headers'].flatMap((part) => {
  const one = schema?.[part] ?? (part === 'querystring' ? schema?.query : undefined)
  return one === undefined ? [] : [[part, shapeOf(one)]]
}))
`

/** Milliseconds for one candidate. */
const PATIENCE = 1500

const EYES = `
const encode = (value, locals, depth = 0, above = [], budget = { left: 300 }) => {
  if (budget.left-- <= 0 || depth > 8) return ['huge']
  if (value === null) return ['null']
  const local = depth === 0 || typeof value === 'function' || typeof value === 'object' ? locals.find(([, one]) => one === value) : undefined
  if (local !== undefined && typeof value === 'object') return ['local', local[0]]
  switch (typeof value) {
    case 'undefined': return ['undefined']
    case 'string': return value.length > 400 ? ['huge'] : ['s', value]
    case 'number': return ['n', Object.is(value, -0) ? '-0' : String(value)]
    case 'bigint': return ['i', String(value)]
    case 'boolean': return ['b', value]
    case 'symbol': return ['sym', String(value.description)]
    case 'function': return ['fn', value.name]
  }
  if (above.includes(value)) return ['cycle']
  const inner = (one) => encode(one, locals, depth + 1, [...above, value], budget)
  const tag = Object.prototype.toString.call(value).slice(8, -1)
  const name = value.constructor?.name ?? ''
  if (tag === 'Date') return isNaN(value.getTime()) ? ['other', 'Date'] : ['date', value.toISOString()]
  if (tag === 'RegExp') return ['re', String(value)]
  if (ArrayBuffer.isView(value)) return value.byteLength > 200 ? ['huge'] : name === 'DataView' ? ['other', name] : ['bytes', name, [...value].map(Number)]
  if (Array.isArray(value)) return value.length > 60 ? ['huge'] : ['list', value.map(inner)]
  if (tag === 'Map') return value.size > 40 ? ['huge'] : ['map', [...value].map(([key, one]) => [inner(key), inner(one)])]
  if (tag === 'Set') return value.size > 40 ? ['huge'] : ['set', [...value].map(inner)]
  if (tag === 'Promise' || tag === 'WeakMap' || tag === 'ArrayBuffer') return ['other', tag]
  const names = Object.keys(value)
  if (names.length > 60) return ['huge']
  const fields = names.map((field) => { try { return [field, inner(value[field])] } catch { return [field, ['huge']] } })
  if (tag === 'Error' || value instanceof Error)
    return ['error', value.name, [['message', encode(String(value.message), [])], ...fields.filter(([field]) => !['message', 'name', 'stack'].includes(field))]]
  return ['object', name === 'Object' || Object.getPrototypeOf(value) === null ? '' : name, fields]
}
const eyes = new Session()
eyes.connect()
const asked = (method, words) => { let got; eyes.post(method, words, (_error, answer) => { got = answer }); return got }
asked('Profiler.enable')
asked('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
const ran = () => {
  const { result } = asked('Profiler.takePreciseCoverage')
  const found = []
  for (const { url, functions } of result) {
    if (!url.endsWith(UNIT)) continue
    const all = functions.flatMap(({ ranges, functionName }) => ranges.map((range, i) => ({ ...range, isWhole: i === 0, functionName })))
    const end = Math.max(0, ...all.map(({ endOffset }) => endOffset))
    const paint = new Uint8Array(end)
    for (const { startOffset, endOffset, count } of all.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset)) paint.fill(count > 0 ? 1 : 0, startOffset, endOffset)
    for (const { startOffset, endOffset, count, isWhole } of all) if (count === 0 && !isWhole) found.push('!' + startOffset + '-' + endOffset)
    const edges = [...new Set(all.flatMap(({ startOffset, endOffset }) => [startOffset, endOffset]))].sort((a, b) => a - b)
    edges.forEach((from, i) => { const to = edges[i + 1] ?? end; for (let at = from; at < to; ) { const start = at; while (at < to && paint[at] === paint[start]) at++; if (paint[start]) found.push(start + '-' + at) } })
  }
  return found
}
const answered = (response) => {
  let body = response.body
  try { if (/json/.test(response.headers['content-type'] ?? '')) body = response.json() } catch {}
  return { statusCode: response.statusCode, isJson: typeof body !== 'string' || /json/.test(response.headers['content-type'] ?? ''), body }
}
class Left extends Error {}
const observe = async (id, run) => {
  const exit = process.exit
  const environment = process.env
  process.exit = () => { throw new Left('exit') }
  const note = { id, outcome: 'hung', isAsync: false, value: ['undefined'], calls: [], covered: [] }
  let locals = []
  let stubs = []
  let timer
  ran()
  try {
    const running = run((own, spied) => { locals = own; stubs = spied }, (given) => { note.isAsync = given !== null && typeof given === 'object' && typeof given.then === 'function'; return given })
    const late = new Promise((_resolve, reject) => { timer = setTimeout(() => reject(late), PATIENCE) })
    late.catch(() => {})
    try {
      const value = await Promise.race([running, late])
      note.outcome = 'returned'
      note.value = encode(value, locals)
    } catch (error) {
      if (error === late) return
      note.outcome = error instanceof Left ? 'left' : 'threw'
      note.value = encode(error, [])
    }
    note.calls = stubs.map(([name, calls]) => [name, calls().map((words) => ['list', [...words].map((word) => encode(word, locals))])])
  } finally {
    clearTimeout(timer)
    note.covered = ran()
    process.exit = exit
    process.env = environment
    appendFileSync(SEEN, JSON.stringify(note) + '\\n')
  }
}
if (process.env.ORCHESTRATE_SHIFT !== undefined) {
  const Real = Date
  const shift = Number(process.env.ORCHESTRATE_SHIFT)
  globalThis.Date = class Date extends Real {
    constructor(...words) { if (words.length === 0) super(Real.now() + shift); else super(...words) }
    static now() { return Real.now() + shift }
  }
  let seed = 7
  Math.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647
}
`

export function probeText(
  imports: readonly string[],
  cases: readonly Case[],
  unit: string,
  dialect: Dialect,
): string {
  const { isModule, isTypeScript, test } = dialect
  const own = [
    importLine('appendFileSync', 'node:fs', isModule),
    importLine('Session', 'node:inspector', isModule),
  ]
  return [
    ...(isTypeScript ? ['// @ts-nocheck'] : []),
    ...dialect.head,
    ...own,
    ...imports,
    `const UNIT = ${JSON.stringify(`/${unit}`)}, SEEN = ${JSON.stringify(SEEN)}, PATIENCE = ${PATIENCE}`,
    EYES,
    "describe('probe', () => {",
    ...cases.map(
      (one) =>
        `${test}(${JSON.stringify(one.id)}, () => observe(${JSON.stringify(one.id)}, async (tell, given) => {\n${body(one, dialect)}\n}))`,
    ),
    '})',
    '',
  ].join('\n')
}

/** Registers each plugin, and writes down which routes and functions that has added. */
export function discoveryText(
  imports: readonly string[],
  plugins: readonly (readonly [string, readonly string[]])[],
  dialect: Dialect,
): string {
  const { isModule, isTypeScript, test } = dialect
  return [
    ...(isTypeScript ? ['// @ts-nocheck'] : []),
    ...dialect.head,
    importLine('appendFileSync', 'node:fs', isModule),
    ...imports,
    `const SEEN = ${JSON.stringify(SEEN)}`,
    SCHEMAS,
    ...plugins.map(([name, lines]) => {
      const [first = '', ...rest] = lines.filter((line) => line.startsWith('const app ='))
      const others = lines.filter((line) => line !== first)
      return `${test}(${JSON.stringify(name)}, async () => {
const routes = []
const note = { id: ${JSON.stringify(name)}, routes: [], decorators: [] }
try {
${first}
const known = new Set(Object.keys(app))
app.addHook('onRoute', (route) => { routes.push(route) })
${[...rest, ...others].join('\n')}
await app.ready()
note.decorators = Object.keys(app).filter((key) => !known.has(key) && typeof app[key] === 'function' && app[key].length >= 2)
} catch (error) { note.error = String(error?.message) }
note.routes = routes.flatMap((route) => [route.method].flat().map((method) => ({ method, url: route.url, parts: partsOf(route.schema) })))
appendFileSync(SEEN, JSON.stringify(note) + '\\n')
})`
    }),
    '',
  ].join('\n')
}

function body({ arrange, act, stubs, yields, isResponse }: Case, dialect: Dialect): string {
  const locals = arrange.flatMap((line) => /^const (\w+) =/.exec(line)?.[1] ?? [])
  const names = locals.map((name) => `['${name}', ${name}]`).join(', ')
  const spied = stubs.map((stub) => `['${stub}', () => ${dialect.calls(stub)}]`).join(', ')
  const tell = `tell([${names}], [${spied}])`
  const call =
    isResponse === true
      ? `return answered(await given(${act}))`
      : yields === undefined
        ? `return await given(${act})`
        : `given(${yields === 'later' ? 'Promise.resolve()' : 'undefined'}); const result = []; for ${yields === 'later' ? 'await ' : ''}(const item of ${act}) { result.push(item); if (result.length > 50) throw new Left('endless') }\nreturn result`
  return [...arrange, tell, call].join('\n')
}
