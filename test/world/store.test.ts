import assert from 'node:assert/strict'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import type { Path } from '../../lib/core/place.js'
import { Refusal } from '../../lib/core/recipe.js'
import type { Change, State } from '../../lib/core/record.js'
import { emptyState, put as putChange } from '../../lib/core/record.js'
import type { Answer } from '../../lib/core/world.js'
import { decodeChange, decodeState, encodeChange, encodeState } from '../../lib/world/codec.js'
import { hash } from '../../lib/world/hash.js'
import type { Mode } from '../../lib/world/ledger.js'
import type { OpenStore } from '../../lib/world/store.js'
import { openStore } from '../../lib/world/store.js'
import { bytes, folder, put } from './folder.js'
import { changes, id, record } from './state.js'

function stateAfter(some: readonly Change[]): State {
  const state = emptyState()
  for (const change of some) putChange(state, change)
  return state
}

/** A state folder, and a way to open it that keeps what was said. */
function rig(t: TestContext) {
  const at = join(folder(t), '.orchestrate')
  const said: string[] = []
  const open = (mode: Mode = 'write', from = at): Promise<OpenStore> =>
    openStore(from, mode, (text) => said.push(text))
  return { at, said, open, journal: join(at, 'state.jsonl'), state: join(at, 'state.json') }
}

async function write(store: OpenStore, some: readonly Change[]): Promise<void> {
  for (const change of some) store.change(change)
  store.durable()
  await store.close()
}

/** So many records that closing folds. */
const many = (count: number, name = 'task'): Change[] =>
  Array.from({ length: count }, (_, index) => ({
    records: [[id(`${name}-${index}`), record(`${name}-${index}`)]],
  }))

const REBUILT = 'the state was damaged and is rebuilt: every task runs again'
const CUT = 'the journal of the state ended in a damaged line: what it held from there on runs again'

test('changes and states come back from their encoding as they were', () => {
  const through = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
  for (const change of changes) assert.deepEqual(decodeChange(through(encodeChange(change))), change)
  const state = stateAfter(changes)
  assert.deepEqual(decodeState(through(encodeState(state))), state)
})

test('what was changed is there when the store is opened again, from the journal alone', async (t) => {
  const { open, state, said } = rig(t)
  await write(await open(), changes)
  assert.equal(existsSync(state), false)
  const store = await open('ask')
  assert.deepEqual(store.state, stateAfter(changes))
  assert.equal(store.generation, 0)
  assert.deepEqual(said, [])
})

test('a long journal is folded into the state, and what follows goes into a new one', async (t) => {
  const { open, journal, at } = rig(t)
  const before = many(200)
  await write(await open(), before)
  assert.ok(statSync(journal).size < 100)
  await write(await open(), changes)
  const store = await open('ask')
  assert.equal(store.generation, 1)
  assert.equal(store.journalLength, statSync(journal).size)
  assert.deepEqual(store.state, stateAfter([...before, ...changes]))
  assert.deepEqual(readdirSync(at).sort(), ['.gitignore', 'state.json', 'state.jsonl'])
  for (const name of ['', 'state.json', 'state.jsonl'])
    assert.equal(statSync(join(at, name)).mode & 0o077, 0, `${name} is for its owner only`)
})

test('a crash between the two steps of a fold loses nothing and doubles nothing', async (t) => {
  const { open, journal, said } = rig(t)
  const store = await open()
  for (const change of many(200)) store.change(change)
  store.change({ opaque: ['run-1', id('a')] })
  const old = readFileSync(journal)
  await store.close()
  writeFileSync(journal, old)
  const again = await open()
  assert.deepEqual(again.state, stateAfter([...many(200), { opaque: ['run-1', id('a')] }]))
  await write(again, changes)
  assert.deepEqual(
    (await open('ask')).state,
    stateAfter([...many(200), { opaque: ['run-1', id('a')] }, ...changes]),
  )
  assert.deepEqual(said, [])
})

/** Few bytes, so that each of them can be tried. */
const small: readonly Change[] = [
  { running: [[id('1.1'), { run: 'run-1', startedAt: 'then', group: { pid: 12, startTime: '99' } }]] },
  { opaque: ['run-1', id('1.1')] },
  { running: [[id('1.1'), undefined]], opaque: ['run-2', id('ü')] },
]
const states = [0, 1, 2, 3].map((count) => stateAfter(small.slice(0, count)))

/** How many changes stand in whole lines before this byte; the first line is none. */
const changesBefore = (journal: Buffer, at: number): number =>
  Math.max(0, journal.subarray(0, at).toString('latin1').split('\n').length - 2)

