import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import { openDisk } from '../../lib/world/disk.js'
import { processOf } from '../../lib/world/processes.js'
import { openScratch } from '../../lib/world/scratch.js'
import { folder } from './folder.js'

/** Runs a program in an experiment, each of its lines by itself, and tells what became of each. */
async function outcomes(t: TestContext, lines: readonly string[], outside: string): Promise<string[]> {
  const root = folder(t, { 'in/a': '1' })
  const scratch = openScratch({
    root,
    disk: openDisk(root),
    env: { PATH: process.env.PATH },
    stop: new AbortController().signal,
  })
  t.after(() => scratch.close())
  const program = `
    import fs, { writeFileSync, promises } from 'node:fs'
    import { spawn, spawnSync, execSync, execFileSync } from 'node:child_process'
    import { once } from 'node:events'
    import os from 'node:os'
    const OUT = ${JSON.stringify(outside)}, ABOVE = ${JSON.stringify(process.pid)}
    for (const line of ${JSON.stringify(lines)})
      try { console.log('done ' + String(await eval('(async () => ' + line + ')()'))) }
      catch (error) { console.log(error.code ?? error.message) }`
  const { output } = await scratch.run({
    command: ['node', '--input-type=module', '-e', program],
    timeout: 20_000,
  })
  return output.trim().split('\n')
}

test('an experiment changes no file outside of its folder, by no way that node has', async (t) => {
  const outside = folder(t, { precious: 'x' })
  const refused = [
    `writeFileSync(OUT + '/new', '')`,
    `promises.writeFile(OUT + '/new', '')`,
    `new Promise((done, fail) => fs.writeFile(OUT + '/new', '', (error) => error ? fail(error) : done()))`,
    `once(fs.createWriteStream(OUT + '/new'), 'open')`,
    `fs.openSync(OUT + '/new', 'w')`,
    `(fs.symlinkSync(OUT, 'link'), fs.appendFileSync('link/precious', 'y'))`,
    `fs.rmSync(OUT, { recursive: true })`,
    `fs.unlinkSync(new URL('file://' + OUT + '/precious'))`,
    `promises.rename(OUT + '/precious', 'taken')`,
    `fs.cpSync('in', OUT + '/in', { recursive: true })`,
    `fs.mkdirSync('../../../../' + OUT.split('/').at(-1) + '/new')`,
    `fs.symlinkSync('in', OUT + '/new')`,
    `fs.truncateSync(OUT + '/precious')`,
  ]
  assert.deepEqual(
    await outcomes(t, refused, outside),
    refused.map(() => 'EACCES'),
  )
  assert.deepEqual(readdirSync(outside), ['precious'])
})

test('an experiment does as it likes in its own folders, and reads what it likes', async (t) => {
  const outside = folder(t, { precious: 'x' })
  const allowed = [
    `writeFileSync('new', '')`,
    `promises.mkdtemp(os.tmpdir() + '/x-').then(() => undefined)`,
    `fs.rmSync('in', { recursive: true })`,
    `(fs.symlinkSync(OUT, 'link'), fs.unlinkSync('link'))`,
    `void fs.readFileSync(OUT + '/precious')`,
    `writeFileSync('/dev/null', '')`,
  ]
  assert.deepEqual(
    await outcomes(t, allowed, outside),
    allowed.map(() => 'done undefined'),
  )
})

test('an experiment starts node, and no program that a test does not need', async (t) => {
  const outside = folder(t, { precious: 'x' })
  const tried = [
    `execFileSync(process.execPath, ['-p', '1']).toString().trim()`,
    `execSync('node -p 2').toString().trim()`,
    `once(spawn('node', ['-e', '']), 'exit').then(([code]) => code)`,
    `execSync('rm -rf ' + OUT)`,
    `execSync('node -p 1; rm -rf ' + OUT)`,
    `execFileSync('rm', ['-rf', OUT])`,
    `spawnSync('rm', ['-rf', OUT]).error.code`,
    `spawnSync('rm -rf ' + OUT, { shell: true }).error.code`,
    `once(spawn('rm', ['-rf', OUT]), 'exit')`,
    `once(spawn('rm -rf ' + OUT, { shell: true }), 'exit')`,
  ]
  assert.deepEqual(await outcomes(t, tried, outside), [
    'done 1',
    'done 2',
    'done 0',
    'ENOENT',
    'ENOENT',
    'ENOENT',
    'done ENOENT',
    'done ENOENT',
    'ENOENT',
    'ENOENT',
  ])
  assert.deepEqual(readdirSync(outside), ['precious'])
})

test('an experiment sends no signal to what it did not start', async (t) => {
  const outside = folder(t)
  const tried = [
    `process.kill(ABOVE)`,
    `process.kill(-1)`,
    `process.kill(process.ppid, 'SIGKILL')`,
    `process.kill(process.pid, 0)`,
    `process.kill(spawn('node', ['-e', 'setInterval(() => {}, 1000)']).pid)`,
  ]
  assert.deepEqual(await outcomes(t, tried, outside), ['EPERM', 'EPERM', 'EPERM', 'done true', 'done true'])
})

test('a child that was to outlive the experiment is ended with it', async (t) => {
  const outside = folder(t)
  const [line = ''] = await outcomes(
    t,
    [
      `{ const child = spawn('node', ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' }); child.unref(); return child.pid }`,
    ],
    outside,
  )
  const pid = Number(/^done (\d+)$/.exec(line)?.[1])
  assert.notEqual(processOf(pid)?.isZombie, false)
})
