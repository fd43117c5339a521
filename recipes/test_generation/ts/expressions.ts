/** One expression of a shape: a usual value, and what else it could have been; what holds stubs has a name of its own. */
import type { Answer } from './answers.js'
import { leftOut } from './knobs.js'
import { key, numbers, quote, singular, spoken, strings, unknowns } from './literals.js'
import type { Param, Shape } from './unit.js'
import { stringsFor } from './words.js'
import type { Writing } from './writing.js'
import { choose, free, isUsed } from './writing.js'

/** More options of one value than this are not worth their time. */
const MANY = 14

/** What holds stubs is declared under its own name, so that a test can speak of it. */
export function top({ name, shape }: Param, at: string, writing: Writing): string {
  if (shape.is === 'function') return declared(name, answering(shape, name, at, writing), writing, true)
  if (shape.is !== 'object') return write(shape, name, at, writing, 0)
  const fields: string[] = []
  for (const field of shape.fields) {
    const isStub =
      field.shape.is === 'object' && field.shape.fields.some(({ shape }) => shape.is === 'function')
    if (!isStub || !isUsed(field.name, writing)) continue
    const code = stubsOf(field.shape, field.name, `${at}.${field.name}`, writing)
    fields.push(`${field.name}: ${code}`)
  }
  if (shape.fields.some(({ shape: inner, name: own }) => inner.is === 'function' && isUsed(own, writing)))
    return stubsOf(shape, name, at, writing)
  if (fields.length === 0) return write(shape, name, at, writing, 0)
  const rest = shape.fields.filter(({ name: own }) => !fields.some((field) => field.startsWith(`${own}:`)))
  for (const code of objectFields(rest, shape.isPartial, at, writing, 0)) fields.push(code)
  return `{ ${fields.map((field) => field.replace(/^(\w+): \1$/, '$1')).join(', ')} }`
}

/** Declares an object of stubs, and gives its name. */
export function stubsOf(shape: Shape, name: string, at: string, writing: Writing): string {
  if (shape.is !== 'object') return write(shape, name, at, writing, 0)
  const lines: string[] = []
  const own = free(name, writing)
  for (const field of shape.fields) {
    if (!isUsed(field.name, writing)) {
      if (!field.isOptional) writing.isLoose = true
      continue
    }
    const inner = `${at}.${field.name}`
    if (field.shape.is === 'function') {
      if (writing.choices.has(leftOut(`${own}.${field.name}`))) {
        writing.isLoose = true
        continue
      }
      lines.push(`${key(field.name)}: ${answering(field.shape, field.name, inner, writing, own)}`)
      writing.stubs.push(`${own}.${field.name}`)
    } else lines.push(`${key(field.name)}: ${write(field.shape, field.name, inner, writing, 1)}`)
  }
  if (shape.isPartial) writing.isLoose = true
  const object = braces(lines)
  if (shape.call === undefined) writing.arrange.push(`const ${own} = ${object}`)
  else {
    const call = answering(shape.call, own, `${at}()`, writing)
    writing.arrange.push(`const ${own} = ${lines.length === 0 ? call : `Object.assign(${call}, ${object})`}`)
    writing.stubs.push(own)
  }
  return own
}

function declared(name: string, code: string, writing: Writing, isStub: boolean): string {
  const own = free(name, writing)
  writing.arrange.push(`const ${own} = ${code}`)
  if (isStub) writing.stubs.push(own)
  return own
}

/** A stub that answers as its type says; the last option is that it fails. */
function answering(
  shape: Shape & { is: 'function' },
  name: string,
  at: string,
  writing: Writing,
  owner?: string,
): string {
  return writing.dialect.stub(answerOf(shape, name, at, writing, owner))
}

/** What a stub gives when it is called. */
export function answerOf(
  shape: Shape & { is: 'function' },
  name: string,
  at: string,
  writing: Writing,
  owner?: string,
): Answer {
  const answer = chosenAnswer(shape, name, at, writing, owner)
  if (answer.kind === 'returns' || answer.kind === 'resolves') writing.answers.push(answer.code)
  else if (answer.kind === 'this' && owner !== undefined) writing.answers.push(owner)
  return answer
}

function chosenAnswer(
  shape: Shape & { is: 'function' },
  name: string,
  at: string,
  writing: Writing,
  owner?: string,
): Answer {
  if (shape.isThis) return { kind: 'this' }
  if (shape.fails !== undefined) return { kind: shape.isAsync ? 'rejects' : 'throws', code: shape.fails }
  // What only hands out other stubs does not fail: these do.
  const isWay = !shape.isAsync && shape.returns.is === 'object' && holdsStubs(shape.returns, writing)
  const failing = !isWay && choose(writing, `${at}!`, [`\`${name}\` works`, `\`${name}\` fails`]) === 1
  if (failing) return { kind: shape.isAsync ? 'rejects' : 'throws', code: `new Error('${name} failed')` }
  if (shape.runs !== undefined && owner !== undefined) {
    const given = shape.runs.map((one, i) =>
      one === 'itself' ? owner : write(one, name, `${at}(${i})`, writing, 2),
    )
    return { kind: 'runs', code: given.join(', ') }
  }
  const code = write(shape.returns, name, `${at}()`, writing, 1)
  if (shape.later !== undefined) {
    const later = shape.later.map((one, i) => write(one, name, `${at}()#${i + 1}`, writing, 1))
    return { kind: 'sequence', isAsync: shape.isAsync, codes: [code, ...later] }
  }
  if (shape.isAsync) return { kind: 'resolves', code }
  return code === 'undefined' ? { kind: 'nothing' } : { kind: 'returns', code }
}

