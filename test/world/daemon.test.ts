import assert from 'node:assert/strict'
import { lstatSync, mkdirSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import { Refusal } from '../../lib/core/recipe.js'
import { ask, serve } from '../../lib/world/daemon.js'
import { folder } from './folder.js'

/** The answer to these bytes, as they come over the socket. */
function said(state: string, bytes: string): Promise<string> {
  return new Promise((done) => {
    const socket = createConnection(join(state, 'watch/socket'))
    let text = ''
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
    socket.on('close', () => done(text))
    socket.on('error', () => undefined) // the other side may hang up before all is written
    socket.write(bytes)
  })
}

async function served(t: TestContext): Promise<{ state: string; asked: string[]; close: () => void }> {
  const state = join(folder(t), '.orchestrate')
  const asked: string[] = []
  const daemon = await serve(state, (what) => {
    asked.push(what)
    return { pid: 1 }
  })
  t.after(() => daemon.close())
  return { state, asked, close: () => daemon.close() }
}

test('it answers what it is asked, and where none runs that is the answer, and nothing is written', async (t) => {
  const { state, asked, close } = await served(t)
  assert.deepEqual(await ask(state, 'status'), { kind: 'answer', value: { pid: 1 } })
  assert.deepEqual(await ask(state, 'stop'), { kind: 'answer', value: { pid: 1 } })
  assert.deepEqual(asked, ['status', 'stop'])
  close()
  assert.deepEqual(await ask(state, 'status'), { kind: 'none' })
  const empty = folder(t)
  assert.deepEqual(await ask(join(empty, '.orchestrate'), 'status'), { kind: 'none' })
  assert.equal(lstatSync(join(empty, '.orchestrate'), { throwIfNoEntry: false }), undefined)
})

test('the socket is for its user alone, and a folder that is open to others is refused', async (t) => {
  const { state } = await served(t)
  const modes = ['watch', 'watch/socket', 'watch/holder'].map(
    (path) => lstatSync(join(state, path)).mode & 0o777,
  )
  assert.deepEqual(modes, [0o700, 0o700, 0o600])
  const open = join(folder(t), '.orchestrate')
  mkdirSync(join(open, 'watch'), { recursive: true, mode: 0o755 })
  await assert.rejects(
    serve(open, () => undefined),
    (error) => error instanceof Refusal && error.message.includes('open to others'),
  )
})

test('what is no request, of another version, or without end gets a word or is cut off', async (t) => {
  const { state, asked } = await served(t)
  assert.equal(await said(state, 'hello\n'), '{"error":"a request is a line of JSON"}\n')
  assert.equal(await said(state, '{"version":9,"ask":"stop"}\n'), '{"error":"this watch speaks version 1"}\n')
  assert.equal(
    await said(state, '{"version":1,"ask":"run"}\n'),
    '{"error":"it can be asked `status` and `stop`"}\n',
  )
  assert.equal(await said(state, 'x'.repeat(5000)), '')
  assert.deepEqual(asked, [])
})

test('a project that lies too deep for a socket has its socket elsewhere', async (t) => {
  const state = join(folder(t), 'deep'.repeat(30), '.orchestrate')
  const daemon = await serve(state, () => 'here')
  t.after(() => daemon.close())
  assert.deepEqual(await ask(state, 'status'), { kind: 'answer', value: 'here' })
  assert.equal(lstatSync(join(state, 'watch'), { throwIfNoEntry: false }), undefined)
})
