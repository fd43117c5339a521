/** What a unit exports that can be tested, and what it takes to call each of it. */
import type * as TS from 'typescript'
import type { Reach } from './reach.js'
import type { Shapes } from './shapes.js'
import type { Callable, Field, Subject } from './unit.js'

type Compiler = typeof TS

/** A unit while it is read. */
export interface Reading {
  readonly ts: Compiler
  readonly checker: TS.TypeChecker
  readonly source: TS.SourceFile
  readonly shapes: Shapes
  readonly reach: Reach
}

export function subjectsOf(reading: Reading): readonly Subject[] {
  const { ts, checker, source } = reading
  const module = checker.getSymbolAtLocation(source)
  if (module === undefined) return []
  const found: Subject[] = []
  for (const exported of [...mainOf(reading, module), ...checker.getExportsOfModule(module)]) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
    const [declaration] = symbol.declarations ?? []
    if (declaration?.getSourceFile() !== source) continue
    const isDefault = exported.name === 'default' || exported.name === 'export=' || isMain(module, exported)
    const name = isDefault ? nameOfDefault(ts, declaration, source) : exported.name
    const subject = subjectOf(reading, symbol, declaration)
    if (subject !== undefined) found.push({ name, export: isDefault ? 'default' : 'named', ...subject })
  }
  return found
}

/** `module.exports = f`, where `f` has exports of its own besides: these alone count as the module's. */
export function mainOf(
  { ts, checker }: Pick<Reading, 'ts' | 'checker'>,
  module: TS.Symbol,
): readonly TS.Symbol[] {
  const [given] = module.exports?.get(ts.InternalSymbolName.ExportEquals)?.declarations ?? []
  if (given === undefined || !ts.isBinaryExpression(given) || !ts.isIdentifier(given.right)) return []
  const symbol = checker.getSymbolAtLocation(given.right)
  const isCalled = symbol?.declarations?.some(
    (one) => ts.isFunctionDeclaration(one) || ts.isClassDeclaration(one),
  )
  return symbol !== undefined && isCalled === true ? [symbol] : []
}

const isMain = (module: TS.Symbol, symbol: TS.Symbol): boolean =>
  module.exports?.get(symbol.escapedName) !== symbol

function nameOfDefault(ts: Compiler, declaration: TS.Declaration, source: TS.SourceFile): string {
  const named = ts.getNameOfDeclaration(declaration)
  if (named !== undefined && ts.isIdentifier(named) && named.text !== 'default') return named.text
  const base = source.fileName.split('/').at(-1)?.split('.')[0] ?? ''
  const words = base === 'index' ? (source.fileName.split('/').at(-2) ?? 'unit') : base
  return words.replace(/[^\w]+(\w?)/g, (_whole, next: string) => next.toUpperCase()).replace(/^\d/, '_$&')
}

type Bare<S> = S extends unknown ? Omit<S, 'name' | 'export'> : never

function subjectOf(
  reading: Reading,
  symbol: TS.Symbol,
  declaration: TS.Declaration,
): Bare<Subject> | undefined {
  const { ts, checker, shapes } = reading
  if (!(symbol.flags & ts.SymbolFlags.Value) || symbol.flags & ts.SymbolFlags.ConstEnum) return undefined
  const type = checker.getTypeOfSymbolAtLocation(symbol, declaration)
  const [construct] = type.getConstructSignatures()
  if (construct !== undefined && symbol.flags & ts.SymbolFlags.Class)
    return classOf(reading, type, construct, declaration)
  const [signature] = type.getCallSignatures()
  if (signature !== undefined) {
    const call = withReach(shapes.callable('', signature), reading, [declaration])
    return isPlugin(checker, signature, declaration)
      ? {
          kind: 'plugin',
          framework: 'fastify',
          call,
          decorations: decorationsOf(reading, signature, declaration),
        }
      : (factoryOf(reading, signature, call, declaration) ?? { kind: 'function', call })
  }
  const methods = methodsOf(reading, type, declaration)
  return methods.length > 0 ? { kind: 'object', methods } : { kind: 'value' }
}

function classOf(
  reading: Reading,
  type: TS.Type,
  construct: TS.Signature,
  declaration: TS.Declaration,
): Bare<Subject> {
  const { ts, shapes } = reading
  if (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Abstract)
    return { kind: 'closed', why: 'it is abstract: the classes that extend it are what can be tested' }
  const instance = construct.getReturnType()
  // What is made with an object counts for each of its methods.
  const made = ts.isClassLike(declaration)
    ? declaration.members.filter((one) => ts.isConstructorDeclaration(one) || ts.isPropertyDeclaration(one))
    : []
  return {
    kind: 'class',
    made: 'new',
    construct: withReach(shapes.callable('constructor', construct), reading, made),
    methods: methodsOf(reading, instance, declaration, made),
    statics: methodsOf(reading, type, declaration),
  }
}

