import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Event } from '../../lib/core/event.js'
import type { Measured } from '../../lib/core/measured.js'
import { plainRenderer } from '../../lib/render/plain.js'
import { progress } from '../../lib/render/progress.js'
import { at, id, kept } from './rig.js'

const tasks = Array.from({ length: 6 }, (_, i) => id(`2.${i + 1}`))
const planned: Event = { type: 'planned', run: 'r', tasks, jobs: 2 }
const started = (task: string): Event => ({ type: 'started', task: id(task), attempt: 1 })
const done = (task: string, ms: number): Event => ({
  type: 'finished',
  task: id(task),
  outcome: { kind: 'done' },
  ms,
})
const measured: Measured = {
  statements: { all: 200, before: 80, after: 160 },
  branches: { all: 0, before: 0, after: 0 },
  tests: 12,
  mutants: { killed: 0, tried: 0 },
  compared: 'none',
  unreached: [],
}

test('what is left is told by how long the last tasks took, once two of them have', () => {
  let now = 0
  const far = progress(() => now)
  const take = (...events: readonly Event[]): void => events.forEach((event) => far.take(event))
  take(planned, started('2.1'), started('2.2'))
  now = 60_000
  take(done('2.1', 60_000), started('2.3'))
  assert.equal(far.line(), '1 of 6, 1 min')
  take(done('2.2', 60_000), started('2.4'))
  assert.equal(far.line(), '2 of 6, 1 min, about 2 min left')
  take(done('2.3', 2000), done('2.4', 2000), started('2.5'), started('2.6'))
  assert.equal(far.line(), '4 of 6, 1 min, about 20 s left')
  take({ type: 'noticed', task: id('2.4'), text: 'statements 40 % → 80 %', measured })
  assert.equal(far.line(), '4 of 6, 1 min, about 20 s left, statements 40 % → 80 %')
  take(done('2.5', 2000), done('2.6', 2000))
  assert.equal(far.isOver(), true)
})

test('after a task that took long a log says how far the run is', () => {
  const { out } = (() => {
    const written = kept()
    const plain = plainRenderer({ ...written.options, now: () => 0 })
    for (const event of [
      planned,
      started('2.1'),
      { type: 'noticed', task: id('2.1'), text: 'statements 40 % → 80 %', measured } as const,
      done('2.1', 60_000),
      started('2.2'),
      done('2.2', 50),
    ])
      plain.take(at(event))
    void plain.close()
    return written
  })()
  assert.equal(
    out,
    `done 2.1 1 min
1 of 6, 0 ms, statements 40 % → 80 %
done 2.2 50 ms
`,
  )
})
