/** The built program, in processes of its own: what only a process shows. `npm run build` comes first. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { same, tasks } from '../cli/rig.js'
import { folder, put } from '../world/folder.js'

const BIN = fileURLToPath(new URL('../../dist/bin/orchestrate.cjs', import.meta.url))

const ENV = { ...process.env, GITHUB_ACTIONS: '' }

type Env = Readonly<Record<string, string>>

function orchestrate(root: string, argv: readonly string[], env: Env = {}) {
  const told = spawnSync(process.execPath, [BIN, ...argv], {
    cwd: root,
    env: { ...ENV, ...env },
    encoding: 'utf8',
  })
  return { code: told.status, out: told.stdout.replace(/\d+(\.\d+)? m?s\b/g, '… ms'), err: told.stderr }
}

/** What the start answers by stats, without the rest of the program: a copy of it that stands alone can do nothing else. */
function quick(t: TestContext, root: string, argv: readonly string[], env: Env = {}): string | undefined {
  const start = join(folder(t), 'orchestrate.cjs')
  copyFileSync(BIN, start)
  const { status, stdout } = spawnSync(process.execPath, [start, ...argv], {
    cwd: root,
    env: { ...ENV, ...env },
    encoding: 'utf8',
  })
  return status === 0 ? stdout : undefined
}

const NOTHING = 'nothing to do: 2 tasks are fresh\n'

const ROADMAP = tasks(
  '{ id: copy, type: command, run: "cat src/*.txt > all.txt", inputs: ["src/*.txt"], outputs: [all.txt], env: [MODE] }',
  '{ id: read, type: command, run: cat all.txt, inputs: [all.txt] }',
)

/** A project in which all is fresh, and the quick way knows it. */
function settled(t: TestContext): string {
  const root = folder(t, { 'roadmap.yaml': ROADMAP, 'src/a.txt': 'a' })
  same(orchestrate(root, ['make']).code, 0)
  // The index is written by the first make that finds stats old enough to show any change to come.
  for (let tries = 0; tries < 50 && !existsSync(join(root, '.orchestrate/fresh/make')); tries++)
    same(orchestrate(root, ['make']).out, NOTHING)
  same(quick(t, root, ['make']), NOTHING)
  return root
}

const CHANGES: readonly (readonly [string, (root: string) => Env, string])[] = [
  ['an edit of the same size', (root) => (put(root, 'src/a.txt', 'b'), {}), '2 done in … ms'],
  ['a new file that a glob matches', (root) => (put(root, 'src/b.txt', 'b'), {}), '2 done in … ms'],
  ['an output that is gone', (root) => (rmSync(join(root, 'all.txt')), {}), '1 done, 1 fresh in … ms'],
  ['a variable that changed', () => ({ MODE: 'other' }), '1 done, 1 fresh in … ms'],
  [
    'an edit of the roadmap',
    (root) => (put(root, 'roadmap.yaml', ROADMAP.replace('run: cat all.txt', 'run: wc all.txt')), {}),
    '1 done, 1 fresh in … ms',
  ],
]

for (const [what, change, total] of CHANGES)
  test(`the quick way answers a make with nothing to do, and notices ${what}`, (t) => {
    const root = settled(t)
    const env = change(root)
    same(quick(t, root, ['make'], env), undefined)
    same(orchestrate(root, ['make'], env).out.trimEnd().split('\n').at(-1), total)
  })

test('the quick way is for just what was made before', (t) => {
  const root = settled(t)
  same(quick(t, root, ['make', 'copy']), undefined)
  same(quick(t, root, ['make', '--force']), undefined)
  same(quick(t, root, ['status']), undefined)
  same(quick(t, root, ['make', '-j4']), NOTHING)
  same(orchestrate(root, ['reset', 'read']).code, 0)
  same(quick(t, root, ['make']), undefined)
})

test('a reader that has read enough ends the program quietly', () => {
  const root = process.cwd()
  const { stdout, stderr } = spawnSync('/bin/sh', ['-c', `"${process.execPath}" "${BIN}" schema | head -1`], {
    cwd: root,
    encoding: 'utf8',
  })
  same([stdout, stderr], ['{\n', ''])
})

test('an interrupt ends what runs, and the program with 130', async (t) => {
  const slow = '{ id: slow, type: command, run: "echo $$ > pid; echo begun; sleep 60", inputs: [a.txt] }'
  const root = folder(t, { 'roadmap.yaml': tasks(slow), 'a.txt': '' })
  const child = spawn(process.execPath, [BIN, 'make', '--reporter', 'json'], { cwd: root, env: ENV })
  child.stdout.on('data', (chunk: Buffer) => {
    if (chunk.toString().includes('"output"')) child.kill('SIGINT')
  })
  const code = await new Promise((done) => child.on('exit', (code) => done(code)))
  same(code, 130)
  same(existsSync(join(root, '.orchestrate/lock')), false)
  const { out } = orchestrate(root, ['why', 'slow', '--json'])
  assert.deepEqual((JSON.parse(out) as { reasons: unknown }).reasons, [{ kind: 'interrupted' }])
})

test('a recipe of the project that cannot be loaded, or is none, is a fault at its entry', (t) => {
  const root = folder(t, {
    'roadmap.yaml': `recipes: [./mine.mjs, ./none.mjs]\n${ROADMAP}`,
    'mine.mjs': 'export const x = 1\n',
  })
  const { code, out } = orchestrate(root, ['validate'])
  same(
    [code, out.replaceAll(root, 'ROOT').split('\n')],
    [
      2,
      [
        'roadmap.yaml:1:11  the recipe module exports no recipe: make one with `defineRecipe`',
        '  1 | recipes: [./mine.mjs, ./none.mjs]',
        '    |           ^^^^^^^^^^',
        "roadmap.yaml:1:23  the recipe module cannot be loaded: Cannot find module 'ROOT/none.mjs'",
        '  1 | recipes: [./mine.mjs, ./none.mjs]',
        '    |                       ^^^^^^^^^^',
        '2 faults',
        '',
      ],
    ],
  )
  same(readdirSync(root).includes('.orchestrate'), false)
})

test('a watch in the background begins where nothing was made yet, tells of itself, and ends', (t) => {
  const root = folder(t, { 'roadmap.yaml': ROADMAP, 'src/a.txt': 'a' })
  const begun = orchestrate(root, ['watch', '--daemon'])
  same(
    [begun.code, begun.err],
    [0, 'watching in the background: `orchestrate watch status`, `watch logs`, `watch stop`\n'],
  )
  const status = orchestrate(root, ['watch', 'status', '--json'])
  const { version, tasks: count } = JSON.parse(status.out) as { version: number; tasks: number }
  same([status.code, version, count], [0, 1, 2])
  same(orchestrate(root, ['watch', 'stop']), { code: 0, out: 'the watch has ended\n', err: '' })
  same(orchestrate(root, ['watch', 'status']).code, 1)
})
