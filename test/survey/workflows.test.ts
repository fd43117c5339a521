/** What workflows do, and leave undone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainYaml } from '../../lib/roadmap/plain.js'
import type { Around, Job } from '../../lib/survey/workflows.js'
import { workflowsOf } from '../../lib/survey/workflows.js'
import { looking } from './looking.js'

function jobs(text: string, around: Around = {}): readonly Job[] {
  const [workflow] = workflowsOf(looking({ '.github/workflows/ci.yml': text }), plainYaml, around)
  return workflow?.jobs ?? []
}

const NOTHING = {
  runsTests: false,
  testsBringAll: false,
  silent: [],
  buildsImage: false,
  scansImage: false,
  makesSbom: false,
  hasOpenTrivy: false,
  migrates: false,
  python: [],
}

test('tests and security steps that may fail in silence are named, others are not', () => {
  const text = `
on: [push]
jobs:
  test:
    steps:
      - { name: Unit, run: npm test || true }
      - { name: Audit, run: npm audit, continue-on-error: true }
      - { name: Lint, run: npm run lint, continue-on-error: true }
      - { name: Real, run: npm run test:all }
`
  assert.deepEqual(jobs(text), [{ ...NOTHING, id: 'test', runsTests: true, silent: ['Unit', 'Audit'] }])
})

test('tests behind a script that starts containers bring their own database', () => {
  const text = `
jobs:
  whole: { steps: [{ run: npm ci }, { run: npm run test:whole }] }
  units: { steps: [{ run: npm run test:whole && npm test }] }
`
  const scripts = new Map([
    ['test', 'jest'],
    ['test:whole', 'docker compose up -d && docker compose exec api npm test'],
  ])
  assert.deepEqual(
    jobs(text, { scripts }).map(({ id, runsTests, testsBringAll }) => [id, runsTests, testsBringAll]),
    [
      ['whole', true, true],
      ['units', true, false],
    ],
  )
})

test('a deploy is told by what it is called and where to, and whether it does anything', () => {
  const text = `
on: { push: {} }
jobs:
  deploy-staging: { steps: [{ uses: actions/checkout@v4 }, { run: "echo deploying\\n# TODO: real one" }] }
  deploy: { environment: { name: production }, steps: [{ run: ./deploy.sh }] }
  build: { steps: [{ run: docker build . }] }
`
  assert.deepEqual(
    jobs(text).map(({ id, deploys, buildsImage }) => [id, deploys, buildsImage]),
    [
      ['deploy-staging', { to: 'staging', isPlaceholder: true, isGated: false }, false],
      ['deploy', { to: 'production', isPlaceholder: false, isGated: true }, false],
      ['build', undefined, true],
    ],
  )
})

test('trivy is open where it goes on whatever it finds', () => {
  const scan = (more: string): string =>
    `on: push\njobs: { scan: { steps: [{ uses: aquasecurity/trivy-action@v1, ${more} }] } }`
  const isOpen = (more: string): boolean | undefined => jobs(scan(more))[0]?.hasOpenTrivy
  assert.deepEqual(
    [
      isOpen('with: { format: table }'),
      isOpen("with: { exit-code: '1' }"),
      isOpen('with: { exit-code: 1 }, continue-on-error: true'),
    ],
    [true, false, true],
  )
})

test('Python services are found by their folders, never by a part of a longer name', () => {
  const text =
    'on: push\njobs: { a: { steps: [{ run: pytest services/mod }] }, b: { steps: [{ run: pytest services/mod-two }] } }'
  assert.deepEqual(
    jobs(text, { python: ['services/mod'] }).map(({ python }) => python),
    [['services/mod'], []],
  )
})

test('what is no workflow, or cannot be read, is passed over', () => {
  assert.deepEqual(jobs('- a'), [])
  assert.deepEqual(jobs('jobs: ['), [])
})
