import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync, symlinkSync } from 'node:fs'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import { openDisk } from '../../lib/world/disk.js'
import { processOf } from '../../lib/world/processes.js'
import { openScratch } from '../../lib/world/scratch.js'
import { folder, put } from './folder.js'

function rig(t: TestContext, files: Readonly<Record<string, string>>) {
  const root = folder(t, files)
  const disk = openDisk(root)
  const stop = new AbortController()
  const scratch = openScratch({
    root,
    disk,
    env: { PATH: process.env.PATH, MY_TOKEN: 'not to be seen' },
    stop: stop.signal,
  })
  t.after(() => scratch.close())
  const node = (program: string, more: object = {}) =>
    scratch.run({ command: ['node', '-e', program], timeout: 20_000, ...more })
  return { root, disk, stop, scratch, node }
}

test('an experiment sees the unignored files and what is laid over them, and leaves no trace in the project', async (t) => {
  const { root, node } = rig(t, { '.gitignore': 'ignored\n', a: '1', 'b/c': '2', ignored: '3' })
  put(root, '.git/HEAD', 'ref: refs/heads/main\n')
  const found = await node(
    `const fs = require('node:fs')
     console.log(fs.readdirSync('.').sort().join(), fs.readFileSync('a', 'utf8'), fs.existsSync('b/c'))
     fs.writeFileSync('made', 'by the experiment')
     fs.writeFileSync('b/d', 'changed')`,
    {
      files: new Map([
        ['a', '9'],
        ['b/c', undefined],
      ]),
      wanted: ['made', 'missing'],
    },
  )
  assert.deepEqual(found, {
    kind: 'exited',
    code: 0,
    output: '.gitignore,a,b 9 false\n',
    files: new Map([['made', 'by the experiment']]),
  })
  assert.deepEqual(readdirSync(root).sort(), ['.git', '.gitignore', 'a', 'b', 'ignored'])
  assert.equal(readFileSync(join(root, 'a'), 'utf8'), '1')
})

test('the next experiment finds the project as it is, whatever the last one did', async (t) => {
  const { root, disk, node } = rig(t, { a: '1', b: '2', c: '3' })
  await node(
    `const fs = require('node:fs')
     fs.writeFileSync('a', 'x'); fs.rmSync('b'); fs.writeFileSync('new', ''); fs.mkdirSync('d'); fs.writeFileSync('d/e', '')`,
    { files: new Map([['over', 'laid']]) },
  )
  put(root, 'c', 'edited')
  disk.forget()
  const found = await node(
    `const fs = require('node:fs')
     console.log(fs.readdirSync('.', { recursive: true }).filter((name) => fs.statSync(name).isFile()).map((name) => name + fs.readFileSync(name, 'utf8')).join())`,
  )
  assert.equal(found.output, 'a1,b2,cedited\n')
})

test('packages are found as in the project, and a cache beside them is the own of the copy', async (t) => {
  const { root, node } = rig(t, {
    'package.json': '{}',
    'node_modules/one/index.js': 'module.exports = 1',
    'node_modules/@scope/two/index.js': 'module.exports = 2',
    'packages/lib/index.js': 'module.exports = 3',
    'packages/lib/package.json': '{}',
    'packages/lib/node_modules/four/index.js': 'module.exports = 4',
  })
  symlinkSync('../packages/lib', join(root, 'node_modules/lib'))
  const found = await node(
    `require('node:fs').writeFileSync('node_modules/.results', '')
     const inner = require('node:module').createRequire(process.cwd() + '/packages/lib/x.js')
     console.log(require('one'), require('@scope/two'), require('lib'), inner('four'))`,
  )
  assert.equal(found.output, '1 2 3 4\n')
  assert.equal(existsSync(join(root, 'node_modules/.results')), false)
})

test('it sees no variable that could be a secret, and a home and a temporary folder of its own', async (t) => {
  const { node } = rig(t, { a: '' })
  const program = `
    const { env } = process
    console.log(env.MY_TOKEN, env.GIVEN, env.HOME.startsWith(env.TMPDIR.replace(/tmp$/, '')))
    require('node:fs').writeFileSync(env.TMPDIR + '/left', '')
    console.log(require('node:fs').readdirSync(require('node:os').tmpdir()).join())`
  const found = await node(program, { env: { GIVEN: 'x' } })
  assert.equal(found.output, 'undefined x true\nleft\n')
  const next = await node(`console.log(require('node:fs').readdirSync(require('node:os').tmpdir()).length)`)
  assert.equal(next.output, '0\n')
})

