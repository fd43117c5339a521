/** Faults of GitHub workflows, each with its place. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { faultsOf } from '../../recipes/workflow.js'
import { workflows } from '../../recipes/workflows.js'
import { prepare, readerOf, settingsOf } from './reader.js'

const faults = (text: string): string[] => faultsOf('w.yml', text)

test('a workflow with jobs, needs, a called workflow and an anchor is valid', () => {
  const text = `name: CI
on: { push: { branches: [main] } }
jobs:
  build:
    runs-on: ubuntu-latest
    steps: &steps
      - uses: actions/checkout@v4
      - id: test
        run: npm test
  again:
    needs: build
    runs-on: { group: big }
    steps: *steps
  release:
    needs: [build, again]
    uses: ./.github/workflows/release.yml
`
  assert.deepEqual(faults(text), [])
  assert.deepEqual(faults(`\uFEFF${text.replaceAll('\n', '\r\n')}`), [])
})

test('every fault of a workflow is told, in the order of the file', () => {
  const text = `on:
jobs:
  1a:
    steps: []
  b:
    runs-on: x
    uses: ./y.yml
    steps:
      - run: x
  c:
    needs: [bb, d]
    runs-on: x
    steps:
      - run: x
        uses: y@v1
        id: i
      - name: nothing
      - run: z
        id: i
      - just text
  d:
    needs: c
    runs-on: x
`
  assert.deepEqual(faults(text), [
    'w.yml:1:4  `on` has to name an event, and is empty',
    'w.yml:3:3  the job id `1a` has to be of letters, digits, `-` and `_`, and begin with a letter or `_`',
    'w.yml:3:3  job `1a` has neither `runs-on` nor `uses`',
    'w.yml:4:12  `steps` of job `1a` has to be a list of at least one step',
    'w.yml:5:3  job `b` has both `runs-on` and `uses`, and takes one',
    'w.yml:9:7  job `b` has `uses`, and takes no `steps`',
    'w.yml:11:13  job `c` needs `bb`, and there is no such job: nearest name `b`',
    'w.yml:14:9  step 1 of job `c` has both `run` and `uses`, and takes one',
    'w.yml:17:9  step 2 of job `c` has neither `run` nor `uses`',
    'w.yml:19:13  the step id `i` stands twice in job `c`',
    'w.yml:20:9  step 4 of job `c` has to be a map',
    'w.yml:21:3  job `d` has no `steps`',
    'w.yml:22:12  jobs wait for each other: `c` → `d` → `c`',
  ])
})

test('what is no workflow is told', () => {
  assert.deepEqual(faults(''), ['w.yml:1:1  a workflow has to be a map with `on` and `jobs`'])
  assert.deepEqual(faults('on: push\n'), ['w.yml:1:1  the workflow has no `jobs`'])
  assert.deepEqual(faults('on: push\njobs: {}\n'), [
    'w.yml:2:7  `jobs` has to be a map with at least one job',
  ])
})

test('faults of the YAML itself are told with their place', () => {
  assert.deepEqual(faults('on: push\non: pull_request\njobs: {a: {uses: x}}\n'), [
    'w.yml:2:1  this key stands twice in its map',
  ])
  assert.match(faults('on: [push\njobs: 1\n').join('\n'), /^w\.yml:2:1 {2}flow sequence/)
})

test('a text too deep for the parser is refused before it is parsed', () => {
  assert.deepEqual(faults(`a: 1\n${'['.repeat(5000)}`), ['w.yml:2:257  brackets are more than 256 deep'])
  assert.deepEqual(faults(`${'- '.repeat(5000)}x`), ['w.yml:1:1  the file nests more than 64 deep'])
})

test('the files are inputs, all their faults are one refusal, and no file at all is a fault', async () => {
  const raw = { workflows: ['.github/workflows/*.yml'] }
  assert.deepEqual(workflows.reads(settingsOf(workflows, raw)), ['.github/workflows/*.yml'])
  const look = readerOf({ '.github/workflows/a.yml': 'on: push\n', '.github/workflows/b.yml': '- 1\n' })
  await assert.rejects(prepare(workflows, raw, look), {
    name: 'Refusal',
    message:
      '.github/workflows/a.yml:1:1  the workflow has no `jobs`\n.github/workflows/b.yml:1:1  a workflow has to be a map with `on` and `jobs`',
  })
  await assert.rejects(prepare(workflows, raw, readerOf()), {
    name: 'Refusal',
    message: 'no file matches `.github/workflows/*.yml`',
  })
  assert.equal(await workflows.holds?.(settingsOf(workflows, raw), look), false)
})
