import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import { variationsOf } from '../../../recipes/test_generation/ts/cases.js'
import { entryLines, entryStarts } from '../../../recipes/test_generation/ts/entry.js'
import { readUnit } from '../../../recipes/test_generation/ts/read.js'
import { folder } from '../../world/folder.js'
import { dialect, unit } from './units.js'

const ts = createRequire(import.meta.url)('typescript') as Parameters<typeof readUnit>[0]

const SERVER = `
  import { createServer } from 'node:http'
  const main = async () => {
    createServer().listen(Number(process.env.PORT ?? 8080), () => console.log('up'))
  }
  main().catch(() => process.exit(1))`

const read = (t: TestContext, files: Readonly<Record<string, string>>, path: string) =>
  readUnit(ts, folder(t, files), path)

test('a file that exports nothing and starts something is there for that; one that only sets up values is not', (t) => {
  const files = {
    'src/server.ts': SERVER,
    'src/config.ts':
      "import 'x'\nprocess.setMaxListeners(20)\nexport const config = { port: process.env.PORT }",
    'src/start.ts': 'export const start = () => 1\nstart()',
  }
  const entries = Object.keys(files).map((path) => read(t, files, path).entry)
  assert.deepEqual(entries[0]?.asks, ['Server.prototype.listen', 'console.log', 'process.exit'])
  assert.deepEqual(entries.slice(1), [undefined, undefined])
})

test('what listens is Node itself, so that no module that makes servers gives way', (t) => {
  assert.deepEqual(read(t, { 'src/server.ts': SERVER }, 'src/server.ts').clients, [])
})

const call = { name: '', isAsync: true, params: [], outlets: [], uses: [] }
const own = unit({
  path: 'src/server.ts',
  env: ['PORT'],
  entry: { call, asks: ['Server.prototype.listen', 'process.exit', 'console.log'] },
})

test('it is loaded in a world where nothing listens and nothing ends, under each value of its variables', () => {
  const [start] = entryStarts(own, dialect())
  assert.ok(start)
  const usual = start.make(new Map())
  assert.deepEqual(usual.arrange, [
    "process.env = { ...process.env, PORT: '3000' }",
    "jest.spyOn(Server.prototype, 'listen').mockImplementation(listening)",
    "jest.spyOn(process, 'exit').mockImplementation(() => undefined as never)",
    "jest.spyOn(console, 'log').mockImplementation(() => undefined)",
  ])
  assert.deepEqual(
    [usual.subject, usual.act, usual.stubs],
    ['server', 'load()', ['Server.prototype.listen', 'process.exit', 'console.log']],
  )
  assert.deepEqual(
    variationsOf(usual, start.make, 40).map(({ labels }) => labels.join()),
    ['every variable is empty', 'PORT is "not a number"', 'PORT is empty'],
  )
})

test('each test loads it anew, and waits for what that sets off', () => {
  const standing = { testFile: 'src/server.test.ts', dialect: dialect(), text: '' }
  const lines = entryLines(own, standing, () => true)
  assert.equal(lines[0], "import { Server } from 'node:net'")
  assert.deepEqual(
    lines.filter((line) => line.includes("'./server'") || line.includes('resetModules')),
    [
      'jest.resetModules()',
      "const load = async () => {\nawait import('./server')\nawait new Promise((done) => setTimeout(done, 50))\n}",
    ],
  )
})

test('where nothing can be loaded twice there is nothing to try', () => {
  assert.deepEqual(entryStarts(own, dialect('node')), [])
})
