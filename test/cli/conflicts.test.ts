/** A generated file that was edited by hand: merged where that can be, else left alone and told. */
import { test } from 'node:test'
import type { Project } from './rig.js'
import { project, same, tasks } from './rig.js'

const GUIDE = tasks(
  '{ id: guide, type: file_generation, template: ./guide.liquid, output: guide.txt, data: {} }',
)
const lines = (...texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('')

/** Generated, edited in its last line, and the template changed in its first or last line. */
async function edited(at: Project, proposed: string): Promise<void> {
  await at.make()
  at.write('guide.txt', lines('one', 'two', 'three', 'by hand'))
  at.write('guide.liquid', proposed)
}

const FILES = { 'guide.liquid': lines('one', 'two', 'three', 'four') }
const BOTH = lines('one', 'two', 'three', 'fourth')

test('a hand edit is merged with a new proposal', async (t) => {
  const at = project(t, GUIDE, FILES)
  await edited(at, lines('first', 'two', 'three', 'four'))
  same(await at.orchestrate('make'), {
    code: 0,
    out: ['  guide: merged its changes with yours in `guide.txt`', 'done guide … ms', '1 done in … ms'],
    err: [],
  })
  same(at.read('guide.txt'), lines('first', 'two', 'three', 'by hand'))
  same(await at.orchestrate('make'), { code: 0, out: ['nothing to do: 1 task is fresh'], err: [] })
})

test('where the proposal is the same, the text of the person stands', async (t) => {
  const at = project(t, GUIDE, FILES)
  await edited(at, FILES['guide.liquid'])
  same(await at.why('guide'), [{ kind: 'output-changed', place: 'guide.txt' }])
  same((await at.orchestrate('make')).code, 0)
  same(at.read('guide.txt'), lines('one', 'two', 'three', 'by hand'))
  same(await at.why('guide'), [])
})

test('a conflict leaves the file, keeps the proposal beside it, and says how to go on', async (t) => {
  const at = project(t, GUIDE, FILES)
  await edited(at, BOTH)
  same(await at.orchestrate('make', '--dry-run'), {
    code: 1,
    out: [
      '1 of 1 task would run, at most 1 at a time',
      '  1  guide  input `guide.liquid` changed (+1 more)',
      '',
      'critical path: guide (… ms by recorded times)',
      '`guide` would fail: `guide.txt` is in conflict with an edit by hand',
    ],
    err: [],
  })
  same(await at.orchestrate('make'), {
    code: 1,
    out: [
      'failed guide … ms: `guide.txt` was edited by hand where the new proposal differs; the proposal is in `.orchestrate/conflicts/guide.txt`: take it with `--theirs`, keep yours with `--ours`, or edit the file and `orchestrate adopt guide`',
      '',
      'failed guide: `guide.txt` was edited by hand where the new proposal differs; the proposal is in `.orchestrate/conflicts/guide.txt`: take it with `--theirs`, keep yours with `--ours`, or edit the file and `orchestrate adopt guide`',
      '',
      '1 failed in … ms',
    ],
    err: [],
  })
  same(at.read('guide.txt'), lines('one', 'two', 'three', 'by hand'))
  same(at.read('.orchestrate/conflicts/guide.txt'), BOTH)
})

test('--theirs takes the proposal, and undo brings the hand edit back', async (t) => {
  const at = project(t, GUIDE, FILES)
  await edited(at, BOTH)
  same((await at.orchestrate('make', '--theirs')).code, 0)
  same([at.read('guide.txt'), await at.why('guide')], [BOTH, []])
  same((await at.orchestrate('undo')).code, 0)
  same(at.read('guide.txt'), lines('one', 'two', 'three', 'by hand'))
})

test('--ours keeps the file, and the task is done', async (t) => {
  const at = project(t, GUIDE, FILES)
  await edited(at, BOTH)
  same((await at.orchestrate('make', '--ours')).code, 0)
  same([at.read('guide.txt'), await at.why('guide')], [lines('one', 'two', 'three', 'by hand'), []])
})

test('a file that is edited until it is right can be adopted', async (t) => {
  const at = project(t, GUIDE, FILES)
  await edited(at, BOTH)
  same((await at.orchestrate('make')).code, 1)
  at.write('guide.txt', lines('one', 'two', 'three', 'fourth, by hand'))
  same(await at.orchestrate('adopt', 'guide'), { code: 0, out: ['`guide` is done, as it stands'], err: [] })
  same(await at.orchestrate('make'), { code: 0, out: ['nothing to do: 1 task is fresh'], err: [] })
  same(at.read('guide.txt'), lines('one', 'two', 'three', 'fourth, by hand'))
})

test('a file that no task wrote is never written over; one that is right already is taken on', async (t) => {
  const at = project(t, GUIDE, { ...FILES, 'guide.txt': 'mine\n' })
  same(await at.orchestrate('make'), {
    code: 1,
    out: [
      'failed guide … ms: `guide.txt` is there already, and no task wrote it; the proposal is in `.orchestrate/conflicts/guide.txt`: take it with `--theirs`, keep yours with `--ours`, or edit the file and `orchestrate adopt guide`',
      '',
      'failed guide: `guide.txt` is there already, and no task wrote it; the proposal is in `.orchestrate/conflicts/guide.txt`: take it with `--theirs`, keep yours with `--ours`, or edit the file and `orchestrate adopt guide`',
      '',
      '1 failed in … ms',
    ],
    err: [],
  })
  same(at.read('guide.txt'), 'mine\n')
  at.write('guide.txt', FILES['guide.liquid'])
  same((await at.orchestrate('make')).code, 0)
})

test('what a command made is its own: an edit of it is written over', async (t) => {
  const at = project(t, tasks('{ id: gen, type: command, run: echo made > b.txt, outputs: [b.txt] }'))
  await at.make()
  at.write('b.txt', 'by hand\n')
  same(await at.orchestrate('make', '-v'), {
    code: 0,
    out: [
      'gen is stale: output `b.txt` was changed by hand',
      '  gen: ran `echo made > b.txt`',
      'done gen … ms',
      '1 done in … ms',
    ],
    err: ['gen: edited by hand, and written again', '  b.txt'],
  })
  same(at.read('b.txt'), 'made\n')
})
