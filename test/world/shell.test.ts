import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Exit, Job } from '../../lib/core/world.js'
import { isGroupRunning, processOf } from '../../lib/world/processes.js'
import { openShell } from '../../lib/world/shell.js'
import { folder } from './folder.js'

const PATH = process.env.PATH ?? ''
const SECRET = 'ghp_FaultInjection0123456789'

function rig(t: TestContext, env: Readonly<Record<string, string>> = {}) {
  const root = folder(t)
  const shell = openShell({ absolute: (path) => join(root, path), env: { PATH, ...env } })
  const stop = new AbortController()
  const run = (command: Job['command'], more: Partial<Job> = {}): Promise<Exit> =>
    shell.run({ command, cwd: '.', env: {}, log: 'log', stop: stop.signal, ...more })
  const log = (): string => readFileSync(join(root, 'log'), 'utf8')
  return { root, shell, stop, run, log }
}

/** Waits for what another process does; there is no event to wait for. */
async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 10_000
  while (!holds()) {
    if (Date.now() > end) throw new Error('waited too long')
    await setTimeout(5)
  }
}

test('a string goes to the shell, a list to a program, and both streams into the log', async (t) => {
  const { run, log } = rig(t)
  assert.deepEqual(await run('echo out; echo err >&2; exit 3'), {
    kind: 'exited',
    code: 3,
    message: 'exited with code 3',
    tail: ['out', 'err'],
  })
  assert.deepEqual(await run(['echo', '$HOME; "x"']), {
    kind: 'exited',
    code: 0,
    message: 'exited with code 0',
    tail: ['out', 'err', '$HOME; "x"'],
  })
  assert.equal(log(), 'out\nerr\n$HOME; "x"\n')
})

test('a command gets no standard input, and does not wait for it', async (t) => {
  const { run } = rig(t)
  assert.deepEqual((await run('cat; echo end')).tail, ['end'])
})

test('what cannot start says why', async (t) => {
  const { run, root } = rig(t)
  writeFileSync(join(root, 'plain'), '')
  const messages = [
    await run(['no-such-program']),
    await run(['./plain']),
    await run('true', { cwd: 'missing' }),
    await run('no-such-program'),
  ].map(({ kind, message }) => `${kind}: ${message}`)
  assert.deepEqual(messages, [
    'not-started: could not start: there is no program `no-such-program`',
    'not-started: could not start: `./plain` is not executable',
    'not-started: could not start: the folder `missing` is not there',
    'exited: exited with code 127 (command not found)',
  ])
})

test('a command that is ended by a signal of its own says so', async (t) => {
  const { run } = rig(t)
  const { kind, code, message } = await run('kill -SEGV $$')
  assert.deepEqual({ kind, code, message }, { kind: 'signalled', code: 139, message: 'ended by SIGSEGV' })
})

test('a command sees the environment and its own variables, but none of git, node options or this program', async (t) => {
  const { run } = rig(t, { A: 'a', GIT_DIR: 'x', NODE_OPTIONS: 'x', ORCHESTRATE_X: 'x', B: 'b' })
  const { tail } = await run('env | sort', { env: { B: 'mine', C: 'c' } })
  assert.deepEqual(
    tail.filter((line) => !/^(PWD|OLDPWD|SHLVL|_|PATH)=/.test(line)),
    ['A=a', 'B=mine', 'C=c'],
  )
})

test('its process group is told at the start, and new output as it comes', async (t) => {
  const { run, root } = rig(t)
  const seen: string[] = []
  const groups: { pid: number; startTime: string }[] = []
  const exit = run('echo one; while [ ! -e go ]; do sleep 0.01; done; echo two', {
    onOutput: (text) => seen.push(text),
    onStart: (group) => {
      assert.equal(processOf(group.pid)?.group, group.pid)
      assert.equal(processOf(group.pid)?.startTime, group.startTime)
      groups.push(group)
    },
  })
  await until(() => seen.length > 0)
  assert.deepEqual(seen, ['one\n'])
  writeFileSync(join(root, 'go'), '')
  await exit
  assert.deepEqual(seen, ['one\n', 'two\n'])
  assert.equal(groups.length, 1)
})

test('a stop ends the whole group with the signal that was given', async (t) => {
  const { run, stop, root } = rig(t)
  let group = 0
  const exit = run('trap "echo int; exit 0" INT; (sleep 60; echo no) & touch started; wait', {
    onStart: ({ pid }) => (group = pid),
  })
  await until(() => existsSync(join(root, 'started')))
  stop.abort('SIGINT')
  assert.deepEqual(await exit, { kind: 'stopped', code: 130, message: 'stopped by SIGINT', tail: ['int'] })
  assert.equal(isGroupRunning(group), false)
})

