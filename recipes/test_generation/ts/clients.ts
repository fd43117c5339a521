/** The modules of a unit that reach beyond the process, with the shapes of what the unit takes of them. */
import type * as TS from 'typescript'
import type { Binding } from './bindings.js'
import { bindingOf } from './bindings.js'
import { LISTENS } from './loading.js'
import { isOfNode } from './outside.js'
import type { Reach } from './reach.js'
import type { Shapes } from './shapes.js'
import type { Client, Entry, Field, Outlet, Shape } from './unit.js'

type Compiler = typeof TS

export function clientsOf(
  ts: Compiler,
  program: TS.Program,
  root: string,
  reach: Reach,
  shapes: Shapes,
  entry?: Entry,
): readonly Client[] {
  const checker = program.getTypeChecker()
  const bindings = new Map<string, Binding>()
  for (const file of reach.own)
    for (const [local, binding] of reach.of(file).outlets)
      if (!bindings.has(local) && !(entry?.asks.includes(LISTENS) === true && isOfNode(binding.specifier)))
        bindings.set(local, binding)
  // An entry is loaded by each test, when it is known what its stubs answer.
  const loaded = entry === undefined ? reach.atLoad() : []
  const byModule = new Map<string, { client: Client; outlets: Outlet[] }>()
  for (const [local, binding] of bindings) {
    const path = pathOf(ts, program, root, binding)
    const key = path ?? binding.specifier
    const kept = loaded
      .filter((one) => one.binding.local === local)
      .map(({ path: way, keptAs }) => ({ path: way, as: keptAs }))
    const outlet = { ...outletOf(ts, checker, binding, shapes, reach), kept }
    const before = byModule.get(key)
    if (before !== undefined) before.outlets.push(outlet)
    else {
      const client = {
        from: binding.specifier,
        ...(path === undefined ? {} : { path }),
        outlets: [],
        isShared: false,
      }
      byModule.set(key, { client, outlets: [outlet] })
    }
  }
  return [...byModule].map(([key, { client, outlets }]) => ({
    ...client,
    outlets,
    isShared: takesMore(ts, program, root, key, new Set(outlets.map(({ name }) => name))),
  }))
}

function outletOf(
  ts: Compiler,
  checker: TS.TypeChecker,
  binding: Binding,
  shapes: Shapes,
  reach: Reach,
): Omit<Outlet, 'kept'> {
  const { name, local } = binding
  const type = checker.getTypeOfSymbolAtLocation(binding.symbol, binding.source)
  const ways = waysOf(ts, checker, binding, reach)
  const [construct] = type.getConstructSignatures()
  const call = ways.has('call') ? (shapes.called(type) ?? ANSWERS) : undefined
  const makes = !ways.has('new')
    ? undefined
    : construct === undefined
      ? NOTHING_KNOWN
      : instanceOf(construct.getReturnType(), shapes)
  return {
    name,
    local,
    ...(call === undefined ? {} : { call }),
    ...(makes === undefined ? {} : { makes }),
    members: ways.has('member') ? shapes.members(type).filter(({ name: one }) => ways.has(`.${one}`)) : [],
  }
}

/** Of a class of the project all that others may ask of it, for it may only be handed on. */
function instanceOf(type: TS.Type, shapes: Shapes): Shape {
  const fields: readonly Field[] = shapes.members(type)
  const name = (type.symbol as TS.Symbol | undefined)?.name
  return { is: 'object', isPartial: true, fields, ...(name === undefined ? {} : { name }) }
}

const NOTHING_KNOWN: Shape = { is: 'object', isPartial: true, fields: [] }

const ANSWERS: Shape & { readonly is: 'function' } = {
  is: 'function',
  isAsync: false,
  isThis: false,
  returns: { is: 'unknown' },
}

/** What is done with an import: it is called, it is constructed, something of it is asked for. */
function waysOf(ts: Compiler, checker: TS.TypeChecker, binding: Binding, reach: Reach): ReadonlySet<string> {
  const ways = new Set<string>()
  const visit = (node: TS.Node): void => {
    if (ts.isIdentifier(node) && isUse(ts, checker, node, binding)) {
      const { parent } = node
      if (ts.isPropertyAccessExpression(parent) && parent.expression === node)
        ways.add('member').add(`.${parent.name.text}`)
      else if (ts.isNewExpression(parent) && parent.expression === node) ways.add('new')
      else ways.add('call')
    }
    ts.forEachChild(node, visit)
  }
  for (const file of reach.own) visit(file)
  return ways
}

function isUse(
  ts: Compiler,
  checker: TS.TypeChecker,
  node: TS.Identifier,
  { symbol, local }: Binding,
): boolean {
  if (node.text !== local || ts.isTypeNode(node.parent) || ts.isQualifiedName(node.parent)) return false
  const found = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node)
  return found === symbol && !(symbol.declarations ?? []).some((one) => one === node.parent)
}

/** The file that an import means, from the root, where it is one of the project. */
function pathOf(
  ts: Compiler,
  program: TS.Program,
  root: string,
  { specifier, source }: Pick<Binding, 'specifier' | 'source'>,
): string | undefined {
  const { resolvedModule } = ts.resolveModuleName(
    specifier,
    source.fileName,
    program.getCompilerOptions(),
    ts.sys,
  )
  const file = resolvedModule?.resolvedFileName
  if (file === undefined || !file.startsWith(`${root}/`) || file.includes('/node_modules/')) return undefined
  return file.slice(root.length + 1)
}

/** Does a file of the project take something of the module that is not replaced? */
function takesMore(
  ts: Compiler,
  program: TS.Program,
  root: string,
  key: string,
  replaced: ReadonlySet<string>,
): boolean {
  if (replaced.has('*') || replaced.has('=')) return false
  return program.getSourceFiles().some(
    (file) =>
      !file.isDeclarationFile &&
      !file.fileName.includes('/node_modules/') &&
      file.statements.some((one) => {
        if (!ts.isImportDeclaration(one) || !ts.isStringLiteral(one.moduleSpecifier)) return false
        const specifier = one.moduleSpecifier.text
        if (specifier !== key && !/^[./@#~]/.test(specifier)) return false
        if ((pathOf(ts, program, root, { specifier, source: file }) ?? specifier) !== key) return false
        return namesOf(ts, program.getTypeChecker(), one).some((name) => !replaced.has(name))
      }),
  )
}

/** Names that are imported as values. */
function namesOf(ts: Compiler, checker: TS.TypeChecker, { importClause }: TS.ImportDeclaration): string[] {
  if (importClause === undefined || importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return []
  const names = importClause.name === undefined ? [] : ['default']
  const { namedBindings } = importClause
  if (namedBindings === undefined) return names
  if (ts.isNamespaceImport(namedBindings)) return [...names, '*']
  return [
    ...names,
    ...namedBindings.elements.flatMap((one) => {
      const symbol = checker.getSymbolAtLocation(one.name)
      const binding = symbol && bindingOf(ts, symbol)
      return binding === undefined || !isUsedAsValue(ts, checker, binding)
        ? []
        : [(one.propertyName ?? one.name).text]
    }),
  ]
}

/** Of a class only the type may be of interest. */
function isUsedAsValue(ts: Compiler, checker: TS.TypeChecker, binding: Binding): boolean {
  const visit = (node: TS.Node): boolean =>
    !(ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) &&
    !ts.isImportDeclaration(node) &&
    ((ts.isIdentifier(node) && isUse(ts, checker, node, binding)) ||
      (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false))
  return visit(binding.source)
}
