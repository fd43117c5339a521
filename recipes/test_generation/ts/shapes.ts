/** From the compiler's types to shapes: what values of a type look like, as deep as it is worth. */
import type * as TS from 'typescript'
import type { Callable, Field, Param, Shape } from './unit.js'
import { askedTypes } from './asked.js'
import { quote } from './literals.js'
import { usedIn } from './uses.js'

type Compiler = typeof TS

export interface Shapes {
  callable(name: string, signature: TS.Signature): Callable
  of(type: TS.Type): Shape
  /** Of a value that is called. */
  called(type: TS.Type): (Shape & { readonly is: 'function' }) | undefined
  /** What is asked of a value by the unit; all that it has, of a type of the project. */
  members(type: TS.Type): readonly Field[]
}

const UNKNOWN: Shape = { is: 'unknown' }

const DEEPEST = 5

/** What comes of a client is what a test is about: it is looked into further than what is handed in. */
const FAR = -3
const MANY_FIELDS = 40

/** Types of the platform, by a value of each. */
const KNOWN: Readonly<Record<string, string>> = {
  Date: "new Date('2024-01-15T10:00:00.000Z')",
  Buffer: "Buffer.from('text')",
  Uint8Array: 'new Uint8Array([1, 2, 3])',
  ArrayBufferView: 'new Uint8Array([1, 2, 3])',
  ArrayBuffer: 'new ArrayBuffer(8)',
  RegExp: '/a+/',
  URL: "new URL('https://example.com/path?q=1')",
  URLSearchParams: "new URLSearchParams('q=1')",
  Error: "new Error('failed')",
  AbortSignal: 'new AbortController().signal',
  AbortController: 'new AbortController()',
  WeakMap: 'new WeakMap()',
  Function: '() => undefined',
  Headers: "new Headers({ accept: 'application/json' })",
  Symbol: "Symbol('mark')",
}

/** An identifier that is asked for nothing else is as good as a text. */
const IS_TEXT = /^(toString|valueOf|toJSON)$/

