/** Reads a source file by the TypeScript compiler: what it exports, and what it takes to call that. */
import type * as TS from 'typescript'
import { anatomyOf } from './anatomy.js'
import { clientsOf } from './clients.js'
import { goalsOf } from './goals.js'
import { fetchedIn } from './fetched.js'
import { entryOf } from './loading.js'
import { openOutside } from './outside.js'
import { openReach } from './reach.js'
import { openShapes } from './shapes.js'
import { subjectsOf } from './subjects.js'
import { remembers } from './state.js'
import { usedIn } from './uses.js'
import type { Literals, Subject, Unit } from './unit.js'

type Compiler = typeof TS

/** `root` and `path` of the file, absolute and from there. */
export function readUnit(ts: Compiler, root: string, path: string): Unit {
  const program = openProgram(ts, root, path)
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(`${root}/${path}`)
  if (source === undefined) throw new Error(`${path} cannot be read`)
  const reach = openReach(ts, checker, source, openOutside(ts))
  const shapes = openShapes(ts, checker, source, reach.own)
  const subjects = subjectsOf({ ts, checker, source, shapes, reach })
  const entry = entryOf(ts, source, subjects, reach)
  return {
    path,
    reads: program
      .getSourceFiles()
      .map(({ fileName }) => fileName)
      .filter((name) => name.startsWith(`${root}/`) && !name.includes('/node_modules/'))
      .map((name) => name.slice(root.length + 1))
      .sort(),
    subjects,
    goals: goalsOf({ ts, checker, at: source }, root, nameOfMain(subjects)),
    uses: [...new Set(reach.own.flatMap((file) => usedIn(ts, file)))].sort(),
    literals: literalsOf(ts, source),
    usesClock: /\bDate\.now\(|\bnew Date\(\s*\)|\bDate\(\)/.test(source.text),
    isStateful: reach.own.some((file) => remembers(ts, file)),
    env: [
      ...new Set(
        [...source.text.matchAll(/\bprocess\.env(?:\.(\w+)|\[['"](\w+)['"]\])/g)].flatMap(
          ([, a, b]) => a ?? b ?? [],
        ),
      ),
    ],
    packages: importsOf(ts, source).filter((name) => !name.startsWith('.')),
    installed: [],
    clients: clientsOf(ts, program, root, reach, shapes, entry),
    ...(entry === undefined ? {} : { entry }),
    anatomy: anatomyOf(ts, source),
    fetched: fetchedIn(ts, checker, source, shapes),
  }
}

const nameOfMain = (subjects: readonly Subject[]): string =>
  subjects.find((one) => one.export === 'default')?.name ?? 'default'

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
