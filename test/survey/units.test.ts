/** What wants a test: risk × what is not covered. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainYaml } from '../../lib/roadmap/plain.js'
import { chooseUnits } from '../../lib/survey/roadmap/choose.js'
import { suiteItems, suitesOf } from '../../lib/survey/roadmap/checkpoints.js'
import { draftOf } from '../../lib/survey/roadmap/phases.js'
import type { Survey } from '../../lib/survey/survey.js'
import { surveyOf } from '../../lib/survey/survey.js'
import { openOffers } from '../../lib/world/offers.js'
import { json, looking } from './looking.js'

const offer = await openOffers()

const survey = (files: Readonly<Record<string, string>>): Survey =>
  surveyOf(looking(files), { yaml: plainYaml, offer }, 'folder')

const JEST = {
  'package.json': json({ name: 'api', scripts: { test: 'jest' }, devDependencies: { jest: '30' } }),
}
const CODE =
  'export function f(a) {\n  if (a) return 1\n  return a === 2 ? 3 : 4\n}\nexport const b = () => f(1)\nexport const c = () => f(2)\n'

const weighed = (files: Readonly<Record<string, string>>): (readonly [string, number])[] =>
  survey(files).standings.flatMap(({ units }) =>
    units.map(({ path, importers }) => [path, importers] as const),
  )

test('the graver and more imported come first; what has a test, only names types or only starts does not come', () => {
  assert.deepEqual(
    weighed({
      ...JEST,
      'src/plain.js': CODE,
      'src/auth.js': CODE,
      'src/used.js': CODE,
      'src/tested.js': CODE,
      'src/tested.test.js': '',
      'src/main.js': `import { f } from './used.js'\nf(process.argv)\n`,
      'src/names.js': `import './used.js'\nexport const A = 'a'\n`,
      'src/view.jsx': CODE,
      'src/types.d.ts': 'export declare function f(): void',
    }),
    [
      ['src/auth.js', 0],
      ['src/used.js', 2],
      ['src/plain.js', 0],
    ],
  )
})

test('what cannot be called wants no test, unless it reads the environment', () => {
  assert.deepEqual(
    weighed({
      ...JEST,
      'src/users.js': `export const users = Array.from({ length: 9 }, () => ({\n  name: 'ann',\n  age: 1,\n  id: 2,\n}))\n`,
      'src/config.js': `export default {\n  port: Number(process.env.PORT || 1),\n  host: process.env.HOST || '',\n  isTest: process.env.CI === 'true',\n}\n`,
      'src/user.dto.js': `export class UserDto {\n  @Transform(({ value }) => value?.trim())\n  name\n\n  @Transform(({ value }) => value?.trim())\n  mail\n}\n`,
    }).map(([path]) => path),
    ['src/config.js'],
  )
})

test('of Python, what is defined in one case alone wants none', () => {
  const service = { 'pyproject.toml': '[project]\nname = "a"\n[tool.pytest]\n', 'a/__init__.py': '' }
  const body = '    if b:\n        return 1\n    c = b\n    d = c\n    return d\n'
  const inner = body.replaceAll(/^/gm, '    ')
  assert.deepEqual(
    weighed({
      ...service,
      'a/helpers.py': `try:\n    from functools import wraps\nexcept ImportError:\n    def wraps(b):\n${inner}`,
      'a/own.py': `def _own(b):\n${body}`,
      'a/users.py': `def find(b):\n${body}`,
      'a/mail.py': `class Mail:\n    def send(self, b):\n${inner}`,
    }).map(([path]) => path),
    ['a/mail.py', 'a/users.py'],
  )
})

test('a test has the name of its file whatever its case', () => {
  assert.deepEqual(weighed({ ...JEST, 'models/User.js': CODE, 'test/user.test.js': '' }), [])
})

test('playgrounds and tests of types are nothing to test', () => {
  const found = weighed({
    'package.json': json({
      name: 'all',
      workspaces: ['packages/*'],
      scripts: { test: 'vitest run' },
      devDependencies: { vitest: '3' },
    }),
    'tsconfig.json': json({ include: ['packages/**/*'] }),
    'packages/a/package.json': json({ name: 'a' }),
    'packages/a/src/docs/pages.ts': CODE,
    'packages/a/types/store.test-d.ts': CODE,
    'packages/online-playground/package.json': json({ name: 'p' }),
    'packages/online-playground/src/store.ts': CODE,
    'packages/a/playground/store.ts': CODE,
  })
  assert.deepEqual(
    found.map(([path]) => path),
    ['packages/a/src/docs/pages.ts'],
  )
})

