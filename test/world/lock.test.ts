import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import { Refusal } from '../../lib/core/recipe.js'
import { isLockFree, takeLock } from '../../lib/world/lock.js'
import { bootId, processOf } from '../../lib/world/processes.js'
import { folder } from './folder.js'

const myself = {
  pid: process.pid,
  startTime: processOf(process.pid)?.startTime ?? '',
  bootId: bootId(),
  host: hostname(),
}

function rig(t: TestContext) {
  const at = folder(t)
  const said: string[] = []
  const stop = new AbortController()
  const take = () => takeLock(at, { notice: (text) => said.push(text), stop: stop.signal, run: 'run-1' })
  return { at, said, stop, take, file: join(at, 'lock') }
}

test('the lock says who holds it, is gone when released, and leaves nothing else', async (t) => {
  const { at, file, take } = rig(t)
  assert.equal(isLockFree(at), true)
  const lock = await take()
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { ...myself, run: 'run-1' })
  assert.deepEqual(readdirSync(at), ['lock'])
  assert.equal(isLockFree(at), false)
  lock.release()
  assert.deepEqual(readdirSync(at), [])
})

test('a lock that is torn, empty, of another start of the machine or of a dead process is taken over', async (t) => {
  const { at, file, take, said } = rig(t)
  const child = fork('-e', [], { execArgv: ['-e', ''], stdio: 'ignore' })
  await once(child, 'exit')
  const holders = [
    '',
    '{"pid":',
    'null',
    JSON.stringify({ ...myself, startTime: '1' }),
    JSON.stringify({ pid: process.pid, startTime: 1, host: hostname(), createdAt: '2020-01-01' }),
    JSON.stringify({ ...myself, bootId: 'another' }),
    JSON.stringify({ ...myself, pid: child.pid }),
  ]
  for (const holder of holders) {
    writeFileSync(file, holder)
    assert.equal(isLockFree(at), true, holder)
    const lock = await take()
    lock.release()
  }
  assert.deepEqual(said, [])
  assert.deepEqual(readdirSync(at), [])
})

test('a lock of another machine is left, and said', async (t) => {
  const { at, file, take } = rig(t)
  writeFileSync(file, JSON.stringify({ ...myself, pid: 12, host: 'elsewhere' }))
  assert.equal(isLockFree(at), false)
  await assert.rejects(
    take(),
    new Refusal(
      '`.orchestrate/lock` is held by process 12 on `elsewhere`, which cannot be asked from here: ' +
        'if nothing runs there any more, remove the file',
    ),
  )
})

test('others wait, say so once, and get the lock one after another', async (t) => {
  const { take, said } = rig(t)
  let holders = 0
  const turn = async () => {
    const lock = await take()
    assert.equal(++holders, 1)
    await new Promise((resolve) => setImmediate(resolve))
    holders--
    lock.release()
  }
  await Promise.all([turn(), turn(), turn()])
  assert.deepEqual([...new Set(said)], [`waiting for another run to end (process ${process.pid})`])
})

test('waiting ends when it is stopped', async (t) => {
  const { take, stop } = rig(t)
  const lock = await take()
  const second = take()
  stop.abort('SIGINT')
  await assert.rejects(second, new Refusal('stopped while another run held `.orchestrate/lock`'))
  lock.release()
})

test('a lock that was taken from us is not released by us', async (t) => {
  const { take, file } = rig(t)
  const lock = await take()
  writeFileSync(file, 'another')
  lock.release()
  assert.equal(readFileSync(file, 'utf8'), 'another')
})
