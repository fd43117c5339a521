/** The text of a test file that registers plugins and writes down what that adds to an application. */
import type { Dialect } from './dialect.js'
import { importLine } from './imports.js'
import { SEEN } from './probe.js'

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
await app.close()
} catch (error) { note.error = String(error?.message) }
note.routes = routes.flatMap((route) => [route.method].flat().map((method) => ({ method, url: route.url, parts: partsOf(route.schema) })))
appendFileSync(SEEN, JSON.stringify(note) + '\\n')
})`
    }),
    '',
  ].join('\n')
}
