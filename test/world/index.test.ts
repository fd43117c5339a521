import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import type { Path } from '../../lib/core/place.js'
import type { WorldOptions } from '../../lib/world/index.js'
import { openWorld } from '../../lib/world/index.js'
import { bytes, folder } from './folder.js'
import { changes } from './state.js'

function rig(t: TestContext, files: Readonly<Record<string, string>> = {}) {
  const root = folder(t, files)
  const open = (mode: WorldOptions['mode']) =>
    openWorld({
      root,
      mode,
      notice: () => undefined,
      stop: new AbortController().signal,
      templates: root,
      yes: false,
      noInput: true,
      stdin: new PassThrough(),
      stderr: new PassThrough(),
      env: { PATH: process.env.PATH },
    })
  return { root, open }
}

test('a question leaves no trace, whatever it looked at', async (t) => {
  const { root, open } = rig(t, { a: '' })
  const world = await open('ask')
  world.disk.digest('a')
  world.surroundings.env('PATH')
  await world.close()
  assert.deepEqual(readdirSync(root), ['a'])
})

test('a run holds the lock, keeps what it learned and gives the lock back', async (t) => {
  const { root, open } = rig(t, { a: 'a' })
  const world = await open('write')
  assert.ok(existsSync(join(root, '.orchestrate/lock')))
  world.disk.digest('a')
  for (const change of changes) world.store.change(change)
  world.disk.write('b' as Path, bytes('b'))
  const log = world.store.log('run', 'x' as never)
  const exit = await world.shell.run({
    command: 'cat a b',
    cwd: '.',
    env: {},
    log,
    stop: new AbortController().signal,
  })
  assert.deepEqual([exit.kind, exit.tail], ['exited', ['ab']])
  world.runLog('run-1')('{}')
  await world.close()
  const kept = readdirSync(join(root, '.orchestrate')).sort()
  assert.deepEqual(kept, ['.gitignore', 'logs', 'runs', 'state.jsonl', 'stats.json'])
  assert.equal(readFileSync(join(root, '.orchestrate/runs/run-1.jsonl'), 'utf8'), '{}\n')
  const again = await open('ask')
  assert.equal(again.store.state.records.size, world.store.state.records.size)
  assert.deepEqual(again.seen.state(), world.seen.state())
})

test('what was seen is told in columns, and is not settled while a file is too new', async (t) => {
  const { open } = rig(t, { 'src/a': 'abc' })
  const world = await open('ask')
  for (const file of world.disk.expand(['src/*'])) world.disk.digest(file)
  world.disk.digest('none')
  const { files, folders, settledAt } = world.seen
  assert.deepEqual(
    [files.get('src/a')?.[0], files.get('src/a')?.length, files.has('none'), files.get('none')],
    [3, 4, true, undefined],
  )
  assert.deepEqual([...folders.keys()], ['src'])
  assert.ok(settledAt > Date.now())
})
