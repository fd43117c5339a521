import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Event } from '../../lib/core/event.js'
import type { TaskId } from '../../lib/core/task.js'
import { treeRenderer, type TreeOptions, type TreeRenderer } from '../../lib/render/tree.js'
import { at, id, kept, summary } from './rig.js'
import { screen, steered, type Screen, type Steered } from './screen.js'

interface Rig {
  readonly tree: TreeRenderer
  readonly shown: Screen
  readonly clock: Steered
  readonly take: (...events: Event[]) => void
}

function rig(changes: Partial<TreeOptions> = {}, size: readonly [number, number] = [80, 24]): Rig {
  const shown = screen(...size)
  const clock = steered()
  const { write, columns, rows } = shown
  const tree = treeRenderer({
    ...kept({ out: write, err: write }).options,
    columns,
    rows,
    now: clock.now,
    every: clock.every,
    ...changes,
  })
  return { tree, shown, clock, take: (...events) => events.forEach((event) => tree.take(at(event))) }
}

const many = (n: number): TaskId[] => Array.from({ length: n }, (_, i) => id(`t${i}`))
const planned = (tasks: readonly TaskId[], jobs: number): Event => ({
  type: 'planned',
  run: 'r',
  tasks,
  jobs,
})
const started = (task: string, attempt = 1): Event => ({ type: 'started', task: id(task), attempt })
const done = (task: string): Event => ({ type: 'finished', task: id(task), outcome: { kind: 'done' }, ms: 2 })
const failed = (task: string): Event => ({
  type: 'finished',
  task: id(task),
  outcome: { kind: 'failed', message: 'exited with code 1', tail: ['boom'] },
  ms: 2,
})
const ended = (changes: Parameters<typeof summary>[0], exit = 0): Event => ({
  type: 'ended',
  ok: exit === 0,
  exit,
  summary: summary(changes),
})

for (const n of [1000, 10_000])
  test(`${n} tasks keep the window at its height: start, middle, resize, end`, async () => {
    const { tree, shown, clock, take } = rig()
    const tasks = many(n)
    take(planned(tasks, 4), ...tasks.slice(0, 4).map((task) => started(task)))
    await clock.wanted()
    clock.tick(1500)
    assert.deepEqual(await shown.lines(), [
      '⠙ t0 1.5 s',
      '⠙ t1 1.5 s',
      '⠙ t2 1.5 s',
      '⠙ t3 1.5 s',
      `0 of ${n}, 1.5 s`,
    ])
    assert.equal(shown.isCursorShown(), false)

    for (const [i, task] of tasks.slice(0, n / 2).entries()) {
      take(i === 300 ? failed(task) : done(task), started(`t${i + 4}`))
      if (i % 10 === 9) clock.tick(100)
    }
    const middle = await shown.lines()
    const time = `${(1.5 + n / 200).toFixed(1)} s`
    const window = [0, 1, 2, 3].map((slot) => `t${n / 2 + slot}`)
    assert.deepEqual(
      middle.slice(-5).map((line) => line.replace(/^. | \d+ ms$| [\d.]+ s$/g, '')),
      [...window, `${n / 2} of ${n}, 1 failed,`],
    )
    assert.ok(middle.at(-1)?.endsWith(time))
    assert.equal(middle.at(-6), 'failed t300 2 ms: exited with code 1')
    assert.equal(middle.at(-7), 'many tasks: from here on only failures are listed')
    assert.equal(middle.at(-8), 'done t199 2 ms')

    await shown.resize(34, 8)
    clock.tick(100)
    assert.deepEqual(
      (await shown.lines()).slice(-3).map((line) => line.replace(/^[^\w ] /, '')),
      [`t${n / 2} 200 ms`, '  and 3 more', `${n / 2} of ${n}, 1 failed, ${(1.6 + n / 200).toFixed(1)} s`],
    )
    await shown.resize(80, 24)

    for (const [i, task] of tasks.slice(n / 2).entries()) {
      take(done(task))
      const next = tasks[n / 2 + i + 4]
      if (next !== undefined) take(started(next))
      if (i % 10 === 9) clock.tick(100)
    }
    take(ended({ done: n - 1, failed: 1 }, 1))
    await tree.close()
    assert.deepEqual((await shown.lines()).slice(-4), [
      'failed t300: exited with code 1',
      '  boom',
      '',
      `${n - 1} done, 1 failed in 12.3 s`,
    ])
    assert.ok(shown.isCursorShown())
    assert.equal(clock.isWanted(), false)
    const all = [...(await shown.scrolled()), ...(await shown.lines())]
    assert.equal(all.filter((line) => line.startsWith('done t')).length, 200)
    assert.equal(all.filter((line) => /^. t\d+ /.test(line)).length, 0)
  })

