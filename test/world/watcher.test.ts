import assert from 'node:assert/strict'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import type { Watcher } from '../../lib/core/world.js'
import { openWatcher } from '../../lib/world/watcher.js'
import { folder } from './folder.js'

interface Heard {
  readonly watcher: Watcher
  /** Resolves when the path has been heard of. */
  of(path: string): Promise<void>
  readonly paths: Set<string>
}

async function listen(t: TestContext, root: string, wanted: (folder: string) => boolean): Promise<Heard> {
  const paths = new Set<string>()
  const waiting = new Map<string, () => void>()
  const watcher = await openWatcher({
    root,
    others: [],
    isWanted: wanted,
    notice: (path) => {
      paths.add(path)
      waiting.get(path)?.()
    },
    trouble: (text) => assert.fail(text),
  })
  t.after(() => watcher.close())
  return {
    watcher,
    paths,
    of: (path) =>
      new Promise((done) => {
        if (paths.has(path)) done()
        else waiting.set(path, done)
      }),
  }
}

test('edits, new files, replaced files and folders are heard of by the watch of their folder', async (t) => {
  const root = folder(t, { 'src/a.txt': 'a' })
  const heard = await listen(t, root, (one) => one.startsWith('src'))
  writeFileSync(join(root, 'src/a.txt'), 'b')
  await heard.of('src/a.txt')
  writeFileSync(join(root, 'src/.tmp'), 'c')
  renameSync(join(root, 'src/.tmp'), join(root, 'src/b.txt'))
  await heard.of('src/b.txt')
  mkdirSync(join(root, 'src/deep/er'), { recursive: true })
  await heard.of('src/deep/er')
})

test('folders that the roadmap does not speak of, and those of git and of ours, are not listened to', async (t) => {
  const root = folder(t, {
    'src/a.txt': 'a',
    'other/b.txt': 'b',
    '.git/HEAD': 'ref: refs/heads/main\n',
    '.orchestrate/x': '',
    'node_modules/p/index.js': '',
    '.gitignore': 'dist/\n',
  })
  const heard = await listen(t, root, (one) => one === 'src')
  for (const path of ['other/b.txt', '.git/x', '.orchestrate/x', 'node_modules/p/index.js'])
    writeFileSync(join(root, path), 'new')
  writeFileSync(join(root, 'src/a.txt'), 'last')
  await heard.of('src/a.txt')
  assert.deepEqual(
    [...heard.paths].filter((path) => path.includes('/') && !path.startsWith('src')),
    [],
  )
  assert.equal(heard.watcher.head(), 'ref: refs/heads/main\n')
  assert.deepEqual(
    ['dist/a.js', 'src/a.txt'].map((path) => heard.watcher.isIgnored(path)),
    [true, false],
  )
  assert.equal(heard.watcher.isBusy(), false)
  writeFileSync(join(root, '.git/index.lock'), '')
  assert.equal(heard.watcher.isBusy(), true)
})

test('what is checked out is that of this worktree, also where the project is a folder of it', async (t) => {
  const root = folder(t, {
    'main/.git/HEAD': 'ref: refs/heads/main\n',
    'main/.git/worktrees/side/HEAD': 'ref: refs/heads/side\n',
    'main/.git/worktrees/side/commondir': '../..\n',
    'main/packages/app/a.txt': '',
    'side/.git': 'gitdir: ../main/.git/worktrees/side\n',
    'side/a.txt': '',
  })
  const heads = ['main/packages/app', 'side'].map(async (project) => {
    const { watcher } = await listen(t, join(root, project), () => false)
    return watcher.head()
  })
  assert.deepEqual(await Promise.all(heads), ['ref: refs/heads/main\n', 'ref: refs/heads/side\n'])
})
