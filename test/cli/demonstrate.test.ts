/** What `demo` says beside what its makes say, with everything that it starts played by the test. */
import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { demonstrate } from '../../lib/cli/demonstrate.js'
import type { Context, Outside } from '../../lib/cli/outside.js'
import { displayWidth } from '../../lib/render/width.js'
import { Project } from './rig.js'

interface Played {
  readonly code: number
  readonly out: string
  /** What was started. */
  readonly started: readonly string[]
}

type Again = (words: readonly string[], interrupt: () => void) => number

/** Plays the demo in `/sample`; every start takes a second, and every measurement finds one test more. */
async function play(again: Again, changes: Partial<Outside> = {}): Promise<Played> {
  const started: string[] = []
  const signals = new Set<(signal: 'SIGINT') => void>()
  const interrupt = (): void => signals.forEach((listen) => listen('SIGINT'))
  let [ms, tests] = [0, 0]
  const start = (words: readonly string[]): void => {
    started.push(words.slice(0, 3).join(' '))
    ms += 1000
  }
  const part = { covered: 1, total: 4 }
  const outside: Outside = {
    ...new Project('/sample').outside({ stdin: new PassThrough(), stderr: new PassThrough() }),
    env: {},
    now: () => ms,
    onSignal: (listen) => {
      signals.add(listen)
      return () => void signals.delete(listen)
    },
    sample: () => Promise.resolve('/sample'),
    changes: () => ({ created: ['src/a.test.ts', 'src/b.test.ts', 'k6.js'], edited: ['jest.config.js'] }),
    tool: (_, words) => {
      start(words)
      return Promise.resolve({ code: 0, output: '' })
    },
    again: (_, words) => {
      start(['orchestrate', ...words])
      return Promise.resolve(again(words, interrupt))
    },
    readFile: (path) => {
      const text = path.endsWith('tests.json')
        ? JSON.stringify({ numPassedTests: ++tests })
        : JSON.stringify({ total: { statements: part, branches: part } })
      return new TextEncoder().encode(text)
    },
    ...changes,
  }
  let out = ''
  const stdout = new PassThrough().on('data', (chunk: Buffer) => (out += chunk.toString()))
  const streams = { stdin: new PassThrough(), stdout, stderr: new PassThrough() }
  const context: Context = { ...streams, env: {}, colorDepth: 1, outside, words: [] }
  const code = await demonstrate(context, undefined)
  assert.equal(signals.size, 0)
  return { code, out, started }
}

const isTerminal = { isTerminal: true, columns: () => 80, rows: () => 24 }

test('the demo names each thing that it starts before it does, and ends with the figures and the way on', async () => {
  const { code, out, started } = await play(() => 0)
  assert.equal(code, 0)
  assert.deepEqual(started, [
    'npm ci --no-audit',
    'npx jest --coverage',
    'orchestrate make phase-3',
    'npx jest --coverage',
    'orchestrate make phase-5',
    'npx jest --coverage',
    'orchestrate make --yes',
    'npx jest --coverage',
    'orchestrate make',
  ])
  assert.deepEqual(out.split('\n').slice(-20), [
    'Again. Every file is what it was, so nothing runs:',
    '$ orchestrate make',
    'in 1.0 s',
    '',
    '                statements   branches   tests',
    'before                25 %       25 %       1',
    'after phase 3         25 %       25 %       2',
    'after phase 5         25 %       25 %       3',
    'at the end            25 %       25 %       4',
    '',
    '3 files created: src 2, . 1',
    '1 file edited: jest.config.js',
    'All of it took 9.0 s.',
    '',
    'Go on there: read the files, edit one, then',
    '  `orchestrate status -C /sample`  where everything stands',
    '  `orchestrate why 2.1 -C /sample`  what makes a task run again',
    '  `orchestrate make -C /sample`  runs that, and nothing else',
    '  `orchestrate clean -C /sample`  takes it all back',
    '',
  ])
})

test('an interrupt ends the demo after the make that it ends, and tells how to go on', async () => {
  const { code, out, started } = await play((_, interrupt) => {
    interrupt()
    return 130
  })
  assert.equal(code, 130)
  assert.equal(started.at(-1), 'orchestrate make phase-3')
  assert.equal(
    out.split('\n').at(-2),
    'The demo was stopped; what is done is kept. To go on: `orchestrate make --yes -C /sample`',
  )
})

test('a make that fails ends the demo with its code, and tells how to go on, as one who used npx would', async () => {
  const { code, out } = await play(() => 1, { env: { npm_lifecycle_event: 'npx' } })
  assert.equal(code, 1)
  assert.match(out, /To go on once that is mended: `npx orchestrate make --yes -C \/sample`\n$/)
})

test('in a terminal no line of the demo is wider than it', async () => {
  const { out } = await play(() => 0, { terminal: isTerminal })
  assert.deepEqual(
    out.split('\n').filter((line) => displayWidth(line) > 80),
    [],
  )
})