test('where nothing is stale no frame is drawn, and one line is all', async () => {
  const { tree, shown, clock, take } = rig()
  take(
    planned([id('1.1')], 2),
    { type: 'judged', task: id('1.1'), verdict: { kind: 'fresh' } },
    ended({ fresh: 1 }),
  )
  await tree.close()
  assert.deepEqual(await shown.lines(), ['nothing to do: 1 task is fresh'])
  assert.equal(clock.isWanted(), false)
})

test('names, attempts and what settled without running are shown', async () => {
  const { tree, shown, clock, take } = rig()
  take(planned(['1.0', '1.1', '1.2'].map(id), 2), {
    type: 'judged',
    task: id('1.0'),
    verdict: { kind: 'fresh' },
  })
  take(started('1.1'), started('1.2'), started('1.2', 2))
  await clock.wanted()
  clock.tick(40)
  assert.deepEqual(await shown.lines(), [
    '⠙ 1.1 Generate types 40 ms',
    '⠙ 1.2 Lint (attempt 2) 40 ms',
    '1 of 3, 1 fresh, 40 ms',
  ])
  await tree.close()
})

test('a message during the run stands above the window', async () => {
  const { tree, shown, clock, take } = rig()
  take(planned([id('1.1')], 1), started('1.1'))
  await clock.wanted()
  clock.tick(100)
  take({ type: 'noticed', task: id('1.1'), text: 'trying again in 1 s' })
  clock.tick(100)
  assert.deepEqual(await shown.lines(), [
    '1.1: trying again in 1 s',
    '⠹ 1.1 Generate types 200 ms',
    '0 of 1, 200 ms',
  ])
  await tree.close()
  assert.deepEqual(await shown.lines(), ['1.1: trying again in 1 s'])
})

test('what stays on the screen is broken between words', async () => {
  const { tree, shown, take } = rig({}, [30, 24])
  const outcome = { kind: 'failed', message: 'it needs `a b c`, which is not there' } as const
  take({ type: 'noticed', task: id('1.2'), text: 'reported coverage will fall' })
  take({ type: 'finished', task: id('1.2'), outcome, ms: 2 })
  assert.deepEqual(await shown.lines(), [
    '1.2: reported coverage will',
    '  fall',
    'failed 1.2 Lint 2 ms: it needs',
    '  `a b c`, which is not there',
  ])
  await tree.close()
})

test('a message before any task has started is seen at once', async () => {
  const { tree, shown, take } = rig()
  take({ type: 'noticed', text: 'waiting for the lock' })
  assert.deepEqual(await shown.lines(), ['waiting for the lock'])
  await tree.close()
})

test('an interrupt that ends without an ended event still puts the terminal back, at once', async () => {
  const { tree, shown, clock, take } = rig()
  take(planned(many(3), 2), started('t0'))
  await clock.wanted()
  clock.tick(100)
  const closing = tree.close()
  assert.ok(shown.isCursorShown())
  await closing
  clock.tick(100)
  assert.deepEqual(await shown.lines(), [])
})

test('a close before listr2 is there draws nothing', async () => {
  const { tree, shown, clock, take } = rig()
  take(planned(many(3), 2), started('t0'))
  await tree.close()
  clock.tick(100)
  assert.deepEqual(await shown.lines(), [])
  assert.equal(clock.isWanted(), false)
})

