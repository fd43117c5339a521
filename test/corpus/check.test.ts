/** The corpus check on files of our own, without its linter and program; and that it would see what it looks for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PIPELINE } from '../recipes/config_edit/actions/deployments.js'
import { workflows } from '../recipes/config_edit/actions/workflows.js'
import { configs, tryConfigs } from './configs.js'
import { guarantees } from './guarantees.js'
import { newMessages } from './lint.js'
import { differenceOutside } from './outside.js'
import { ownedIn, valueOf } from './owned.js'
import { ownSubjects } from './subjects.js'
import { Tally } from './tally.js'
import { tryWorkflows } from './workflows.js'

for (const name of ['commented.yml', 'flow.yml', 'windows-four.yml', 'python.yml'])
  test(`every action and edit keeps the laws on ${name}`, async () => {
    const tally = new Tally()
    const done = await tryWorkflows(
      ownSubjects.filter((subject) => subject.name === name),
      tally,
    )
    assert.deepEqual(tally.violations, [])
    assert.ok(done.length > 15)
  })

test('every edit of a configuration keeps the laws, and is there when it is loaded', async () => {
  const tally = new Tally()
  await tryConfigs(configs.slice(0, 4), tally)
  assert.deepEqual(tally.violations, [])
})

const BEFORE = `# the file
a: 1   # one
b: { x: 1, y: 2 }

# of c
c:
  - u  # first
  - v
`
const region = [
  { kind: 'key', key: 'c' },
  { kind: 'index', index: 1 },
] as const
const outside = (after: string): string | undefined =>
  differenceOutside(BEFORE, after, ownedIn(BEFORE, after, [region]), ownedIn(after, BEFORE, [region]))

test('what changes in a region, or goes with it, is no difference', () => {
  assert.equal(outside(BEFORE), undefined)
  assert.equal(outside(BEFORE.replace('- v', '- w # new')), undefined)
  assert.equal(outside(BEFORE.replace('  - v\n', '')), undefined)
  assert.equal(outside(BEFORE.replace('  - v\n', '\n  - v:\n      w: 1\n')), undefined)
})

test('every other difference is told, in white space and comments too', () => {
  const others: readonly (readonly [from: string, to: string, told: string])[] = [
    ['a: 1', 'a: 2', 'other text outside: line 2: a: 1   # one → line 2: a: 2   # one'],
    ['   # one', ' # one', 'other white space outside: line 2: a: 1   # one → line 2: a: 1 # one'],
    ['# of c\n', '', 'other text outside: line 5: # of c → line 5: c:'],
    ['2 }\n\n', '2 }\n', 'other white space outside: line 5: # of c → line 4: # of c'],
    ['{ x: 1,', '{x: 1,', 'other white space outside: line 3: b: { x: 1, y: 2 } → line 3: b: {x: 1, y: 2 }'],
    ['  # first', '', 'other text outside: line 7: - u  # first → line 9: '],
  ]
  for (const [from, to, told] of others) assert.equal(outside(BEFORE.replace(from, to)), told)
})

test('no guarantee is taken for kept in a workflow with the sins that it is for', () => {
  const asked: Readonly<Record<string, object>> = { add_approval_gates: { jobs: { test: 'production' } } }
  const kept = [...guarantees].flatMap(([name, guarantee]) =>
    [...workflows.values(), PIPELINE].every((text) => {
      const file = valueOf(text)
      return guarantee(file, (asked[name] ?? {}) as Readonly<Record<string, unknown>>, file).length === 0
    })
      ? [name]
      : [],
  )
  assert.deepEqual(kept, [])
})

test('a message that stands once more than before is a new one', () => {
  assert.deepEqual(newMessages(['a', 'b'], ['b', 'a', 'a']), ['a'])
  assert.deepEqual(newMessages(['a'], []), [])
})
