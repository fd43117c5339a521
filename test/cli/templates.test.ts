/** Built-in templates in a roadmap: what they write beside one another makes none of them stale. */
import { test } from 'node:test'
import { project, same, tasks } from './rig.js'

const one = (template: string, output: string): string =>
  `{ id: ${template}, type: file_generation, template: ${template}, output: ${output} }`

const FILES = {
  'package.json':
    '{ "name": "shop", "scripts": { "test": "node --test" }, "dependencies": { "fastify": "5" } }\n',
  'app.js':
    "const fastify = require('fastify')\nfunction buildApp() { const app = fastify(); app.get('/ping', () => 1); return app }\nmodule.exports = { buildApp }\n",
  'fly.toml': 'app = "shop"\n',
}

test('templates that list each other’s files come to rest in one make', async (t) => {
  const at = project(
    t,
    tasks(
      one('user-fixtures', 'test/fixtures/user.js'),
      one('integration-setup', 'test/support/app.js'),
      one('k6-load-test', 'load/ping.js'),
      one('testing-guide', 'docs/testing.md'),
      one('rollback-workflow', '.github/workflows/rollback.yml'),
      one('dependabot', '.github/dependabot.yml'),
      one('incident-guide', 'docs/incidents.md'),
    ),
    FILES,
  )
  await at.make()
  const made = at.everything(['.orchestrate'])
  same(await at.orchestrate('make'), { code: 0, out: ['nothing to do: 7 tasks are fresh'], err: [] })
  same(at.everything(['.orchestrate']), made)
})
