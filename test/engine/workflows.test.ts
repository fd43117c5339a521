/** Tasks that edit one workflow: side by side, and beside a person. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'yaml'
import type { Task } from '../../lib/core/task.js'
import { graphOf, group, make, roadmap, task } from '../rig.js'
import { edits, recipes, workshop } from './workshop.js'

const CI = '.github/workflows/ci.yml'
const TEXT = `name: CI # of the API
on: [push]
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Audit
        run: npm audit
        continue-on-error: true

  # ships it
  build:
    runs-on: ubuntu-latest
    steps:
      - run: npm run build
`

const one = (...tasks: readonly Task[]) =>
  graphOf(roadmap([group('g', tasks, { execution: 'parallel' })]), recipes)
const audits = task('audit', 'config_edit', { settings: { target: CI, action: 'remove_continue_on_error' } })
const limit = (minutes: number): Task =>
  edits('limit', CI, { set: 'jobs.build.timeout-minutes', value: minutes })

test('two tasks that edit one workflow side by side are both in it, 200 times of 200', async () => {
  for (let round = 0; round < 200; round++) {
    const memory = workshop({ [CI]: TEXT })
    const order = round % 2 === 0 ? [audits, limit(round + 1)] : [limit(round + 1), audits]
    const { outcomes } = await make(memory, one(...order), { jobs: 8 })
    assert.deepEqual([...outcomes.values()], ['done', 'done'])
    assert.equal(
      memory.files.get(CI),
      TEXT.replace('        continue-on-error: true\n', '').replace(
        '  build:\n    runs-on: ubuntu-latest\n',
        `  build:\n    runs-on: ubuntu-latest\n    timeout-minutes: ${round + 1}\n`,
      ),
    )
  }
})

test('an edit by hand in a region is named, and one outside of all makes nothing stale', async () => {
  const memory = workshop({ [CI]: TEXT })
  const graph = one(audits, limit(5))
  await make(memory, graph)
  const edited = (from: string, to: string): void => {
    memory.files.set(CI, (memory.files.get(CI) ?? '').replace(from, to))
  }
  edited('# ships it', '# ships it by hand')
  edited('run: npm run build', 'run: npm run build -- --all')
  assert.deepEqual((await make(memory, graph)).ran, [])
  edited('timeout-minutes: 5', 'timeout-minutes: 50')
  const { ran, events } = await make(memory, graph)
  assert.deepEqual(ran, ['limit'])
  assert.deepEqual(
    events.flatMap((event) => (event.type === 'judged' && event.task === 'limit' ? [event.verdict] : [])),
    [{ kind: 'stale', reasons: [{ kind: 'output-changed', place: `${CI}#jobs.build.timeout-minutes` }] }],
  )
  assert.match(memory.files.get(CI) ?? '', /^ {4}timeout-minutes: 5$/m)
})

const DEPLOY = `on:
  push:
    branches: [main]
jobs:
  deploy-staging:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Deploy
        run: echo "TODO"
`

test('what a person changes in the job of an action is merged while the guarantee is kept, and mended where it is not', async () => {
  const memory = workshop({ [CI]: DEPLOY })
  const options = { deploy: './deploy.sh', health: 'https://staging.example.org/health' }
  const deploys = task('deploy', 'config_edit', {
    settings: { target: CI, action: 'implement_staging_deploy', with: options },
  })
  memory.files.set('deploy.sh', '')
  const graph = one(deploys)
  assert.deepEqual([...(await make(memory, graph)).outcomes.values()], ['done'])
  const written = memory.files.get(CI) ?? ''
  const kept = written
    .replace('timeout-minutes: 30', 'timeout-minutes: 45')
    .replace('--retry 30', '--retry 60')
  assert.notEqual(kept, written)
  memory.files.set(CI, kept)
  const { ran, events } = await make(memory, graph)
  assert.deepEqual(ran, ['deploy'])
  assert.deepEqual(
    events.flatMap((event) => (event.type === 'judged' ? [event.verdict] : [])),
    [{ kind: 'stale', reasons: [{ kind: 'output-changed', place: `${CI}#jobs.deploy-staging` }] }],
  )
  assert.equal(memory.files.get(CI), kept, 'their text stands')
  assert.deepEqual((await make(memory, graph)).ran, [])
  memory.files.set(
    CI,
    kept
      .replace('    environment: staging\n', '')
      .replace(/ {4}environment:\n {6}name: staging\n(?: {6}url: .*\n)?/, ''),
  )
  assert.notEqual(memory.files.get(CI), kept)
  assert.deepEqual((await make(memory, graph)).ran, ['deploy'])
  assert.deepEqual(
    parse(memory.files.get(CI) ?? ''),
    parse(kept),
    'the guarantee is back, and the rest as they left it',
  )
})
