/** A TypeScript or JavaScript file as its declarations by name, and where its other names come from. */
import type * as t from '@babel/types'
import type { ParserPlugin } from '@babel/parser'

export type TypeNode =
  t.TSInterfaceDeclaration | t.TSTypeAliasDeclaration | t.TSEnumDeclaration | t.ClassDeclaration

export interface Source {
  readonly path: string
  readonly text: string
  readonly types: ReadonlyMap<string, TypeNode>
  /** What a name of a value is set to, where it is declared with `const`. */
  readonly values: ReadonlyMap<string, t.Expression>
  readonly functions: ReadonlyMap<string, t.Function>
  /** Local name by the name that it is exported under. */
  readonly exports: ReadonlyMap<string, string>
  readonly imports: ReadonlyMap<string, Imported>
  /** Modules of which everything is exported again. */
  readonly passedOn: readonly string[]
  readonly body: readonly t.Statement[]
}

/** A name of another module: `default` for what it exports as a whole. */
interface Imported {
  readonly from: string
  readonly name: string
}

export type Parse = (path: string, text: string) => Source | undefined

/** Loaded when the first template needs it. */
export async function openParser(): Promise<Parse> {
  const { parse } = await import('@babel/parser')
  return (path, text) => {
    const plugins: ParserPlugin[] = ['decorators-legacy']
    if (/\.[cm]?tsx?$/.test(path)) plugins.push('typescript')
    if (/\.(?:[jt]sx|js)$/.test(path)) plugins.push('jsx')
    try {
      const { program } = parse(text, { sourceType: 'unambiguous', plugins, errorRecovery: true })
      return sourceOf(path, text, program.body)
    } catch {
      return undefined // what nobody can parse has no type for us
    }
  }
}

function sourceOf(path: string, text: string, body: readonly t.Statement[]): Source {
  const types = new Map<string, TypeNode>()
  const values = new Map<string, t.Expression>()
  const functions = new Map<string, t.Function>()
  const exports = new Map<string, string>()
  const imports = new Map<string, Imported>()
  const passedOn: string[] = []

  function declare(statement: t.Statement | t.Declaration): string[] {
    switch (statement.type) {
      case 'TSInterfaceDeclaration':
      case 'TSTypeAliasDeclaration':
      case 'TSEnumDeclaration':
        types.set(statement.id.name, statement)
        return [statement.id.name]
      case 'ClassDeclaration':
        if (!statement.id) return []
        types.set(statement.id.name, statement)
        return [statement.id.name]
      case 'FunctionDeclaration':
        if (!statement.id) return []
        functions.set(statement.id.name, statement)
        return [statement.id.name]
      case 'VariableDeclaration':
        return statement.declarations.flatMap(({ id, init }) => {
          for (const [local, one] of requiredBy(id, init)) imports.set(local, one)
          if (id.type !== 'Identifier') return []
          if (init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression')
            functions.set(id.name, init)
          else if (init) values.set(id.name, init)
          return [id.name]
        })
      default:
        return []
    }
  }

  for (const statement of body)
    switch (statement.type) {
      case 'ImportDeclaration':
        for (const one of statement.specifiers)
          imports.set(one.local.name, {
            from: statement.source.value,
            name:
              one.type === 'ImportSpecifier'
                ? nameOf(one.imported)
                : one.type === 'ImportDefaultSpecifier'
                  ? 'default'
                  : '*',
          })
        break
      case 'ExportNamedDeclaration':
        if (statement.declaration) for (const name of declare(statement.declaration)) exports.set(name, name)
        for (const one of statement.specifiers) {
          if (one.type !== 'ExportSpecifier') continue
          exports.set(nameOf(one.exported), one.local.name)
          if (statement.source)
            imports.set(one.local.name, { from: statement.source.value, name: one.local.name })
        }
        break
      case 'ExportDefaultDeclaration': {
        const { declaration } = statement
        if (declaration.type === 'Identifier') exports.set('default', declaration.name)
        else {
          const [name = ''] = isNamed(declaration) ? declare(declaration) : []
          if (name === '' && isFunction(declaration)) functions.set('', declaration)
          exports.set('default', name)
        }
        break
      }
      case 'ExportAllDeclaration':
        passedOn.push(statement.source.value)
        break
      case 'ExpressionStatement':
        for (const [exported, local] of commonJs(statement.expression)) exports.set(exported, local)
        break
      default:
        declare(statement)
    }
  return { path, text, types, values, functions, exports, imports, passedOn, body }
}

/** `const a = require('b')`, `const { a } = require('b')`. */
function requiredBy(id: t.Node, init: t.Expression | null | undefined): [string, Imported][] {
  if (init?.type !== 'CallExpression' || init.callee.type !== 'Identifier' || init.callee.name !== 'require')
    return []
  const [first] = init.arguments
  if (first?.type !== 'StringLiteral') return []
  const from = first.value
  if (id.type === 'Identifier') return [[id.name, { from, name: 'default' }]]
  if (id.type !== 'ObjectPattern') return []
  return id.properties.flatMap((one): [string, Imported][] =>
    one.type === 'ObjectProperty' && one.key.type === 'Identifier' && one.value.type === 'Identifier'
      ? [[one.value.name, { from, name: one.key.name }]]
      : [],
  )
}

const isNamed = (
  node: t.Node,
): node is t.ClassDeclaration | t.FunctionDeclaration | t.TSInterfaceDeclaration =>
  ['ClassDeclaration', 'FunctionDeclaration', 'TSInterfaceDeclaration'].includes(node.type)

const isFunction = (node: t.Node): node is t.ArrowFunctionExpression | t.FunctionDeclaration =>
  node.type === 'ArrowFunctionExpression' || node.type === 'FunctionDeclaration'

const nameOf = (node: t.Identifier | t.StringLiteral): string =>
  node.type === 'Identifier' ? node.name : node.value

/** `module.exports = { a, b: c }`, `module.exports = a`, `exports.a = b`. */
function commonJs(node: t.Expression): [string, string][] {
  if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return []
  const { object, property } = node.left
  const name = property.type === 'Identifier' ? property.name : ''
  const isModule = object.type === 'Identifier' && object.name === 'module' && name === 'exports'
  const isMember =
    (object.type === 'Identifier' && object.name === 'exports') ||
    (object.type === 'MemberExpression' &&
      object.object.type === 'Identifier' &&
      object.object.name === 'module')
  if (isMember) return node.right.type === 'Identifier' ? [[name, node.right.name]] : []
  if (!isModule) return []
  if (node.right.type === 'Identifier') return [['default', node.right.name]]
  if (node.right.type !== 'ObjectExpression') return []
  return node.right.properties.flatMap((one): [string, string][] =>
    one.type === 'ObjectProperty' && one.key.type === 'Identifier' && one.value.type === 'Identifier'
      ? [[one.key.name, one.value.name]]
      : [],
  )
}
