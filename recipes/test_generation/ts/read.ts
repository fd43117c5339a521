/** Reads a source file by the TypeScript compiler: what it exports, and what it takes to call that. */
import type * as TS from 'typescript'
import type { Shapes } from './shapes.js'
import { openShapes } from './shapes.js'
import type { Callable, Field, Literals, Subject, Unit } from './unit.js'

type Compiler = typeof TS

/** `root` and `path` of the file, absolute and from there. */
export function readUnit(ts: Compiler, root: string, path: string): Unit {
  const program = openProgram(ts, root, path)
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(`${root}/${path}`)
  if (source === undefined) throw new Error(`${path} cannot be read`)
  const shapes = openShapes(ts, checker, source)
  return {
    path,
    reads: program
      .getSourceFiles()
      .map(({ fileName }) => fileName)
      .filter((name) => name.startsWith(`${root}/`) && !name.includes('/node_modules/'))
      .map((name) => name.slice(root.length + 1))
      .sort(),
    subjects: subjectsOf(ts, checker, source, shapes),
    uses: usesOf(ts, source),
    literals: literalsOf(ts, source),
    usesClock: /\bDate\.now\(|\bnew Date\(\s*\)|\bDate\(\)/.test(source.text),
    env: [
      ...new Set(
        [...source.text.matchAll(/\bprocess\.env(?:\.(\w+)|\[['"](\w+)['"]\])/g)].flatMap(
          ([, a, b]) => a ?? b ?? [],
        ),
      ),
    ],
    packages: importsOf(ts, source).filter((name) => !name.startsWith('.')),
    installed: [],
  }
}

/** With the settings of the nearest `tsconfig.json`; strict where there are none, for then `null` is seen in types. */
export function openProgram(ts: Compiler, root: string, path: string): TS.Program {
  const config = ts.findConfigFile(`${root}/${path}`, (name) => ts.sys.fileExists(name))
  const stands = !config?.startsWith(root)
    ? undefined
    : ts.getParsedCommandLineOfConfigFile(
        config,
        {},
        { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
      )
  const own: TS.CompilerOptions = stands?.options ?? {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
  }
  const ambient = (stands?.fileNames ?? []).filter((name) => name.endsWith('.d.ts'))
  return ts.createProgram([`${root}/${path}`, ...ambient], {
    ...own,
    allowJs: true,
    checkJs: false,
    strictNullChecks: true,
    noEmit: true,
    skipLibCheck: true,
    maxNodeModuleJsDepth: 0,
  })
}

function importsOf(ts: Compiler, source: TS.SourceFile): string[] {
  return source.statements.flatMap((one) =>
    ts.isImportDeclaration(one) && ts.isStringLiteral(one.moduleSpecifier) ? [one.moduleSpecifier.text] : [],
  )
}

function subjectsOf(
  ts: Compiler,
  checker: TS.TypeChecker,
  source: TS.SourceFile,
  shapes: Shapes,
): readonly Subject[] {
  const module = checker.getSymbolAtLocation(source)
  if (module === undefined) return []
  const found: Subject[] = []
  for (const exported of checker.getExportsOfModule(module)) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
    const [declaration] = symbol.declarations ?? []
    if (declaration?.getSourceFile() !== source) continue
    const isDefault = exported.name === 'default' || exported.name === 'export='
    const name = isDefault ? nameOfDefault(ts, declaration, source) : exported.name
    const subject = subjectOf(ts, checker, symbol, declaration, shapes)
    if (subject !== undefined) found.push({ name, export: isDefault ? 'default' : 'named', ...subject })
  }
  return found
}

function nameOfDefault(ts: Compiler, declaration: TS.Declaration, source: TS.SourceFile): string {
  const named = ts.getNameOfDeclaration(declaration)
  if (named !== undefined && ts.isIdentifier(named) && named.text !== 'default') return named.text
  const base = source.fileName.split('/').at(-1)?.split('.')[0] ?? ''
  const words = base === 'index' ? (source.fileName.split('/').at(-2) ?? 'unit') : base
  return words.replace(/[^\w]+(\w?)/g, (_whole, next: string) => next.toUpperCase()).replace(/^\d/, '_$&')
}

type Bare<S> = S extends unknown ? Omit<S, 'name' | 'export'> : never

function subjectOf(
  ts: Compiler,
  checker: TS.TypeChecker,
  symbol: TS.Symbol,
  declaration: TS.Declaration,
  shapes: Shapes,
): Bare<Subject> | undefined {
  if (!(symbol.flags & ts.SymbolFlags.Value) || symbol.flags & ts.SymbolFlags.ConstEnum) return undefined
  const type = checker.getTypeOfSymbolAtLocation(symbol, declaration)
  const [construct] = type.getConstructSignatures()
  if (construct !== undefined && symbol.flags & ts.SymbolFlags.Class)
    return classOf(ts, checker, type, construct, declaration, shapes)
  const [signature] = type.getCallSignatures()
  if (signature !== undefined) {
    const call = shapes.callable('', signature)
    return isPlugin(checker, signature, declaration)
      ? {
          kind: 'plugin',
          framework: 'fastify',
          call,
          decorations: decorationsOf(ts, checker, signature, declaration, shapes),
        }
      : { kind: 'function', call }
  }
  const methods = methodsOf(ts, checker, type, declaration, shapes, '')
  return methods.length > 0 ? { kind: 'object', methods } : { kind: 'value' }
}

function classOf(
  ts: Compiler,
  checker: TS.TypeChecker,
  type: TS.Type,
  construct: TS.Signature,
  declaration: TS.Declaration,
  shapes: Shapes,
): Bare<Subject> {
  if (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Abstract)
    return { kind: 'closed', why: 'it is abstract: the classes that extend it are what can be tested' }
  const instance = construct.getReturnType()
  return {
    kind: 'class',
    construct: shapes.callable('constructor', construct),
    methods: methodsOf(ts, checker, instance, declaration, shapes, ''),
    statics: methodsOf(ts, checker, type, declaration, shapes, ''),
  }
}

/** Functions that lie in a value, at most one level deep; private ones and those of libraries apart. */
function methodsOf(
  ts: Compiler,
  checker: TS.TypeChecker,
  type: TS.Type,
  at: TS.Declaration,
  shapes: Shapes,
  prefix: string,
): readonly Callable[] {
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
    if (signature !== undefined) found.push(shapes.callable(prefix + property.name, signature))
    else if (
      prefix === '' &&
      inner.flags & ts.TypeFlags.Object &&
      declaration.getSourceFile() === at.getSourceFile()
    )
      found.push(...methodsOf(ts, checker, inner, at, shapes, `${property.name}.`))
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
  ts: Compiler,
  checker: TS.TypeChecker,
  signature: TS.Signature,
  at: TS.Declaration,
  shapes: Shapes,
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

function usesOf(ts: Compiler, source: TS.SourceFile): string[] {
  const names = new Set<string>()
  const visit = (node: TS.Node): void => {
    if (ts.isPropertyAccessExpression(node)) names.add(node.name.text)
    else if (ts.isElementAccessExpression(node) && ts.isStringLiteral(node.argumentExpression))
      names.add(node.argumentExpression.text)
    else if (ts.isBindingElement(node)) {
      const name = node.propertyName ?? node.name
      if (ts.isIdentifier(name)) names.add(name.text)
    } else if (ts.isParameter(node) && ts.isIdentifier(node.name)) names.add(node.name.text)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return [...names].sort()
}

/** What values are compared with, or begin and end with. */
function literalsOf(ts: Compiler, source: TS.SourceFile): Literals {
  const strings = new Set<string>()
  const numbers = new Set<number>()
  const add = (node: TS.Node | undefined, more: (text: string) => string = (text) => text): void => {
    if (node === undefined) return
    if (ts.isStringLiteral(node) && node.text.length <= 60) strings.add(more(node.text))
    if (ts.isNumericLiteral(node)) {
      const value = Number(node.text)
      for (const near of [value, value + 1, value - 1]) numbers.add(near)
    }
  }
  const visit = (node: TS.Node): void => {
    if (ts.isBinaryExpression(node)) {
      const isCompared = /^(===?|!==?|<=?|>=?)$/.test(node.operatorToken.getText(source))
      if (isCompared) for (const side of [node.left, node.right]) add(side)
    } else if (ts.isCaseClause(node)) add(node.expression)
    else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const method = node.expression.name.text
      const [first] = node.arguments
      if (method === 'startsWith') add(first, (text) => `${text}abc`)
      else if (method === 'endsWith') add(first, (text) => `12${text}`)
      else if (/^(includes|indexOf|split|search)$/.test(method)) {
        add(first, (text) => `one${text}two`)
        if (ts.isArrayLiteralExpression(node.expression.expression))
          for (const item of node.expression.expression.elements) add(item)
      }
    } else if (ts.isElementAccessExpression(node)) add(node.argumentExpression)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return { strings: [...strings], numbers: [...numbers] }
}
