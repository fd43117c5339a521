/** The built-in templates render without any data and with all of it, into texts that their readers accept. */
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import test from 'node:test'
import { Liquid } from 'liquidjs'
import { format } from 'prettier'
import { parse } from 'yaml'

const folder = new URL('../../templates/file_generation/', import.meta.url)
const liquid = new Liquid({
  root: folder.pathname,
  extname: '.liquid',
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  lenientIf: true,
})

const render = async (name: string, data: object = {}): Promise<string> =>
  String(await liquid.renderFile(name, data))

test('every template says at its head which data it takes, and renders without any', async () => {
  const names = readdirSync(folder).map((name) => name.replace('.liquid', ''))
  assert.deepEqual(names.sort(), [
    'codeowners',
    'dependabot',
    'incident-guide',
    'testing-guide',
    'user-fixtures',
  ])
  for (const name of names) {
    const text = await render(name)
    assert.match(text, /^\S/, `${name} begins with its text`)
    assert.match(text, /\n$/, `${name} ends with a line break`)
    assert.doesNotMatch(text, /\{[{%]|undefined|\n\n\n\n/, name)
  }
})

test('the factory of users is TypeScript, with the type declared or imported', async () => {
  const own = await format(await render('user-fixtures'), { parser: 'typescript' })
  assert.match(own, /^export interface User \{\n {2}id: string;/)
  const imported = await render('user-fixtures', {
    type: 'Member',
    import: '../src/member.js',
    domain: 'a.test',
  })
  const text = await format(imported, { parser: 'typescript' })
  assert.match(text, /^import type \{ Member \} from "\.\.\/src\/member\.js";\n\nlet made = 0;/)
  assert.match(text, /email: `user-\$\{made\}@a\.test`/)
})

test('the dependabot file is YAML that says what was asked', async () => {
  const one = (ecosystem: string, directory: string, interval: string, limit: number) => ({
    'package-ecosystem': ecosystem,
    directory,
    schedule: { interval },
    'open-pull-requests-limit': limit,
    groups: { 'minor-and-patch': { 'update-types': ['minor', 'patch'] } },
  })
  assert.deepEqual(parse(await render('dependabot')), {
    version: 2,
    updates: [one('npm', '/', 'weekly', 5), one('github-actions', '/', 'weekly', 5)],
  })
  const data = { interval: 'daily', limit: 2, updates: [{ ecosystem: 'pip', directory: '/api' }] }
  assert.deepEqual(parse(await render('dependabot', data)), {
    version: 2,
    updates: [one('pip', '/api', 'daily', 2)],
  })
})

test('the code owners stand in the order in which they are given', async () => {
  const data = {
    owners: '@a/all',
    paths: [
      { path: '/docs/', owners: '@a/docs' },
      { path: '*.py', owners: '@a/py' },
    ],
  }
  assert.equal(
    await render('codeowners', data),
    '# Who is asked to review what. The last line that matches a path counts.\n\n* @a/all\n\n/docs/ @a/docs\n*.py @a/py\n',
  )
})

test('the guides hold what they are given', async () => {
  const guide = await render('testing-guide', {
    run: 'pytest',
    watch: 'ptw',
    folders: [{ path: 'tests/', holds: 'all' }],
  })
  assert.match(guide, /```sh\npytest\nptw # again on every change\nnpm run coverage # with coverage\n```/)
  assert.match(guide, /\| `tests\/` \| all \|/)
  const incident = await render('incident-guide', {
    rollback: './back.sh',
    checks: ['curl -f /health'],
    status: 'https://s.test',
  })
  assert.match(incident, /```sh\n\.\/back\.sh\n```/)
  assert.match(incident, /- `curl -f \/health`/)
  assert.match(incident, /say so on https:\/\/s\.test/)
})