test('node reaches this machine and nothing beyond it', async (t) => {
  const { node } = rig(t, { a: '' })
  const found = await node(
    `const net = require('node:net')
     const server = net.createServer((socket) => socket.end()).listen(0, '127.0.0.1', () => {
       const own = net.connect(server.address().port, '127.0.0.1').on('connect', () => {
         console.log('here'); own.destroy(); server.close()
         net.connect(80, '192.0.2.1').on('error', (error) => {
           console.log(error.code)
           fetch('http://example.invalid').catch((error) => console.log(error.cause.code))
         })
       })
     })`,
  )
  assert.equal(found.output, 'here\nENETUNREACH\nENETUNREACH\n')
})

test('python reaches nothing beyond this machine', async (t) => {
  const { scratch } = rig(t, { a: '' })
  const program = [
    'import socket',
    'for reach in (lambda: socket.create_connection(("192.0.2.1", 80), 1), lambda: socket.gethostbyname("example.invalid")):',
    '    try: reach()',
    '    except OSError as error: print(error)',
  ].join('\n')
  const found = await scratch.run({ command: ['python3', '-c', program], timeout: 20_000 })
  assert.equal(
    found.output,
    '[Errno -2] no network in an experiment: 192.0.2.1\n[Errno -2] no network in an experiment: example.invalid\n',
  )
})

test('what takes too long is killed with all that it started', async (t) => {
  const { node } = rig(t, { a: '' })
  const found = await node(
    `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
     require('node:fs').writeSync(1, String(child.pid))
     for (;;);`,
    { timeout: 700 },
  )
  assert.equal(found.kind, 'timed-out')
  const pid = Number(found.output)
  // Where nobody collects it, it is there and runs no more.
  assert.notEqual(processOf(pid)?.isZombie, false)
})

test('what holds too much memory is killed', { skip: process.platform !== 'linux' }, async (t) => {
  const { node } = rig(t, { a: '' })
  const program = `const held = []; setInterval(() => held.push(Buffer.alloc(64 * 1024 * 1024, 1)), 20)`
  const found = await node(program, { memory: 200 })
  assert.equal(found.kind, 'killed')
})

test('a run that is stopped ends its experiments and starts no more', async (t) => {
  const { stop, node } = rig(t, { a: '' })
  const server = createServer().listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const running = node(`require('node:net').connect(${port}, '127.0.0.1').on('error', () => undefined)`)
  await once(server, 'connection')
  stop.abort()
  await assert.rejects(running, { name: 'Refusal', message: 'interrupted' })
  await assert.rejects(node('1'), { name: 'Refusal', message: 'interrupted' })
})

test('two at once have a copy each, and all copies are gone when the run has ended', async (t) => {
  const before = ours()
  const { scratch, node } = rig(t, { a: '1' })
  const program = `const fs = require('node:fs'); fs.appendFileSync('a', '2'); setTimeout(() => console.log(fs.readFileSync('a', 'utf8')), 100)`
  const found = await Promise.all([node(program), node(program)])
  assert.deepEqual(
    found.map(({ output }) => output),
    ['12\n', '12\n'],
  )
  assert.equal(ours().length, before.length + 2)
  await scratch.close()
  assert.deepEqual(ours(), before)
})

const ours = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`orchestrate-try-${process.pid}-`))

/** Counts what it is asked, and keeps what it is told to. */
const COUNTING = `let count = 0
process.on('disconnect', () => process.exit())
process.on('message', (message) => {
  if (message === 'crash') process.exit(3)
  if (message === 'hang') for (;;);
  console.log('asked ' + message)
  process.send(message + ' ' + ++count + ' ' + require('node:fs').readFileSync('a', 'utf8'))
})`

test('a program that stays is asked again, sees the files of each experiment, and has gone after its last one', async (t) => {
  const { scratch, node } = rig(t, { a: '1' })
  const ask = (message: string | undefined, a: string, timeout = 20_000) =>
    scratch.run({
      command: ['node', '-e', COUNTING],
      files: new Map([['a', a]]),
      timeout,
      sitting: message === undefined ? { of: 'unit', isOver: true } : { of: 'unit', as: 'counter', message },
    })
  const told = async (message: string | undefined, a: string, timeout?: number) => {
    const { kind, code, answer, output } = await ask(message, a, timeout)
    return [kind, code, answer ?? '', output]
  }
  assert.deepEqual(await Promise.all([told('x', 'one'), node('console.log(1)').then(() => 0)]), [
    ['answered', 0, 'x 1 one', 'asked x\n'],
    0,
  ])
  assert.deepEqual(
    [
      await told('y', 'two'),
      await told('crash', ''),
      await told('z', 'three'),
      await told('hang', '', 300),
      await told('last', 'four'),
      await told(undefined, ''),
    ],
    [
      ['answered', 0, 'y 2 two', 'asked y\n'],
      ['exited', 3, '', ''],
      ['answered', 0, 'z 1 three', 'asked z\n'],
      ['timed-out', 1, '', ''],
      ['answered', 0, 'last 1 four', 'asked last\n'],
      ['exited', 0, '', ''],
    ],
  )
})