/** What gives an object of functions is tested by these: `createUsers({ db }).find(id)`. */
function factoryOf(
  reading: Reading,
  signature: TS.Signature,
  construct: Callable,
  declaration: TS.Declaration,
): Bare<Subject> | undefined {
  const { ts, checker } = reading
  const given = signature.getReturnType()
  const type = checker.getAwaitedType(given) ?? given
  if (!(type.flags & ts.TypeFlags.Object) || type.getCallSignatures().length > 0) return undefined
  // An object of a class is tested as one.
  if (((type.symbol as TS.Symbol | undefined)?.flags ?? 0) & ts.SymbolFlags.Class) return undefined
  const methods = methodsOf(reading, type, declaration, [declaration])
  return methods.length === 0 ? undefined : { kind: 'class', made: 'call', construct, methods, statics: [] }
}

/** Functions that lie in a value, at most one level deep; private ones and those of libraries apart. */
function methodsOf(
  reading: Reading,
  type: TS.Type,
  at: TS.Declaration,
  made: readonly TS.Node[] = [],
  prefix = '',
): readonly Callable[] {
  const { ts, checker, shapes } = reading
  const found: Callable[] = []
  if (checker.isArrayType(type) || type.flags & ts.TypeFlags.Any) return found
  for (const property of checker.getPropertiesOfType(type)) {
    const [declaration] = property.declarations ?? []
    if (declaration?.getSourceFile().fileName.includes('/node_modules/') !== false) continue
    if (ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected))
      continue
    if (!/^[A-Za-z$][\w$]*$/.test(property.name) || property.name === 'prototype') continue
    const inner = checker.getTypeOfSymbolAtLocation(property, at)
    const [signature] = inner.getCallSignatures()
    if (signature !== undefined)
      found.push(
        withReach(shapes.callable(prefix + property.name, signature), reading, [declaration, ...made]),
      )
    else if (
      prefix === '' &&
      inner.flags & ts.TypeFlags.Object &&
      declaration.getSourceFile() === at.getSourceFile()
    )
      found.push(...methodsOf(reading, inner, at, made, `${property.name}.`))
  }
  return found
}

function isPlugin(checker: TS.TypeChecker, signature: TS.Signature, at: TS.Declaration): boolean {
  const [first] = signature.getParameters()
  if (first === undefined) return false
  const type = checker.getTypeOfSymbolAtLocation(first, at)
  return ['inject', 'register', 'decorate', 'addHook'].every((name) => type.getProperty(name) !== undefined)
}

/** What the project declares on the application itself, and the unit speaks of. */
function decorationsOf(
  { ts, checker, shapes }: Reading,
  signature: TS.Signature,
  at: TS.Declaration,
): readonly Field[] {
  const [first] = signature.getParameters()
  if (first === undefined) return []
  const { text } = at.getSourceFile()
  return checker
    .getPropertiesOfType(checker.getTypeOfSymbolAtLocation(first, at))
    .flatMap((property): Field[] => {
      const file = property.declarations?.[0]?.getSourceFile().fileName ?? '/node_modules/'
      if (file.includes('/node_modules/') || !new RegExp(`\\b${property.name}\\b`).test(text)) return []
      if (new RegExp(`decorate\\(\\s*['"]${property.name}['"]`).test(text)) return []
      const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0
      return [
        {
          name: property.name,
          isOptional,
          shape: shapes.of(checker.getTypeOfSymbolAtLocation(property, at)),
        },
      ]
    })
}

function withReach(call: Callable, { ts, reach }: Reading, nodes: readonly TS.Node[]): Callable {
  // Of `exports.f = …` the name alone is the declaration.
  const reached = nodes.map((node) =>
    reach.of(ts.isBinaryExpression(node.parent) && node.parent.left === node ? node.parent : node),
  )
  const [outlets, uses] = [
    reached.flatMap((one) => [...one.outlets.keys()]),
    reached.flatMap((one) => [...one.uses]),
  ].map((names) => [...new Set(names)].sort())
  const fetches = reached.some((one) => one.fetches)
  return { ...call, outlets: outlets ?? [], uses: uses ?? [], ...(fetches ? { fetches } : {}) }
}