test('a journal cut at any byte gives the changes before the cut, and goes on from there', async (t) => {
  const { open, journal } = rig(t)
  await write(await open(), small)
  const whole = readFileSync(journal)
  const last: Change = { records: [[id('after'), record('after')]] }
  for (let length = 0; length < whole.length; length++) {
    const left = changesBefore(whole, length)
    writeFileSync(journal, whole.subarray(0, length))
    assert.deepEqual((await open('ask')).state, states[left], `cut at ${length}`)
    await write(await open(), [last])
    const expected = stateAfter([...small.slice(0, left), last])
    assert.deepEqual((await open('ask')).state, expected, `after a cut at ${length}`)
  }
})

test('a journal with any bit turned over gives the changes before it, never one that was not made', async (t) => {
  const { open, journal } = rig(t)
  await write(await open(), small)
  const whole = readFileSync(journal)
  for (let bit = 0; bit < whole.length * 8; bit++) {
    const damaged = Buffer.from(whole)
    const at = bit >> 3
    damaged[at] = (damaged[at] ?? 0) ^ (1 << (bit & 7))
    writeFileSync(journal, damaged)
    assert.deepEqual((await open('ask')).state, states[changesBefore(whole, at)], `bit ${bit}`)
  }
})

test('a torn end is cut off before the first append, and said once', async (t) => {
  const { open, journal, said } = rig(t)
  await write(await open(), changes.slice(0, 2))
  writeFileSync(journal, '\0\0\0\0', { flag: 'a' })
  assert.deepEqual((await open('ask')).state, stateAfter(changes.slice(0, 2)))
  assert.deepEqual(said, [])
  await write(await open(), changes.slice(2))
  await open()
  assert.deepEqual(said, [CUT])
})

test('a damaged state is set aside, said once and begun anew, and only three such are kept', async (t) => {
  const { at, open, state, said } = rig(t)
  const shapes = [
    '',
    '[1,{"__proto__":{"polluted":1}},null]',
    '\0\0\0',
    '{"version":1,"gen":1,"state":[[],[]]}',
    '{"version":1',
    '{"version":1,"gen":2,"state":[["a"],[[0],[],[],[],[],[]]]}',
  ]
  for (const shape of shapes) {
    await write(await open(), many(200))
    writeFileSync(state, shape)
    said.length = 0
    assert.deepEqual((await open('ask')).state, emptyState())
    await write(await open(), changes)
    assert.deepEqual((await open('ask')).state, stateAfter(changes), shape)
    assert.deepEqual(said, [REBUILT, REBUILT], shape)
  }
  assert.equal(readdirSync(at).filter((name) => name.startsWith('state.corrupt-')).length, 3)
})

test('a state that went away takes the journal that stood on it along', async (t) => {
  const { open, state, said } = rig(t)
  await write(await open(), many(200))
  await write(await open(), changes)
  rmSync(state)
  assert.deepEqual((await open('ask')).state, emptyState())
  await write(await open(), changes.slice(0, 3))
  assert.deepEqual((await open('ask')).state, stateAfter(changes.slice(0, 3)))
  assert.deepEqual(said, [REBUILT, REBUILT])
})

test('a newer version is refused, and nothing is written', async (t) => {
  const { at, open, state } = rig(t)
  mkdirSync(at)
  writeFileSync(state, '{"version":2}')
  const refusal = new Refusal(
    '`.orchestrate/state.json` has version 2, and this program knows version 1: ' +
      'install a newer `orchestrate`, or delete the file to begin anew (every task runs again)',
    2,
  )
  await assert.rejects(open('ask'), refusal)
  await assert.rejects(open(), refusal)
  assert.deepEqual(readdirSync(at), ['state.json'])
})

test('a question writes nothing, not even a folder', async (t) => {
  const { at, open } = rig(t)
  const store = await open('ask')
  assert.throws(() => {
    store.change({})
  }, /a question changed the state/)
  await store.close()
  assert.equal(existsSync(at), false)
})

test('a state that cannot be written is a refusal that names the file and the reason', async (t) => {
  const { at, open, journal } = rig(t)
  mkdirSync(journal, { recursive: true })
  const store = await open().catch((error: unknown) => error)
  assert.deepEqual(
    store,
    new Refusal('cannot read `.orchestrate/state.json`: EISDIR, illegal operation on a directory'),
  )
  writeFileSync(join(at, '..', 'file'), '')
  await assert.rejects(
    open('write', join(at, '..', 'file', '.orchestrate')),
    (error) => error instanceof Refusal && /^cannot make `.orchestrate`: ENOTDIR, /.test(error.message),
  )
})

test('a finished task costs at most two kilobytes and a hundred bytes a path', async (t) => {
  const { open } = rig(t)
  const store = await open()
  store.change({})
  const before = store.journalLength
  const paths = Array.from(
    { length: 50 },
    (_, index) => [`src/some/folder/file-${index}.ts`, hash(`${index}`)] as const,
  )
  const full = record('x')
  store.change({
    records: [
      [id('1.1'), { ...full, fingerprint: { ...full.fingerprint, inputs: new Map(paths) as never } }],
    ],
  })
  assert.ok(store.journalLength - before < 2000 + 100 * 50, `${store.journalLength - before} bytes`)
  await store.close()
})

