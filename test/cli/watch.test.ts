import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import type { Project } from './rig.js'
import { project } from './rig.js'

const ROADMAP = `
version: 1
phases:
  - id: p
    groups:
      - id: g
        tasks:
          - { id: build, type: command, run: cat in.txt > out.txt, inputs: [in.txt], outputs: [out.txt] }
          - { id: check, type: command, run: '! grep -q wrong out.txt', inputs: [out.txt] }
`

/** Plays a watch: each step is taken when the program waits for a change; after the last one it is told to end. */
async function watched(
  here: Project,
  steps: readonly (() => void)[],
): Promise<{ code: number; lines: readonly string[]; err: string }> {
  const left = [...steps]
  here.hears = (text) => {
    if (!text.startsWith('watching')) return
    const step = left.shift()
    if (step !== undefined) step()
    else for (const signal of here.signals) signal('SIGTERM')
  }
  const { code, out, err } = await here.raw(['watch'])
  return {
    code,
    err,
    lines: out
      .trimEnd()
      .replace(/\b[\d.]+ m?s\b/g, 'SOON')
      .split('\n'),
  }
}

const start = (t: TestContext): Project => project(t, ROADMAP, { 'in.txt': 'one\n' })

test('an edit is made good, a failure waits for the next one, and a signal ends it', async (t) => {
  const here = start(t)
  const { code, lines } = await watched(here, [
    () => here.write('in.txt', 'wrong\n'),
    () => here.write('in.txt', 'two\n'),
  ])
  assert.equal(code, 143)
  assert.equal(here.read('out.txt'), 'two\n')
  assert.deepEqual(
    lines.filter((line) => /^(changed|done|failed|watching)/.test(line)),
    [
      'done build SOON',
      'done check SOON',
      'watching 2 tasks',
      'changed `in.txt`',
      'done build SOON',
      'failed check SOON: exited with code 1',
      'failed check: exited with code 1',
      'watching 2 tasks, failed: `check`',
      'changed `in.txt`',
      'done build SOON',
      'done check SOON',
      'watching 2 tasks',
    ],
  )
})

test('a roadmap that is broken meanwhile is told with its place, and what it said before counts', async (t) => {
  const here = start(t)
  const { err, lines } = await watched(here, [
    () => here.roadmap(ROADMAP.replace('type: command, run: cat', 'typo: command, run: cat')),
    () => here.write('in.txt', 'two\n'),
    () => here.roadmap(ROADMAP.replace('cat in.txt', 'cat in.txt in.txt')),
  ])
  assert.match(err, /^roadmap\.yaml:8:19 {2}task `build` has no `type`$/m)
  assert.match(err, /^what the roadmap said before counts until it is mended$/m)
  assert.equal(here.read('out.txt'), 'two\ntwo\n')
  assert.equal(lines.filter((line) => line.startsWith('done build')).length, 3)
})
