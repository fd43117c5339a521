/** Units that reach out of their experiment: each costs itself alone, and nothing of it gets out. These start programs. */
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import type { Effect, Reader } from '../../../lib/core/recipe.js'
import { openDisk } from '../../../lib/world/disk.js'
import { openFormat } from '../../../lib/world/format.js'
import { begunWith } from '../../../lib/world/processes.js'
import { openScratch } from '../../../lib/world/scratch.js'
import { testGeneration } from '../../../recipes/test_generation/index.js'
import { folder } from '../../world/folder.js'
import { readerOf, settingsOf } from '../reader.js'

const MARK = 'a-child-of-a-hostile-unit'

async function triedOut(t: TestContext, source: string): Promise<readonly Effect[]> {
  const root = folder(t, { 'package.json': '{ "name": "x" }', 'unit.js': source })
  const disk = openDisk(root)
  const env = { PATH: process.env.PATH }
  const scratch = openScratch({ root, disk, env, stop: new AbortController().signal })
  t.after(() => scratch.close())
  const files: Reader = {
    ...readerOf({ 'package.json': '{ "name": "x" }', 'unit.js': source }),
    format: openFormat(root, () => undefined),
    experiment: (experiment) => scratch.run(experiment),
  }
  return await testGeneration.prepare(settingsOf(testGeneration, { target: 'unit.js', budget: '3s' }), files)
}

test('a unit that writes, removes, connects, kills and leaves a child does nothing of it, and the rest of it is tested', async (t) => {
  const outside = folder(t, { precious: 'x' })
  const effects = await triedOut(
    t,
    `
    const fs = require('node:fs')
    const net = require('node:net')
    const { spawn, execSync } = require('node:child_process')
    const OUT = ${JSON.stringify(outside)}
    exports.half = (n) => n / 2
    exports.writes = () => { fs.writeFileSync(OUT + '/written', 'x'); return 'written' }
    exports.removes = () => { fs.rmSync(OUT, { recursive: true }); return 'removed' }
    exports.removesByShell = () => { execSync('rm -rf ' + OUT); return 'removed' }
    exports.connects = () => new Promise((done, fail) => net.connect(80, '192.0.2.1').on('connect', () => done('connected')).on('error', fail))
    exports.killsAbove = () => process.kill(process.ppid, 'SIGKILL')
    exports.leaves = () => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore', detached: true, env: { ...process.env, MARK: '${MARK}' } }).pid > 0
    exports.exits = () => process.exit(3)
    `,
  )
  const text = effects.flatMap((effect) => (effect.do === 'write' ? [effect.text] : [])).join('')
  assert.match(text, /half\(/)
  assert.doesNotMatch(text, /'(?:written|removed|connected)'|leaves\(|exits\(|killsAbove\(/)
  assert.deepEqual(readdirSync(outside), ['precious'])
  assert.deepEqual(begunWith(`MARK=${MARK}`), [])
})

test('a unit that ends its process when it is imported is told of, and holds nobody up', async (t) => {
  assert.deepEqual(await triedOut(t, `exports.never = () => 1; process.exit(0)`), [
    {
      do: 'tell',
      text: 'no tests are written: it ends the process as soon as it is imported: start what it does from a function',
    },
  ])
})
