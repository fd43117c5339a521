/** A source taken apart still does what it did, counts what runs, and becomes each of its mutants when that is switched on. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import * as ts from 'typescript'
import type { Anatomy } from '../../../recipes/test_generation/ts/anatomy.js'
import { anatomyOf } from '../../../recipes/test_generation/ts/anatomy.js'

const apart = (text: string): Anatomy =>
  anatomyOf(ts, ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true))

/** What an expression comes to after the source, with a mutant on, and what was seen on the way. */
function run({ text }: Anatomy, expression: string, mutant = -1) {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  })
  const program = `const exports = {}; ${outputText}; __o.active = ${mutant}; __o.limit = 1000; __o.seen = new Set(); [${expression}, [...__o.seen].filter((one) => one[0] !== 'm')]`
  const [value, seen]: readonly unknown[] = runInNewContext(program) as readonly unknown[]
  return JSON.parse(JSON.stringify([value, seen])) as readonly [unknown, readonly string[]]
}

const SOURCE = `'use strict'
import type { User } from './user'
/** Of age? */
export function label(user: { age?: number; name?: { first: string } } | undefined, more: readonly string[] = []): string {
  if (!user) return 'nobody'
  else if ((user.age ?? 0) >= 18 && more.length === 0) return \`adult \${user.name?.first}\`
  switch (more[0]) {
    case 'short': return 'm'
    default:
  }
  let text = ''
  for (const one of more) text += one + '-'
  return more.length > 2 ? 'many' : text
}
`

test('a source that is taken apart does what it did, and tells the statements and branches that run', () => {
  const anatomy = apart(SOURCE)
  assert.deepEqual(
    ['label(undefined)', "label({ age: 18, name: { first: 'Ada' } })", "label({}, ['a', 'b'])"].map((call) =>
      run(anatomy, call),
    ),
    [
      ['nobody', ['s0', 'b0', 's1']],
      ['adult Ada', ['s0', 'b1', 's2', 'b5', 'b2', 's3']],
      ['a-b-', ['s0', 'b1', 's2', 'b4', 'b3', 's4', 'b7', 's6', 's7', 's8', 's9', 'b9']],
    ],
  )
  assert.deepEqual(
    anatomy.branches.map(({ line, within, when }) => `${line} ${within}: ${when}`),
    [
      '5 label: only when `!user`',
      '6 label: only when not `!user`',
      '6 label: only when `(user.age ?? 0) >= 18 && more.length === 0`',
      '6 label: only when not `(user.age ?? 0) >= 18 && more.length === 0`',
      '6 label: only when `user.age` is missing',
      '6 label: only when `(user.age ?? 0) >= 18`',
      "8 label: only in the case `'short'`",
      '9 label: only in no other case',
      '13 label: only when `more.length > 2`',
      '13 label: only when not `more.length > 2`',
    ],
  )
})

test('each mutant is what its operator makes of the source, and the others stay out of it', () => {
  const anatomy = apart(
    'export const f = (a: number, b?: { c: number }) => { note(a); return a < 2 ? b?.c : [a, "x"] }\nfunction note(n: number) { n }',
  )
  assert.deepEqual(
    anatomy.mutants.map(({ from, to }) => `${from} → ${to}`),
    [
      'note(a) → undefined',
      'a < 2 ? b?.c : [a, "x"] → undefined',
      'a < 2 → true',
      'a < 2 → false',
      'a < 2 → (a) <= (2)',
      '2 → 3',
      'b?.c → b.c',
      '[a, "x"] → []',
      '"x" → \'\'',
    ],
  )
  const told = anatomy.mutants.map(({ id }) => run(anatomy, 'f(2)', id)[0])
  assert.deepEqual(told.slice(1), [null, null, [2, 'x'], null, null, [2, 'x'], [], [2, '']])
})

test('names, types, targets and directives are no values that could be others', () => {
  const { mutants } = apart(
    `'use strict'\nimport a from './a'\nexport * from './b'\ntype T = 'x' | 1 | true\n;[a.b] = [c]\nconst o = { 'k-1': d, 2: e }\nfor (const { f = 1 } of g) h\nexport class K { 'm'() {} }\nenum E { A = 1 }`,
  )
  assert.deepEqual(
    mutants.map(({ from }) => from),
    ['[c]', `{ 'k-1': d, 2: e }`],
  )
})

test('a mutant that never ends is cut short', () => {
  const anatomy = apart('export const f = (n: number) => { let i = n; while (i > 0) { i = i - 1 } return i }')
  const { id } = anatomy.mutants.find(({ to }) => to === '(i) + (1)') ?? { id: -1 }
  assert.throws(() => run(anatomy, 'f(3)', id), { message: 'endless' })
  assert.equal(run(anatomy, 'f(3)')[0], 0)
})