test('a coverage report counts for more than names', () => {
  const pct = (n: number): object => ({ statements: { pct: n } })
  const report = json({ total: pct(50), '/home/x/api/src/a.js': pct(90), '/home/x/api/src/b.js': pct(10) })
  assert.deepEqual(
    weighed({
      ...JEST,
      'src/a.js': CODE,
      'src/b.js': CODE,
      'src/c.js': CODE,
      'coverage/coverage-summary.json': report,
    }),
    [
      ['src/c.js', 0],
      ['src/b.js', 0],
    ],
  )
})

test('of many files the riskiest are chosen, and it is known how many are left', () => {
  const many = Object.fromEntries(
    Array.from({ length: 9 }, (_, i) => [`src/m${i}.js`, CODE + '// x\nif (1) f()\n'.repeat(i)]),
  )
  const chosen = chooseUnits(survey({ ...JEST, ...many }), 4)
  const paths = [...chosen.units.values()].flat().map(({ path }) => path)
  assert.deepEqual([paths, chosen.leftOut], [['src/m8.js', 'src/m7.js', 'src/m6.js', 'src/m5.js'], 5])
})

test('what no runner could run is no task, and is told', () => {
  const chosen = chooseUnits(survey({ 'package.json': '{"name":"bare"}', 'src/a.js': CODE }), 60)
  assert.deepEqual([chosen.units.size, chosen.unrunnable.map(({ name }) => name)], [0, ['bare']])
})

test('each workspace has a group of its own, and tests that the project keeps together stay together', () => {
  const found = survey({
    'package.json': json({
      name: 'all',
      workspaces: ['packages/*'],
      scripts: { test: 'jest' },
      devDependencies: { jest: '30' },
    }),
    'packages/cookie/package.json': json({ name: '@x/cookie' }),
    'packages/cookie/src/index.js': CODE,
    'packages/cookie/src/parse.js': CODE,
    'packages/send/package.json': json({ name: '@x/send' }),
    'packages/send/src/index.js': CODE,
    'tests/cookie.test.js': '',
  })
  const draft = draftOf(found, chooseUnits(found, 60), { goal: 80, withPipeline: true, about: [] })
  const groups = draft.phases.flatMap((phase) => phase.groups).filter(({ id }) => id.startsWith('c'))
  assert.deepEqual(
    groups.map(({ id, tasks }) => [id, tasks.map(({ keys }) => [keys.get('target'), keys.get('test_file')])]),
    [
      ['c-cookie', [['packages/cookie/src/parse.js', 'tests/cookie/parse.test.js']]],
      ['c-send', [['packages/send/src/index.js', 'tests/send/send.test.js']]],
    ],
  )
})

test('a checkpoint asks for no more than the tests by then can reach', () => {
  const found = survey({ ...JEST, 'src/a.js': CODE, 'src/b.js': CODE })
  const [standing] = found.standings
  const done = new Set(standing?.units.slice(0, 1))
  const asked = (most?: number): unknown => {
    const coverage = suiteItems(suitesOf(found), done, most)[0]?.keys.get('coverage')
    return coverage instanceof Map ? coverage.get('statements') : undefined
  }
  assert.deepEqual([asked(80), asked(20), asked()], [35, 20, undefined])
})
