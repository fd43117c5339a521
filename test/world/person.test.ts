import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import type { PersonOptions } from '../../lib/world/person.js'
import { openPerson } from '../../lib/world/person.js'
import { clock } from '../../lib/world/clock.js'
import { id } from './state.js'

function rig(more: Partial<PersonOptions> = {}, isTTY = true) {
  const stdin = Object.assign(new PassThrough(), { isTTY })
  const stderr = new PassThrough()
  const person = openPerson({ stdin, stderr, yes: false, noInput: false, ...more })
  const ask = (question = 'Right?', approval = false, allowSkip = true) =>
    person.ask({ task: id('1.1'), question, allowSkip, approval, instructions: 'Look.' })
  return { stdin, ask, shown: () => String(stderr.read() ?? '') }
}

test('a person is asked until the answer is one', async () => {
  const { stdin, ask, shown } = rig()
  const answer = ask()
  stdin.write('perhaps\nYES\n')
  assert.equal(await answer, 'yes')
  assert.equal(shown(), '\n1.1: Right?\nLook.\n[yes/no/skip] [yes/no/skip] ')
})

test('questions come one after another, and each has the terminal to itself', async () => {
  let open = 0
  const { stdin, ask } = rig({
    aroundQuestion: async (ask) => {
      assert.equal(++open, 1)
      const answer = await ask()
      open--
      return answer
    },
  })
  const [first, second] = [ask(), ask()]
  stdin.write('n\n')
  assert.equal(await first, 'no')
  stdin.write('s\n')
  assert.equal(await second, 'skip')
})

test('a skip is no answer where it is not allowed, and the end of the input is none', async () => {
  const { stdin, ask } = rig()
  const answer = ask('Right?', false, false)
  stdin.end('skip\n')
  assert.equal(await answer, undefined)
})

test('nobody is asked without a terminal or where it is forbidden, and yes to all is no approval', async () => {
  assert.equal(await rig({}, false).ask(), undefined)
  assert.equal(await rig({ noInput: true }).ask(), undefined)
  assert.equal(await rig({ yes: true, noInput: true }).ask(), 'yes')
  assert.equal(await rig({ yes: true, noInput: true }).ask('Right?', true), undefined)
})

test('a question that nobody waits for any more has no answer', async () => {
  const stop = new AbortController()
  const { ask } = rig({ stop: stop.signal })
  const answer = ask()
  stop.abort('SIGINT')
  assert.equal(await answer, undefined)
})

test('a sleep ends when it is stopped', async () => {
  const stop = new AbortController()
  const sleep = clock.sleep(1e6, stop.signal)
  stop.abort()
  await sleep
  await clock.sleep(0)
  assert.ok(clock.random() < 1 && clock.now() > 1e12)
})

test('where the input has ended, later questions have no answer either', async () => {
  const { stdin, ask } = rig()
  const [first, second] = [ask(), ask('And this?')]
  stdin.end()
  assert.deepEqual([await first, await second, await ask('And that?')], [undefined, undefined, undefined])
})
