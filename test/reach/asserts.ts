/** What the tests of a file assert: how many there are, and how many say only that something throws. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from '@babel/parser'

export interface Asserts {
  readonly tests: number
  /** All that they assert is a throw. */
  readonly throwing: number
  /** They assert nothing at all. */
  readonly silent: number
}

const PYTHON = fileURLToPath(new URL('./preload/asserts.py', import.meta.url))

export function assertsIn(root: string, files: readonly string[]): Asserts {
  const script = files.filter((path) => !path.endsWith('.py'))
  const python = files.filter((path) => path.endsWith('.py'))
  const counts = script.map((path) => countIn(readFileSync(join(root, path), 'utf8'), path))
  if (python.length > 0) {
    const { stdout } = spawnSync('python3', [PYTHON, ...python.map((path) => join(root, path))], {
      encoding: 'utf8',
    })
    counts.push(JSON.parse(stdout) as Asserts)
  }
  const sum = (key: keyof Asserts): number => counts.reduce((total, one) => total + one[key], 0)
  return { tests: sum('tests'), throwing: sum('throwing'), silent: sum('silent') }
}

export function countIn(text: string, path: string): Asserts {
  const plugins = /\.[cm]?tsx?$/.test(path) ? (['typescript'] as const) : (['jsx'] as const)
  const { program } = parse(text, { sourceType: 'unambiguous', plugins: [...plugins] })
  const tests = [...nodesIn(program)]
    .filter(isTest)
    .map(({ arguments: words = [] }) => [...nodesIn(words.at(-1))])
  const kinds = tests.map((nodes) => nodes.flatMap((node) => assertionOf(node)))
  return {
    tests: tests.length,
    throwing: kinds.filter((all) => all.length > 0 && all.every((kind) => kind === 'throws')).length,
    silent: kinds.filter((all) => all.length === 0).length,
  }
}

/** As far as it matters here. */
interface Node {
  readonly type?: string
  readonly name?: string
  readonly callee?: Node
  readonly object?: Node
  readonly property?: Node
  readonly arguments?: readonly Node[]
}

function* nodesIn(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return
  if ('type' in value) yield value as Node // what the parser answers
  for (const [key, inner] of Object.entries(value))
    if (key !== 'loc' && !key.endsWith('Comments')) yield* nodesIn(inner)
}

const isTest = ({ type, callee, arguments: words = [] }: Node): boolean =>
  type === 'CallExpression' &&
  ['test', 'it'].includes(callee?.name ?? callee?.object?.name ?? '') &&
  (words.at(-1)?.type ?? '').includes('Function')

/** `expect(…).…toThrow(…)`, `assert.rejects(…)`: what is called last says which. */
function assertionOf({ type, callee }: Node): readonly ('throws' | 'says')[] {
  if (type !== 'CallExpression' || callee?.type !== 'MemberExpression') return []
  const chain = namesIn(callee)
  const last = chain.at(-1) ?? ''
  if (chain[0] === 'assert') return [/^(?:throws|rejects)$/.test(last) ? 'throws' : 'says']
  if (chain[0] !== 'expect' || !/^to[A-Z]/.test(last)) return []
  return [last.startsWith('toThrow') || chain.includes('rejects') ? 'throws' : 'says']
}

/** `expect(x).resolves.toBe` is `expect resolves toBe`. */
function namesIn({ type, name, callee, object, property }: Node): readonly string[] {
  if (type === 'Identifier') return [name ?? '']
  if (type === 'CallExpression' && callee !== undefined) return namesIn(callee)
  if (type === 'MemberExpression' && object !== undefined) return [...namesIn(object), property?.name ?? '']
  return []
}