test('a prompt has the terminal to itself between pause and resume', async () => {
  const { tree, shown, clock, take } = rig()
  take(planned(many(3), 2), started('t0'), started('t1'))
  await clock.wanted()
  clock.tick(100)
  tree.pause()
  assert.ok(shown.isCursorShown())
  shown.write('Is staging ready? [y/n] ')
  take(done('t1'))
  clock.tick(100)
  assert.deepEqual(await shown.lines(), ['Is staging ready? [y/n] '])
  shown.write('y\n')
  tree.resume()
  clock.tick(100)
  assert.deepEqual(await shown.lines(), [
    'Is staging ready? [y/n] y',
    'done t1 2 ms',
    '⠸ t0 300 ms',
    '1 of 3, 300 ms',
  ])
  await tree.close()
})

test('full output stands above the window when its task is finished, and cannot move the cursor', async () => {
  const { tree, shown, clock, take } = rig({ output: 'full' })
  take(planned(many(2), 2), started('t0'), started('t1'))
  await clock.wanted()
  take(
    { type: 'output', task: id('t0'), text: 'one\x1b[5A\n' },
    { type: 'output', task: id('t1'), text: 'other\n' },
  )
  take({ type: 'output', task: id('t0'), text: 'two' }, done('t0'))
  clock.tick(100)
  assert.deepEqual(await shown.lines(), ['done t0 2 ms', '  one', '  two', '⠙ t1 100 ms', '1 of 2, 100 ms'])
  await tree.close()
})

test('a terminal that gets narrower, lower and wide again keeps one window', async () => {
  const { tree, shown, clock, take } = rig({
    name: () => 'a name that is long enough to be wrapped by a narrow terminal',
  })
  take(planned(many(3), 3), ...['t0', 't1', 't2'].map((task) => started(task)))
  await clock.wanted()
  clock.tick(100)
  take(failed('t2'))
  clock.tick(100)
  await shown.resize(30, 24)
  clock.tick(100)
  assert.deepEqual((await shown.lines()).slice(-4), [
    '  exited with code 1',
    '⠸ t0 a name that is l… 300 ms',
    '⠸ t1 a name that is l… 300 ms',
    '1 of 3, 1 failed, 300 ms',
  ])
  await shown.resize(80, 10)
  clock.tick(100)
  assert.deepEqual(await shown.lines(), [
    'failed t2 a name that is long enough to be wrapped by a narrow terminal 2 ms:',
    '  exited with code 1',
    '⠼ t0 a name that is long enough to be wrapped by a narrow terminal 400 ms',
    '⠼ t1 a name that is long enough to be wrapped by a narrow terminal 400 ms',
    '1 of 3, 1 failed, 400 ms',
  ])
  await tree.close()
})

test('a name of wide characters in a narrow terminal stays on its line', async () => {
  const name = '测试覆盖率从百分之二十五提高到八十\nwith a second line'
  const { tree, shown, clock, take } = rig({ name: () => name }, [24, 6])
  take(planned(many(2), 1), started('t0'))
  await clock.wanted()
  for (let i = 0; i < 20; i++) clock.tick(100)
  assert.deepEqual(await shown.lines(), ['⠋ t0 测试覆盖率… 2.0 s', '0 of 2, 2.0 s'])
  await tree.close()
})

test('on a terminal of no size, or of four rows, the totals are still there', async () => {
  for (const rows of [0, 4]) {
    const { tree, shown, clock, take } = rig({ columns: () => 0, rows: () => rows })
    take(planned(many(2), 1), started('t0'))
    await clock.wanted()
    clock.tick(100)
    assert.equal((await shown.lines()).at(-1), '0 of 2, 100 ms')
    await tree.close()
  }
})

test('a second run of the same face, as when watching, has a window again', async () => {
  const { tree, shown, clock, take } = rig()
  take(planned(many(1), 1), started('t0'))
  await clock.wanted()
  take(done('t0'), ended({ done: 1 }), planned(many(1), 1), started('t0'))
  await clock.wanted(2)
  clock.tick(100)
  assert.deepEqual(await shown.lines(), ['done t0 2 ms', '1 done in 12.3 s', '⠙ t0 100 ms', '0 of 1, 100 ms'])
  await tree.close()
})

test('a run leaves no listener on the process', async () => {
  const before = process.listenerCount('SIGINT')
  const { tree, clock, take } = rig()
  take(planned(many(1), 1), started('t0'))
  await clock.wanted()
  assert.equal(process.listenerCount('SIGINT'), before)
  await tree.close()
})
