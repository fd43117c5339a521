import assert from 'node:assert/strict'
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import { Refusal } from '../../lib/core/recipe.js'
import { secretsOf } from '../../lib/world/secrets.js'
import { emptyStats, loadStats, saveStats } from '../../lib/world/stats.js'
import type { SurroundingsOptions } from '../../lib/world/surroundings.js'
import { openSurroundings } from '../../lib/world/surroundings.js'
import { date, folder, put } from './folder.js'

const PATH = process.env.PATH ?? ''

function rig(t: TestContext) {
  const root = folder(t)
  const cache = emptyStats()
  const open = (more: Partial<SurroundingsOptions> = {}) =>
    openSurroundings({
      root,
      stateFolder: root,
      mode: 'write',
      cache,
      env: { PATH, A: 'a', EMPTY: '' },
      ...more,
    })
  return { root, cache, open, key: join(root, 'key') }
}

test('a variable is known by a digest that says nothing without the key', (t) => {
  const { open, key } = rig(t)
  const digest = open().env('A')
  assert.match(digest, /^[\w-]{43}$/)
  assert.equal(open().env('A'), digest)
  assert.notEqual(open({ env: { B: 'a' } }).env('B'), digest)
  assert.notEqual(open({ env: { A: 'b' } }).env('A'), digest)
  assert.deepEqual(
    [open().env('NONE'), open().isSet('NONE'), open().isSet('EMPTY'), open().isSet('A')],
    ['absent', false, false, true],
  )
  assert.deepEqual([statSync(key).mode & 0o777, readFileSync(key).length], [0o600, 32])
})

test('a question makes no key', (t) => {
  const { open, key } = rig(t)
  assert.match(open({ mode: 'ask' }).env('A'), /^[\w-]{43}$/)
  assert.equal(existsSync(key), false)
})

test('values of variables that look secret are masked, in every spelling, and short ones are not', () => {
  const secret = 'p@ss "word" /1'
  const { mask } = secretsOf({
    DB_PASSWORD: secret,
    api_key: 'abcdefgh',
    TOKEN: 'short',
    HOME: '/home/me/long',
  })
  const spellings = [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
  ]
  assert.deepEqual(spellings.map(mask), ['***', '***', '***', '***'])
  assert.equal(mask('x abcdefghi short /home/me/long'), 'x ***i short /home/me/long')
})

test('a secret in any two or three pieces is masked, and what comes before it is not held back', () => {
  const text = 'say abcdefgh, abcdefgabcdefgh'
  const secrets = secretsOf({ KEY: 'abcdefgh' })
  for (let one = 0; one <= text.length; one++)
    for (let two = one; two <= text.length; two++) {
      const filter = secrets.filter()
      const pieces = [text.slice(0, one), text.slice(one, two), text.slice(two)].map((piece) =>
        Buffer.from(piece),
      )
      const shown = Buffer.concat([...pieces.map((piece) => filter.take(piece)), filter.rest()]).toString()
      assert.equal(shown, 'say ***, abcdefg***')
    }
  assert.equal(secrets.filter().take(Buffer.from('ready\n')).toString(), 'ready\n')
})

test('a tool is asked once, and again when it, the PATH or a version file changes', (t) => {
  const { root, open, cache } = rig(t)
  put(root, 'bin/tool', '#!/bin/sh\necho asked >> asked; echo v1 >&2\n')
  chmodSync(join(root, 'bin/tool'), 0o755)
  const env = { PATH: `${root}/bin:${PATH}` }
  const times = () => readFileSync(join(root, 'asked'), 'utf8').split('\n').length - 1
  const settle = () => {
    for (const [key, answer] of cache.tools) cache.tools.set(key, { ...answer, at: answer.at + 10_000 })
  }
  const ask = () => open({ env }).tool('tool --version')
  assert.equal(ask(), 'v1')
  ask()
  assert.equal(times(), 2, 'the program is too new to prove anything')
  settle()
  ask()
  assert.equal(times(), 2)
  put(root, '.nvmrc', '20')
  ask()
  settle()
  ask()
  assert.equal(times(), 3)
  date(root, 'bin/tool', 1e9)
  ask()
  assert.equal(times(), 4)
})

test('a command line of more than one command is asked each time', (t) => {
  const { open, root } = rig(t)
  put(root, 'v', 'one')
  assert.equal(open().tool('cat v && true'), 'one')
  put(root, 'v', 'two')
  assert.equal(open().tool('cat v && true'), 'two')
})

test('a tool that fails is refused with its own last words', (t) => {
  const { open } = rig(t)
  assert.throws(
    () => open().tool('echo no >&2; exit 3'),
    new Refusal('the tool `echo no >&2; exit 3` exited with code 3: no'),
  )
})

test('the stat cache comes back as it was saved, and a damaged one is empty', (t) => {
  const { root, open, cache } = rig(t)
  open().tool('true')
  const digest = open().env('A') as never
  cache.files.set('constructor', { size: 1, mtimeMs: 2.5, ctimeMs: 3, ino: 4, dev: 5, at: 6, digest })
  const file = join(root, 'stats.json')
  saveStats(file, cache)
  assert.deepEqual(loadStats(file), { ...cache, changed: false })
  for (const text of [
    '',
    '{}',
    '[]',
    'null',
    '{"version":2}',
    readFileSync(file, 'utf8').replace('"size":[1]', '"size":[]'),
  ]) {
    put(root, 'stats.json', text)
    assert.deepEqual(loadStats(file), emptyStats())
  }
})