test('texts are kept by their hash, and a damaged one is as good as gone', async (t) => {
  const { at, open } = rig(t)
  const store = await open()
  const digest = store.keep(bytes('text'))
  assert.equal(digest, hash('text'))
  assert.deepEqual(store.kept(digest), Buffer.from('text'))
  const file = join(at, 'objects', digest.slice(0, 2), digest.slice(2))
  assert.equal(statSync(file).mode & 0o777, 0o600)
  writeFileSync(file, 'txet')
  assert.equal(store.kept(digest), undefined)
  store.keep(bytes('text'))
  assert.deepEqual(store.kept(digest), Buffer.from('text'))
  assert.equal(store.kept('../../etc/passwd' as never), undefined)
})

test('old texts go when the state is folded, but for those that it needs', async (t) => {
  const { at, open } = rig(t)
  const store = await open()
  const [old, needed, recent] = ['old', 'proposed', 'recent'].map((text) => store.keep(bytes(text)))
  for (const digest of [old, needed])
    utimesSync(join(at, 'objects', digest?.slice(0, 2) ?? '', digest?.slice(2) ?? ''), 1e9, 1e9)
  await write(store, [...changes, ...many(200)])
  const again = await open('ask')
  assert.deepEqual(
    [old, needed, recent].map((digest) => again.kept(digest as never) !== undefined),
    [false, true, true],
  )
})

const answer: Answer = {
  answer: 'yes',
  question: 'Is it "right"?\n',
  bound: hash('bound'),
  at: '2026-01-02',
  by: 'me',
}

test('answers are kept for people to read, sorted, and come back', async (t) => {
  const { at, open } = rig(t)
  const store = await open()
  store.decide(id('b: #1'), answer)
  store.decide(id('a'), { ...answer, answer: 'no' })
  assert.equal(
    readFileSync(join(at, 'answers.yaml'), 'utf8').split('\n').slice(0, 6).join('\n'),
    [
      '# Answers to manual tasks, each bound to what was shown. These are decisions: commit them.',
      'version: 1',
      'answers:',
      '  "a":',
      '    answer: "no"',
      '    question: "Is it \\"right\\"?\\n"',
    ].join('\n'),
  )
  const again = await open('ask')
  assert.deepEqual(again.answer(id('b: #1')), answer)
  assert.equal(again.answer(id('constructor')), undefined)
})

test('answers that cannot be read are said and never written over', async (t) => {
  const { at, open, said } = rig(t)
  put(at, 'answers.yaml', 'version: 1\nanswers:\n<<<<<<< HEAD\n  a: 1\n')
  const store = await open()
  assert.equal(said.length, 1)
  assert.match(
    said[0] ?? '',
    /^`.orchestrate\/answers.yaml` cannot be read, and counts for nothing until it is mended: /,
  )
  assert.throws(() => {
    store.decide(id('a'), answer)
  }, new Refusal('`.orchestrate/answers.yaml` cannot be read, and is not written over: mend it first'))
})

test('logs, runs and conflicts stand where they are said to, for their owner only', async (t) => {
  const { at, open } = rig(t)
  const store = await open()
  const [one, other] = [
    store.log('run', id('phase-1/unit tests')),
    store.log('run', id('phase-1/unit:tests')),
  ]
  assert.match(one, /^\.orchestrate\/logs\/phase-1-unit-tests-[\w-]{6}\.log$/)
  assert.notEqual(one, other)
  assert.equal(store.conflict('src/a.ts' as Path, bytes('mine')), '.orchestrate/conflicts/src/a.ts')
  assert.equal(readFileSync(join(at, 'conflicts/src/a.ts'), 'utf8'), 'mine')
  for (const file of [one, '.orchestrate/conflicts/src/a.ts'])
    assert.equal(statSync(join(at, '..', file)).mode & 0o777, 0o600)
  for (let run = 0; run < 55; run++) {
    store.openRunLog(`run-${run}`)('{"type":"ended"}')
    utimesSync(join(at, `runs/run-${run}.jsonl`), 1e9 + run, 1e9 + run)
  }
  await store.close()
  const runs = readdirSync(join(at, 'runs'))
  assert.equal(runs.length, 50)
  assert.equal(runs.includes('run-4.jsonl') || !runs.includes('run-54.jsonl'), false)
  assert.equal(readFileSync(join(at, 'runs/run-54.jsonl'), 'utf8'), '{"type":"ended"}\n')
})

test('a moved folder is the same state', async (t) => {
  const { at, open } = rig(t)
  await write(await open(), [...many(200), ...changes])
  const moved = join(folder(t), '.orchestrate')
  cpSync(at, moved, { recursive: true })
  chmodSync(moved, 0o700)
  assert.deepEqual((await open('ask', moved)).state, (await open('ask')).state)
})