/** `own`: the unit, and what it stands on. */
export function openShapes(
  ts: Compiler,
  checker: TS.TypeChecker,
  at: TS.SourceFile,
  own: readonly TS.SourceFile[] = [at],
): Shapes {
  const used = new Set(own.flatMap((file) => usedIn(ts, file)))

  /** `uses` of a library's type are enough; a type of the project is filled. */
  function isOurs(symbol: TS.Symbol | undefined): boolean {
    if (symbol?.name === '__type' || symbol?.name === '__object') return true
    const file = symbol?.declarations?.[0]?.getSourceFile().fileName
    return file === undefined || !/\/node_modules\/|\/typescript\/lib\//.test(file)
  }

  const asked = askedTypes(ts, checker, own)

  const nameOf = (type: TS.Type): string => (type.symbol as TS.Symbol | undefined)?.name ?? ''
  const argument = (type: TS.Type, i: number): TS.Type | undefined =>
    checker.getTypeArguments(type as TS.TypeReference)[i]

  function of(type: TS.Type, depth = 0, above: readonly TS.Type[] = []): Shape {
    const { flags } = type
    const F = ts.TypeFlags
    if (type.isStringLiteral()) return { is: 'code', code: quote(type.value) }
    if (type.isNumberLiteral()) return { is: 'code', code: String(type.value) }
    if (flags & F.BooleanLiteral) return { is: 'code', code: checker.typeToString(type) }
    if (flags & F.Null) return { is: 'code', code: 'null' }
    if (flags & (F.Undefined | F.Void)) return { is: 'nothing' }
    if (flags & F.Boolean) return { is: 'boolean' }
    if (type.isUnion()) return either(type, depth, above)
    if (flags & (F.String | F.TemplateLiteral | F.StringMapping)) return { is: 'string' }
    if (flags & F.Number) return { is: 'number' }
    if (flags & F.BigInt) return { is: 'bigint' }
    if (flags & F.ESSymbol) return { is: 'code', code: "Symbol('mark')" }
    if (flags & (F.Any | F.Unknown | F.Never)) return { is: 'unknown' }
    if (flags & F.NonPrimitive) return { is: 'object', fields: [], isPartial: true }
    if (flags & (F.TypeParameter | F.IndexedAccess | F.Conditional | F.Substitution | F.Index)) {
      const constraint = checker.getBaseConstraintOfType(type)
      return constraint === undefined || constraint === type ? { is: 'string' } : of(constraint, depth, above)
    }
    if (depth >= DEEPEST || above.includes(type)) return { is: 'object', fields: [], isPartial: true }
    return ofObject(type, depth, [...above, type])
  }

  function either(type: TS.UnionType, depth: number, above: readonly TS.Type[]): Shape {
    const F = ts.TypeFlags
    const isBoth = type.types.filter(({ flags }) => flags & F.BooleanLiteral).length === 2
    const parts = type.types.filter(({ flags }) => !isBoth || !(flags & F.BooleanLiteral))
    const shapes = parts.slice(0, 12).map((part) => of(part, depth, above))
    if (isBoth) shapes.push({ is: 'boolean' })
    // What is there comes before what is not: the first is the usual value.
    const isEmpty = (shape: Shape): boolean =>
      shape.is === 'nothing' || (shape.is === 'code' && shape.code === 'null')
    const sorted = [...shapes.filter((one) => !isEmpty(one)), ...shapes.filter(isEmpty)]
    return sorted.length === 1 && sorted[0] !== undefined ? sorted[0] : { is: 'either', of: sorted }
  }

  function ofObject(type: TS.Type, depth: number, above: readonly TS.Type[]): Shape {
    const name = nameOf(type)
    const inner = (one: TS.Type | undefined): Shape =>
      one === undefined ? { is: 'unknown' } : of(one, depth + 1, above)
    if (checker.isTupleType(type))
      return { is: 'tuple', items: checker.getTypeArguments(type as TS.TupleTypeReference).map(inner) }
    const array = type.isIntersection() ? type.types.find((one) => checker.isArrayType(one)) : undefined
    if (array !== undefined) return { is: 'list', item: inner(argument(array, 0)) }
    if (checker.isArrayType(type) || /^(ReadonlyArray|Iterable|IterableIterator)$/.test(name))
      return { is: 'list', item: inner(argument(type, 0)) }
    if (!isOurs(type.symbol)) {
      const known = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined
      if (known !== undefined) return { is: 'code', code: known }
      if (/^(Promise|PromiseLike)$/.test(name))
        return { is: 'list', wrap: 'Promise', item: inner(argument(type, 0)) }
      if (/^(Set|ReadonlySet)$/.test(name)) return { is: 'list', wrap: 'Set', item: inner(argument(type, 0)) }
      if (/^(Map|ReadonlyMap)$/.test(name))
        return { is: 'record', wrap: 'Map', item: inner(argument(type, 1)) }
      if (/^Async(Iterable|IterableIterator|Generator)$/.test(name))
        return { is: 'list', wrap: 'generator', item: inner(argument(type, 0)) }
      if (/^(Iterator|Generator)$/.test(name))
        return { is: 'list', wrap: 'iterator', item: inner(argument(type, 0)) }
    }
    const properties = checker.getPropertiesOfType(type)
    const signature = signatureOf(type)
    if (signature !== undefined && properties.length < 3) return ofFunction(signature, depth, above)
    const index = type.getStringIndexType()
    if (index !== undefined && properties.length === 0) return { is: 'record', item: inner(index) }
    // What has private members is taken for no other object: a stub of it is one in part, whatever it holds.
    const isPartial = (!isOurs(type.symbol) && properties.length > 3) || properties.some(isHidden)
    const fields = fieldsOf(properties, isPartial, depth, above)
    if (isPartial && fields.length > 0 && fields.every(({ name: one }) => IS_TEXT.test(one)))
      return { is: 'string' }
    const waits = thenOf(type, depth, above)
    return {
      is: 'object',
      isPartial,
      fields: waits === undefined ? fields : [...fields, waits],
      ...(/^(__|default$|$)/.test(name) ? {} : { name }),
      ...(signature === undefined ? {} : { call: ofFunction(signature, depth, above) }),
    }
  }

  /** Of several, the one that the unit calls. */
  function signatureOf(type: TS.Type): TS.Signature | undefined {
    const all = type.getCallSignatures()
    return all.find(({ declaration }) => declaration !== undefined && asked.has(declaration)) ?? all[0]
  }

  /** What it is waited for to give: a query that is built, and then awaited. */
  function thenOf(type: TS.Type, depth: number, above: readonly TS.Type[]): Field | undefined {
    if (type.getProperty('then') === undefined) return undefined
    const given = checker.getAwaitedType(type)
    const runs = [given === undefined || given === type ? UNKNOWN : of(given, depth + 1, above)]
    return {
      name: 'then',
      isOptional: false,
      shape: { is: 'function', isAsync: false, isThis: false, returns: UNKNOWN, runs },
    }
  }

  /** Nothing is asked of it but what it will be. */
  function isAwaited(type: TS.Type): boolean {
    if (/^(Promise|PromiseLike)$/.test(nameOf(type))) return true
    if (type.getProperty('then') === undefined) return false
    const own = checker.getPropertiesOfType(type).filter(({ name }) => !/^(then|catch|finally)$/.test(name))
    return !own.some(({ name }) => used.has(name))
  }

  function fieldsOf(
    properties: readonly TS.Symbol[],
    isPartial: boolean,
    depth: number,
    above: readonly TS.Type[],
  ): Field[] {
    const fields: Field[] = []
    for (const property of properties) {
      if (fields.length >= MANY_FIELDS || property.name.startsWith('__@') || isHidden(property)) continue
      if (isPartial && !used.has(property.name)) continue
      if (isPartial && /^(then|catch|finally)$/.test(property.name)) continue
      const type = checker.getTypeOfSymbolAtLocation(property, at)
      fields.push({
        name: property.name,
        isOptional: (property.flags & ts.SymbolFlags.Optional) !== 0,
        shape: present(of(type, depth + 1, above), property),
      })
    }
    return fields
  }

  /** Of what may be left out, the value that it has where it is not. */
  function present(shape: Shape, { flags }: TS.Symbol): Shape {
    if (shape.is !== 'either' || !(flags & ts.SymbolFlags.Optional)) return shape
    const there = shape.of.filter(({ is }) => is !== 'nothing')
    return there.length === 1 && there[0] !== undefined ? there[0] : { is: 'either', of: there }
  }

  function isHidden(symbol: TS.Symbol): boolean {
    const [declaration] = symbol.declarations ?? []
    if (declaration === undefined) return false
    if (ts.isPropertyDeclaration(declaration) && ts.isPrivateIdentifier(declaration.name)) return true
    const flags = ts.getCombinedModifierFlags(declaration)
    return (flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0
  }

  function ofFunction(
    signature: TS.Signature,
    depth: number,
    above: readonly TS.Type[],
  ): Shape & { is: 'function' } {
    const types = (signature.declaration && asked.get(signature.declaration)) ?? [signature.getReturnType()]
    const [type = signature.getReturnType()] = types
    const isThis =
      above.includes(type) ||
      ((type as { isThisType?: boolean }).isThisType ?? false) ||
      above.some(
        (one) =>
          (one.symbol as TS.Symbol | undefined) !== undefined &&
          one.symbol === type.symbol &&
          one.symbol.name !== '__type',
      )
    const isAsync = isAwaited(type)
    const results = types.map((one) => (isAsync ? (checker.getAwaitedType(one) ?? one) : one))
    const returns: Shape = isThis
      ? { is: 'unknown' }
      : results.map((one) => of(one, depth + 1, above)).reduce(merged)
    const runs = runOf(signature, depth, above)
    return { is: 'function', isAsync, isThis, returns, ...(runs === undefined ? {} : { runs }) }
  }

  /** What it hands to a function that it is given: `transaction(async (tx) => …)`. */
  function runOf(
    signature: TS.Signature,
    depth: number,
    above: readonly TS.Type[],
  ): readonly (Shape | 'itself')[] | undefined {
    for (const symbol of signature.getParameters().slice(0, 2)) {
      const type = checker.getTypeOfSymbolAtLocation(symbol, at)
      const [inner] = checker.getNonNullableType(type).getCallSignatures()
      if (inner === undefined) continue
      return inner.getParameters().map((one) => {
        const given = checker.getTypeOfSymbolAtLocation(one, at)
        const isOuter = above.some((outer) => outer === given || checker.isTypeAssignableTo(outer, given))
        return isOuter ? 'itself' : of(given, depth + 1, above)
      })
    }
    return undefined
  }

  function param(symbol: TS.Symbol): Param {
    const declaration = symbol.valueDeclaration
    const type = checker.getTypeOfSymbolAtLocation(symbol, declaration ?? at)
    const isParameter = declaration !== undefined && ts.isParameter(declaration)
    const isRest = isParameter && declaration.dotDotDotToken !== undefined
    const shape = of(isRest ? (argument(type, 0) ?? type) : type)
    return {
      name: symbol.name.startsWith('__') ? 'input' : symbol.name,
      isOptional:
        isParameter && (declaration.questionToken !== undefined || declaration.initializer !== undefined),
      isRest,
      shape,
    }
  }

  function callable(name: string, signature: TS.Signature, isInner = false): Callable {
    const type = signature.getReturnType()
    const kind = nameOf(type)
    const yields = kind === 'AsyncGenerator' ? 'later' : kind === 'Generator' ? 'now' : undefined
    const result = kind === 'Promise' ? (argument(type, 0) ?? type) : type
    const [returned] = isOurs(result.symbol) ? result.getCallSignatures() : []
    const returns = returned !== undefined && !isInner ? callable(name, returned, true) : undefined
    return {
      name,
      params: signature.getParameters().map(param),
      isAsync: kind === 'Promise' || kind === 'PromiseLike',
      ...(returns === undefined ? {} : { returns }),
      ...(yields === undefined ? {} : { yields }),
    }
  }

  function called(type: TS.Type): (Shape & { readonly is: 'function' }) | undefined {
    const signature = signatureOf(type)
    return signature === undefined ? undefined : ofFunction(signature, FAR, [])
  }

  const members = (type: TS.Type): readonly Field[] =>
    fieldsOf(
      checker.getPropertiesOfType(type).filter(({ name }) => name !== 'prototype'),
      !isOurs(type.symbol),
      FAR,
      [type],
    )

  return { of: (type) => of(type), callable, called, members }
}

/** Objects of several calls become one that serves them all. */
function merged(one: Shape, other: Shape): Shape {
  if (one.is === 'object' && other.is === 'object') {
    const names = new Set(one.fields.map(({ name }) => name))
    return { ...one, fields: [...one.fields, ...other.fields.filter(({ name }) => !names.has(name))] }
  }
  if (one.is === 'list' && other.is === 'list') return { ...one, item: merged(one.item, other.item) }
  if (one.is === 'either' && other.is === 'either') {
    const [first, ...rest] = one.of
    const [second] = other.of
    return first === undefined || second === undefined
      ? one
      : { is: 'either', of: [merged(first, second), ...rest] }
  }
  if (one.is === 'either' && one.of[0] !== undefined)
    return { is: 'either', of: [merged(one.of[0], other), ...one.of.slice(1)] }
  if (other.is === 'either') return merged(other, one)
  return one.is === 'unknown' || one.is === 'nothing' ? other : one
}
