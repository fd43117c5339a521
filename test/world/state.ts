/** Changes that use every field there is, for the tests of the store. */
import type { Content, Digest, Path, Place } from '../../lib/core/place.js'
import type { Change, RunRecord, Transaction, Written } from '../../lib/core/record.js'
import type { TaskId } from '../../lib/core/task.js'
import { hash } from '../../lib/world/hash.js'

export const id = (text: string): TaskId => text as TaskId
const place = (text: string): Place => text as Place
const digest = (text: string): Digest => hash(text)

export function record(name: string, more: Partial<RunRecord> = {}): RunRecord {
  return {
    outcome: 'done',
    fingerprint: {
      recipe: 'command@1',
      settings: new Map([['run', { digest: digest(name), text: `make ${name} "ü"` }]]),
      env: new Map<string, Content>([
        ['HOME', digest('home')],
        ['NONE', 'absent'],
      ]),
      tools: new Map([['node --version', { digest: digest('v20'), text: 'v20\n' }]]),
      inputs: new Map<Place, Content>([
        [place(`${name}.in`), digest(`in ${name}`)],
        [place('constructor'), 'absent'],
      ]),
      governed: new Map([[place(`${name}.out`), digest(`out ${name}`)]]),
    },
    startedAt: '2026-01-02T03:04:05.678Z',
    ms: 12.5,
    run: 'run-1',
    because: [{ kind: 'never-run' }, { kind: 'input-changed', path: place('a'), by: id('b') }],
    ...more,
  }
}

const written: Written = {
  by: id('1.1'),
  recipe: 'config_edit@1',
  before: 'absent',
  proposed: digest('proposed'),
  written: digest('written'),
}

const transaction = (task: string, run: string): Transaction => ({
  run,
  task: id(task),
  moves: [
    { path: 'a.ts' as Path, before: 'absent', after: digest('a'), mode: 0o644 },
    { path: 'b.ts' as Path, before: digest('b'), after: 'absent' },
  ],
  places: [
    [place('a.ts'), written],
    [place('b.ts'), undefined],
  ],
  regions: [[place('c.json#x'), digest('region')]],
  record: record(task),
})

/** A day's work: every kind of change, one after another. */
export const changes: readonly Change[] = [
  { running: [[id('1.1'), { run: 'run-1', startedAt: 'then' }]], records: [[id('1.1'), undefined]] },
  { running: [[id('1.1'), { run: 'run-1', startedAt: 'then', group: { pid: 12, startTime: '99' } }]] },
  { applying: transaction('1.1', 'run-1') },
  {
    applied: [[id('1.1'), true]],
    places: [
      [place('a.ts'), written],
      [place('b.ts'), undefined],
    ],
  },
  {
    running: [[id('1.1'), undefined]],
    records: [
      [id('1.1'), record('1.1', { looked: ['x', '**'] })],
      [id('constructor'), record('c')],
    ],
  },
  { adjusted: [{ task: id('1.1'), inputs: [[place('1.1.in'), digest('moved')]], governed: [] }] },
  { records: [[id('2.1'), record('2.1', { outcome: 'changed', changed: ['p' as Path], accepted: false })]] },
  { applying: transaction('2.1', 'run-2'), opaque: ['run-2', id('2.2')] },
  { applying: transaction('2.2', 'run-2') },
  { applied: [[id('2.2'), false]], undone: [['run-1', id('1.1')]] },
  {
    records: [[id('3.1'), record('3.1', { outcome: 'failed', accepted: true, because: [] })]],
    running: [[id('3.2'), { run: 'r', startedAt: 's' }]],
  },
]
