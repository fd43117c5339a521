/** What a script offers to those who import it, read off its syntax: a file of mere values has nothing that a test could call. */
import type * as t from '@babel/types'
import type { ParserPlugin } from '@babel/parser'

/** `nothing`: what it offers is another module's, or it offers none. In this order. */
export type Offer = 'nothing' | 'values' | 'behaviour'

const ORDER: readonly Offer[] = ['nothing', 'values', 'behaviour']

/** Loaded when it is needed first. What cannot be read, or exports in a way of its own, is taken for behaviour. */
export async function openOffers(): Promise<(text: string) => Offer> {
  const { parse } = await import('@babel/parser')
  const parsed = (text: string, plugins: readonly ParserPlugin[]): readonly t.Statement[] | undefined => {
    try {
      const options = { sourceType: 'unambiguous', errorRecovery: true, attachComment: false } as const
      return parse(text, { ...options, plugins: ['decorators-legacy', ...plugins] }).program.body
    } catch {
      return undefined
    }
  }
  return (text) => {
    const body = parsed(text, ['typescript']) ?? parsed(text, ['jsx', 'flow'])
    return body === undefined ? 'behaviour' : offerOf(new Module(body))
  }
}

function offerOf(module: Module): Offer {
  return module.offered.length === 0 && !module.passesOn
    ? 'behaviour'
    : most(module.offered.map((node) => module.kindOf(node)))
}

const most = (offers: readonly Offer[]): Offer =>
  offers.reduce((a, b) => (ORDER.indexOf(a) < ORDER.indexOf(b) ? b : a), 'nothing')

/** The statements of one file: what each name stands for, and what is offered. */
class Module {
  readonly offered: t.Node[] = []
  /** It offers what other modules have. */
  passesOn = false
  /** What a name is declared as, and what is put into it. */
  private readonly named = new Map<string, t.Node[]>()

  constructor(body: readonly t.Statement[]) {
    for (const statement of body) this.take(statement)
  }

  kindOf(node: t.Node, seen: readonly string[] = []): Offer {
    const inner = within(node)
    if (inner !== undefined) return most(inner.map((one) => this.kindOf(one, seen)))
    if (node.type !== 'Identifier') return plainKind(node)
    if (seen.includes(node.name)) return 'nothing'
    const its = this.named.get(node.name) ?? []
    return most(its.map((one) => this.kindOf(one, [...seen, node.name])))
  }

  private take(statement: t.Statement): void {
    switch (statement.type) {
      case 'ExportNamedDeclaration':
        if (statement.declaration) this.offered.push(...this.declared(statement.declaration))
        if (statement.source) this.passesOn = true
        else
          for (const one of statement.specifiers)
            if (one.type === 'ExportSpecifier') this.offered.push(one.local)
        return
      case 'ExportDefaultDeclaration':
        this.declared(statement.declaration)
        return void this.offered.push(statement.declaration)
      case 'TSExportAssignment':
        return void this.offered.push(statement.expression)
      case 'ExportAllDeclaration':
        this.passesOn = true
        return
      case 'ExpressionStatement':
        return void this.assigned(statement.expression)
      case 'BlockStatement':
        for (const one of statement.body) this.take(one)
        return
      case 'IfStatement':
        this.take(statement.consequent)
        if (statement.alternate) this.take(statement.alternate)
        return
      default:
        this.declared(statement)
    }
  }

  /** The names that a declaration makes. */
  private declared(node: t.Node): t.Node[] {
    if ('declare' in node && node.declare === true) return []
    if (node.type === 'VariableDeclaration')
      return node.declarations.flatMap(({ id, init }) => {
        if (id.type !== 'Identifier' || !init) return []
        // What is put into `app` later on is offered with it: `const app = module.exports = {}`.
        if (this.assigned(init)) this.offered.push(id)
        this.call(id.name, init)
        return [id]
      })
    if (node.type === 'TSEnumDeclaration') return [node]
    if (node.type !== 'FunctionDeclaration' && node.type !== 'ClassDeclaration') return []
    if (node.id) this.call(node.id.name, node)
    return node.id ? [node.id] : [node]
  }

  private call(name: string, node: t.Node): void {
    this.named.set(name, [...(this.named.get(name) ?? []), node])
  }

  /** `module.exports = a = b`, `exports.a = b`, `a.b = c`: is something offered by it? */
  private assigned(node: t.Node): boolean {
    if (node.type !== 'AssignmentExpression') return false
    const root = rootOf(node.left)
    const isOffered = root === 'exports' || root === 'module'
    if (isOffered) this.offered.push(node.right)
    else if (root !== undefined) this.call(root, node.right)
    return this.assigned(node.right) || isOffered
  }
}

const rootOf = (node: t.Node): string | undefined =>
  node.type === 'MemberExpression' ? rootOf(node.object) : node.type === 'Identifier' ? node.name : undefined

/** The nodes that a node is as good as; undefined where it stands for itself. */
function within(node: t.Node): readonly t.Node[] | undefined {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
      return [node.expression]
    case 'AssignmentExpression':
      return [node.right]
    case 'ConditionalExpression':
      return [node.consequent, node.alternate]
    case 'LogicalExpression':
      return [node.left, node.right]
    case 'ObjectExpression':
      return node.properties.map((one) =>
        one.type === 'ObjectProperty' ? one.value : one.type === 'SpreadElement' ? one.argument : one,
      )
    case 'CallExpression':
      return /^Object\.(?:freeze|seal|assign)$/.test(nameOf(node.callee)) ? node.arguments : undefined
    default:
      return undefined
  }
}

const VALUES =
  /Literal$|^TemplateElement$|^(?:Array|Unary|Binary|Member|OptionalMember|TaggedTemplate)Expression$|^TS/
const DATA = /^(?:Array|Object|JSON|Symbol|String|Number|Boolean|BigInt|Math)\b|^structuredClone$/
const HOLDERS = /^(?:Map|Set|WeakMap|WeakSet|Date|RegExp|URL|Error|Array)$/

function plainKind(node: t.Node): Offer {
  if (VALUES.test(node.type)) return 'values'
  if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression')
    return node.body.body.some(isMethod) ? 'behaviour' : 'values'
  if (node.type === 'NewExpression') return HOLDERS.test(nameOf(node.callee)) ? 'values' : 'behaviour'
  if (node.type !== 'CallExpression') return 'behaviour'
  const name = nameOf(node.callee)
  return name === 'require' ? 'nothing' : DATA.test(name) ? 'values' : 'behaviour'
}

/** With a body that does something; fields and abstract methods have none. */
function isMethod(member: t.ClassBody['body'][number]): boolean {
  if (member.type === 'ClassMethod' || member.type === 'ClassPrivateMethod')
    return member.body.body.length > 0 || (member.kind === 'constructor' && member.params.length > 0)
  return (
    member.type === 'ClassProperty' &&
    (member.value?.type === 'ArrowFunctionExpression' || member.value?.type === 'FunctionExpression')
  )
}

/** `Object.freeze`. */
const nameOf = (node: t.Node): string =>
  node.type === 'Identifier'
    ? node.name
    : node.type === 'MemberExpression' && node.property.type === 'Identifier'
      ? `${nameOf(node.object)}.${node.property.name}`
      : ''