/** An object with functions in it has a name, so that a test can tell what was asked of it. */
const holdsStubs = (shape: Shape & { is: 'object' }, writing: Writing): boolean =>
  shape.call !== undefined ||
  shape.fields.some(({ name, shape: { is } }) => is === 'function' && isUsed(name, writing))

const ownName = ({ name }: Shape & { is: 'object' }, otherwise: string): string =>
  name === undefined
    ? otherwise
    : name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (start) => start.toLowerCase())

/** One expression of a shape. `name` is what it is called by, for the values that a name suggests. */
export function write(shape: Shape, name: string, at: string, writing: Writing, depth: number): string {
  const { unit, dialect } = writing
  switch (shape.is) {
    case 'code':
      return shape.code
    case 'nothing':
      return 'undefined'
    case 'string':
      return pick(writing, at, name, strings(name, unit.literals, depth).map(quote))
    case 'number':
      return pick(writing, at, name, numbers(name, unit.literals, depth).map(String))
    case 'bigint':
      return pick(writing, at, name, ['10n', '0n'])
    case 'boolean':
      return pick(writing, at, name, ['true', 'false'])
    case 'unknown':
      return pick(writing, at, name, depth > 1 ? ["'text'"] : unknowns(name, unit.literals))
    case 'either': {
      const chosen = choose(
        writing,
        `${at}|`,
        shape.of.map((one, i) => `\`${name}\` is ${said(one, i)}`),
      )
      return write(shape.of[chosen] ?? { is: 'nothing' }, name, `${at}|${chosen}`, writing, depth)
    }
    case 'list':
      return list(shape, name, at, writing, depth)
    case 'tuple':
      return `[${shape.items.map((item, i) => write(item, name, `${at}[${i}]`, writing, depth + 1)).join(', ')}]`
    case 'record': {
      const inner = write(shape.item, singular(name), `${at}{}`, writing, depth + 1)
      const chosen = choose(writing, `${at}{`, [`\`${name}\` has an entry`, `\`${name}\` is empty`])
      if (shape.wrap === 'Map') return chosen === 1 ? 'new Map()' : `new Map([['one', ${inner}]])`
      return chosen === 1 ? '{}' : `{ one: ${inner} }`
    }
    case 'object':
      if (depth > 0 && holdsStubs(shape, writing)) return stubsOf(shape, ownName(shape, name), at, writing)
      return braces(objectFields(shape.fields, shape.isPartial, at, writing, depth))
    case 'function': {
      if (depth > 0 || shape.isThis) return answering(shape, name, at, writing)
      return dialect.stub({ kind: 'nothing' })
    }
  }
}

const braces = (fields: readonly string[]): string =>
  fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`

function objectFields(
  fields: Extract<Shape, { is: 'object' }>['fields'],
  isPartial: boolean,
  at: string,
  writing: Writing,
  depth: number,
): string[] {
  if (isPartial && fields.length === 0) writing.isLoose = true
  const isWide = fields.length > 8
  return fields.flatMap((field) => {
    const used = isUsed(field.name, writing)
    const inner = `${at}.${field.name}`
    const isDeep = field.shape.is === 'object' || field.shape.is === 'function' || field.shape.is === 'either'
    if (!used && (field.isOptional || isPartial || isDeep || isWide)) {
      if (!field.isOptional) writing.isLoose = true
      return []
    }
    if (
      field.isOptional &&
      choose(writing, `${inner}?`, [`\`${field.name}\` is given`, `\`${field.name}\` is missing`]) === 1
    )
      return []
    return [`${key(field.name)}: ${write(field.shape, field.name, inner, writing, depth + 1)}`]
  })
}

function list(
  shape: Extract<Shape, { is: 'list' }>,
  name: string,
  at: string,
  writing: Writing,
  depth: number,
): string {
  const { item, wrap } = shape
  if (wrap === 'Promise') {
    const chosen = choose(writing, `${at}~`, [`\`${name}\` resolves`, `\`${name}\` rejects`])
    if (chosen === 1) return `Promise.reject(new Error('${name} failed'))`
    const code = write(item, name, `${at}~0`, writing, depth)
    return `Promise.resolve(${code === 'undefined' ? '' : code})`
  }
  const one = singular(name)
  const inner = [write(item, one, `${at}[0]`, writing, depth + 1)]
  const chosen = choose(writing, `${at}[`, [
    `\`${name}\` has items`,
    `\`${name}\` is empty`,
    `\`${name}\` has one item`,
  ])
  const second =
    item.is === 'string' ? quote(stringsFor(one)[1] ?? 'other') : item.is === 'number' ? '1' : inner[0]
  const items = chosen === 1 ? [] : chosen === 2 ? inner : [...inner, second ?? '']
  const code = `[${items.join(', ')}]`
  if (wrap === 'Set') return `new Set(${code})`
  if (wrap === 'iterator') return `${code}.values()`
  if (wrap === 'generator') return `(async function* () { yield* ${code} })()`
  return code
}

function pick(writing: Writing, at: string, name: string, options: readonly string[]): string {
  const few = [...new Set(options)].slice(0, MANY)
  return (
    few[
      choose(
        writing,
        at,
        few.map((code) => `\`${name}\` is ${spoken(code)}`),
      )
    ] ?? 'undefined'
  )
}

function said(shape: Shape, i: number): string {
  if (shape.is === 'nothing') return 'undefined'
  if (shape.is === 'code') return spoken(shape.code)
  if (shape.is === 'list' && shape.wrap === undefined) return 'a list'
  return i === 0 ? 'there' : `${/^[aeiou]/.test(shape.is) ? 'an' : 'a'} ${shape.is}`
}