test('who ignores all polite signals is killed, with its children, and KILL at once is for the second time', async (t) => {
  const { run, stop, shell, root } = rig(t)
  const exit = run(
    'trap "" INT TERM HUP; (trap "" INT TERM HUP; sleep 60) & touch started; sleep 60; sleep 60',
  )
  await until(() => existsSync(join(root, 'started')))
  stop.abort('SIGHUP')
  shell.killAll()
  assert.deepEqual(await exit, { kind: 'stopped', code: 143, message: 'stopped by SIGTERM', tail: [] })
})

test('a command that takes too long is ended', async (t) => {
  const { run } = rig(t)
  assert.deepEqual(await run('echo begun; sleep 60', { timeout: 50 }), {
    kind: 'timed-out',
    code: 124,
    message: 'timed out after 0.05 s',
    tail: ['begun'],
  })
  assert.equal((await run('true', { timeout: 2 ** 40 })).kind, 'exited')
})

test('a command that was stopped before it began is ended at once', async (t) => {
  const { run, stop } = rig(t)
  stop.abort('SIGTERM')
  assert.equal((await run('sleep 60')).kind, 'stopped')
})

test('secrets are masked in the log, in what is handed on and in the last lines, across pieces and in other spellings', async (t) => {
  const { run, log } = rig(t, { GITHUB_TOKEN: SECRET, MY_KEY: 'short' })
  const seen: string[] = []
  const base64 = Buffer.from(SECRET).toString('base64')
  const { tail } = await run(
    `printf 'a ${SECRET.slice(0, 9)}'; sleep 0.05; echo '${SECRET.slice(9)} b'; echo $GITHUB_TOKEN >&2; echo ${base64} short ghp_`,
    { onOutput: (text) => seen.push(text) },
  )
  assert.equal(log().includes(SECRET) || log().includes(base64), false)
  assert.deepEqual([...tail].sort(), ['***', '*** short ghp_', 'a *** b'])
  assert.equal(seen.join(''), log())
})

test('a secret that comes with the command alone is masked, too', async (t) => {
  const { run } = rig(t)
  assert.deepEqual((await run('echo $API_KEY', { env: { API_KEY: SECRET } })).tail, ['***'])
})

test('a grandchild that keeps the pipe does not keep the run, and is ended when the shell is closed', async (t) => {
  const { run, shell, root } = rig(t, { GITHUB_TOKEN: SECRET })
  let group = 0
  const begun = Date.now()
  const exit = await run('sleep 60 & echo $! > child; echo done', { onStart: ({ pid }) => (group = pid) })
  assert.deepEqual([exit.kind, exit.tail], ['exited', ['done']])
  assert.ok(Date.now() - begun < 10_000)
  assert.equal(isGroupRunning(group), true)
  await shell.close()
  assert.equal(isGroupRunning(group), false)
  assert.ok(existsSync(join(root, 'child')))
})

test('the tail is what a terminal would show, twenty lines at most, with colours and nothing that moves', async (t) => {
  const { run } = rig(t)
  const { tail } = await run([
    'printf',
    '\\033]0;title\\007\\033[31mred\\033[0m\\033[2K\\n10%%\\r99%%\\r100%%\\nlast\\007',
  ])
  assert.deepEqual(tail, ['\u001b[31mred\u001b[0m', '100%', 'last'])
  const many = await run('seq 1 5000')
  assert.deepEqual([many.tail.length, many.tail[0], many.tail.at(-1)], [20, '4981', '5000'])
})

test('a flood of output stays out of memory, and its log is cut to the end of it', async (t) => {
  for (const env of [{}, { GITHUB_TOKEN: SECRET }]) {
    const { run, log, root } = rig(t, env)
    let handedOn = 0
    const exit = await run(
      'yes "a line of output that is about sixty four bytes long, more or less" | head -c 40000000; echo; echo end',
      {
        onOutput: (text) => (handedOn += text.length),
      },
    )
    assert.equal(exit.tail.at(-1), 'end')
    assert.ok(statSync(join(root, 'log')).size <= 4 * 1024 * 1024 + 100)
    assert.match(log().slice(0, 100), /^… \d+ bytes of output are left out here …\na line of output/)
    assert.ok(handedOn < 40_000_000)
  }
  assert.ok(process.memoryUsage().rss < 400e6)
})

test('an orphan is ended only if it is the process that it was', async (t) => {
  const { run, shell, root } = rig(t)
  let group = { pid: 0, startTime: '' }
  const exit = run('touch started; sleep 60', { onStart: (one) => (group = one) })
  await until(() => existsSync(join(root, 'started')))
  assert.equal(await shell.endOrphan({ ...group, startTime: '1' }), false)
  assert.equal(await shell.endOrphan(group), true)
  assert.equal((await exit).kind, 'signalled')
  assert.equal(await shell.endOrphan(group), false)
})
