import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Present } from '../../lib/core/decide.js'
import type { Held, Hold } from '../../lib/core/held.js'
import type { Reason } from '../../lib/core/reason.js'
import type { TaskId } from '../../lib/core/task.js'
import type { Clock } from '../../lib/core/world.js'
import { Notices } from '../../lib/engine/notices.js'
import type { Turn } from '../../lib/engine/watch.js'
import { watch } from '../../lib/engine/watch.js'

/** A task that is stale for these reasons, with inputs as this text says. */
interface Stale {
  readonly task: string
  readonly reasons: readonly Reason[]
  readonly inputs?: string
}

const changed = (path: string): Reason => ({ kind: 'input-changed', path: path as never })
const FAILED: Reason = { kind: 'failed-last-time' }

const present = (inputs = ''): Present => ({
  recipe: 'command@1',
  settings: new Map(),
  env: new Map(),
  tools: new Map(),
  inputs: new Map([['in.txt' as never, inputs as never]]),
  governed: new Map(),
  demands: [],
})

/** A project whose tasks are as stale as the test says, and a clock that jumps to the next thing that is waited for. */
class Project {
  now = 1_000_000
  stale: Stale[] = []
  /** Called when a task has run: what it makes of the project. */
  after: (task: string) => void = () => undefined
  /** Called when a change is waited for; the last one ends the watch. */
  steps: (() => void)[] = []
  readonly ran: string[] = []
  readonly heard: (readonly string[])[] = []
  readonly held: string[] = []
  records = new Map<TaskId, string>()
  head = 'ref: refs/heads/main'
  changedAt: number | undefined
  isBusy = false
  readonly stop = new AbortController()
  readonly clock: Clock = {
    now: () => this.now,
    random: () => 0,
    sleep: (ms, stop) => {
      if (stop?.aborted !== true) this.now += ms
      return Promise.resolve()
    },
  }
  readonly notices = new Notices(this.clock)

  make(hold: Hold, heard: readonly string[]): Promise<Turn> {
    const held: Held[] = []
    const ran: TaskId[] = []
    for (const { task, reasons, inputs } of [...this.stale]) {
      const id = task as TaskId
      const because = hold(id, reasons, present(inputs))
      if (because !== undefined) held.push({ task: id, reasons, present: present(inputs), because })
      else {
        ran.push(id)
        this.records.set(id, 'now')
        this.stale = this.stale.filter((one) => one.task !== task)
        this.after(task)
      }
    }
    if (ran.length > 0) this.heard.push(heard)
    this.ran.push(...ran)
    return Promise.resolve({ ran, held, endedAt: this.now, ended: new Map(this.records) })
  }

  async watch(): Promise<void> {
    const stop = this.stop.signal
    await watch({
      ...{ notices: this.notices, clock: this.clock, stop },
      make: (hold, heard) => this.make(hold, heard),
      isBusy: () => this.isBusy,
      head: () => this.head,
      changedAt: () => this.changedAt,
      isKept: (task) => task !== 'ignored',
      tell: ({ task, because }) => this.held.push(`${task}: ${because}`),
      rest: () => {
        const step = this.steps.shift()
        if (step === undefined) this.stop.abort()
        else step()
      },
    })
  }

  edit(path: string, ...stale: Stale[]): () => void {
    return () => {
      this.stale.push(...stale)
      this.notices.add(path)
    }
  }
}

test('what was stale at the start is made, and again what a change made stale', async () => {
  const project = new Project()
  project.stale = [{ task: 'build', reasons: [{ kind: 'never-run' }] }]
  project.steps = [project.edit('in.txt', { task: 'build', reasons: [changed('in.txt')] })]
  await project.watch()
  assert.deepEqual(project.ran, ['build', 'build'])
  assert.deepEqual(project.heard, [[], ['in.txt']])
})

test('what failed runs once at the start, and then waits for a change of what it reads', async () => {
  const project = new Project()
  project.stale = [{ task: 'test', reasons: [FAILED] }]
  project.after = () => project.stale.push({ task: 'test', reasons: [FAILED] })
  project.steps = [
    project.edit('other.txt'),
    () => {
      project.stale = []
      project.after = () => undefined
      project.edit('in.txt', { task: 'test', reasons: [FAILED, changed('in.txt')] })()
    },
  ]
  await project.watch()
  assert.deepEqual(project.ran, ['test', 'test'])
  assert.deepEqual(project.held, [])
})

test('a task that changes its own input is held after its third turn, and told; a change of the input lets it run', async () => {
  const project = new Project()
  let turn = 0
  project.after = () => {
    project.changedAt = project.now
    project.stale = [{ task: 'fmt', reasons: [changed('a.ts')], inputs: `turn ${++turn}` }]
  }
  project.steps = [
    project.edit('a.ts', { task: 'fmt', reasons: [changed('a.ts')], inputs: 'start' }),
    () => {
      project.after = () => undefined
      project.stale = []
      project.edit('a.ts', { task: 'fmt', reasons: [changed('a.ts')], inputs: 'by hand' })()
    },
  ]
  await project.watch()
  assert.deepEqual(project.ran, ['fmt', 'fmt', 'fmt', 'fmt'])
  assert.deepEqual(project.held, ['fmt: what it writes makes it stale again'])
})

test('who edits whenever a task has ended is no task: nothing is held', async () => {
  const project = new Project()
  let turn = 0
  project.after = () => {
    project.changedAt = project.now + 5
    if (++turn < 20) project.stale = [{ task: 'build', reasons: [changed('in.txt')], inputs: `turn ${turn}` }]
  }
  project.steps = [project.edit('in.txt', { task: 'build', reasons: [changed('in.txt')] })]
  await project.watch()
  assert.equal(project.ran.length, 20)
  assert.deepEqual(project.held, [])
})

test('what another branch brought is not written over, until somebody asks; what git ignores is made', async () => {
  const project = new Project()
  project.steps = [
    () => {
      project.head = 'ref: refs/heads/other'
      project.edit(
        'in.txt',
        { task: 'kept', reasons: [changed('in.txt')] },
        { task: 'ignored', reasons: [changed('in.txt')] },
      )()
    },
    () => project.notices.ask(),
  ]
  await project.watch()
  assert.deepEqual(project.ran, ['ignored', 'kept'])
  assert.deepEqual(project.held, ['kept: another branch was checked out, and it writes files that git keeps'])
})

test('what was taken back is not done again behind its back', async () => {
  const project = new Project()
  project.stale = [{ task: 'gen', reasons: [{ kind: 'never-run' }] }]
  project.steps = [
    project.edit('out.txt', { task: 'gen', reasons: [{ kind: 'never-run' }] }),
    project.edit('in.txt'),
    () => project.notices.ask(),
  ]
  await project.watch()
  assert.deepEqual(project.ran, ['gen', 'gen'])
  assert.deepEqual(project.held, ['gen: what it did was taken back'])
})

test('a burst is waited out, a lone notice is not', async () => {
  const project = new Project()
  const times: number[] = []
  project.after = () => times.push(project.now)
  let started = 0
  project.steps = [
    () => {
      started = project.now
      project.edit('in.txt', { task: 'build', reasons: [changed('in.txt')] })()
    },
    () => {
      times.push(project.now)
      for (let i = 0; i < 5; i++) project.notices.add(`src/${i}.ts`)
      project.edit('in.txt', { task: 'build', reasons: [changed('in.txt')] })()
    },
  ]
  await project.watch()
  const [lone, before = 0, burst = 0] = times
  assert.equal(lone, started)
  assert.equal(burst - before, 100)
})
