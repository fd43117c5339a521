import assert from 'node:assert/strict'
import {
  chmodSync,
  lstatSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Path } from '../../lib/core/place.js'
import { Refusal } from '../../lib/core/recipe.js'
import { UNIGNORED } from '../../lib/core/task.js'
import { openDisk } from '../../lib/world/disk.js'
import { hash } from '../../lib/world/hash.js'
import { emptyStats } from '../../lib/world/stats.js'
import { bytes, date, folder, put } from './folder.js'

const path = (text: string): Path => text as Path

test('what was seen stays so until it is forgotten', (t) => {
  const root = folder(t, { 'a.txt': 'one' })
  const disk = openDisk(root)
  assert.equal(disk.digest('a.txt'), hash('one'))
  writeFileSync(join(root, 'a.txt'), 'two')
  put(root, 'b.txt', '')
  assert.equal(disk.digest('a.txt'), hash('one'))
  disk.forget()
  assert.equal(disk.digest('a.txt'), hash('two'))
  assert.equal(disk.digest('nothing.txt'), 'absent')
  assert.equal(disk.digest('.'), 'absent')
})

test('forty edits of one size, straight after each look, are all seen', (t) => {
  const root = folder(t)
  const disk = openDisk(root)
  for (let round = 10; round < 50; round++) {
    writeFileSync(join(root, 'a.txt'), `v${round}`)
    disk.forget()
    assert.equal(disk.digest('a.txt'), hash(`v${round}`))
  }
})

test('a digest is taken over only where the stat is the same and old enough to prove it', (t) => {
  const root = folder(t, { 'a.txt': 'real', 'tomorrow.txt': 'real' })
  const cache = emptyStats()
  openDisk(root, { cache }).digest('a.txt')
  const told = hash('what the cache says')
  const entry = cache.files.get('a.txt')
  assert.ok(entry)
  const judge = (change: Partial<typeof entry>) => {
    const files = new Map([['a.txt', { ...entry, digest: told, at: entry.at + 10_000, ...change }]])
    return openDisk(root, { cache: { ...emptyStats(), files } }).digest('a.txt')
  }
  assert.equal(judge({}), told)
  for (const change of [
    { at: entry.at },
    { size: 5 },
    { ino: 1 },
    { dev: 1 },
    { ctimeMs: 1 },
    { mtimeMs: 1 },
  ])
    assert.equal(judge(change), hash('real'))
})

test('a file dated tomorrow is hashed each time, and is what its contents are', (t) => {
  const root = folder(t, { 'a.txt': 'one' })
  date(root, 'a.txt', Date.now() / 1000 + 86_400)
  const disk = openDisk(root)
  assert.equal(disk.digest('a.txt'), hash('one'))
  assert.deepEqual(disk.dependencies().unproven, ['a.txt'])
})

test('a digest from before an edit leaves nothing unproven of a file that is only looked at since', (t) => {
  const root = folder(t, { 'a.txt': 'one' })
  const cache = emptyStats()
  openDisk(root, { cache }).digest('a.txt')
  writeFileSync(join(root, 'a.txt'), 'edited')
  const disk = openDisk(root, { cache })
  disk.stat('a.txt')
  assert.deepEqual(disk.dependencies().unproven, [])
  disk.digest('a.txt')
  assert.deepEqual(disk.dependencies().unproven, ['a.txt'], 'read as soon as it was edited')
})

test('a large file has the digest of its whole contents', (t) => {
  const large = 'x'.repeat(3_000_001)
  const disk = openDisk(folder(t, { large, exact: 'y'.repeat(1 << 20), empty: '' }))
  assert.deepEqual(
    ['large', 'exact', 'empty'].map((name) => disk.digest(name)),
    [hash(large), hash('y'.repeat(1 << 20)), hash('')],
  )
})

test('a link to a file of the project counts as that file, any other as its own text', (t) => {
  const outside = folder(t, { secret: 'secret' })
  const root = folder(t, { 'a.txt': 'one', 'sub/b.txt': 'two' })
  symlinkSync('a.txt', join(root, 'in'))
  symlinkSync('sub', join(root, 'to-folder'))
  symlinkSync('nowhere', join(root, 'dangling'))
  symlinkSync('self', join(root, 'self'))
  symlinkSync(join(outside, 'secret'), join(root, 'out'))
  const disk = openDisk(root)
  assert.equal(disk.digest('in'), hash('one'))
  assert.equal(disk.digest('to-folder'), hash('sub'))
  assert.equal(disk.digest('dangling'), hash('nowhere'))
  assert.equal(disk.digest('self'), hash('self'))
  assert.equal(disk.digest('out'), hash(join(outside, 'secret')))
  assert.deepEqual(disk.read('in'), Buffer.from('one'))
  assert.equal(disk.read('to-folder'), undefined)
  assert.equal(disk.read('dangling'), undefined)
  assert.throws(() => disk.read('out'), new Refusal('`out` leads out of the project: it is a link out of it'))
  assert.equal(disk.digest('to-folder/b.txt'), hash('two'))
})

test('no path leads out: not by dots, not from the root, not through a linked folder', (t) => {
  const outside = folder(t, { secret: 'secret' })
  const root = folder(t, { 'a/b': '' })
  symlinkSync(outside, join(root, 'out'))
  const disk = openDisk(root)
  const refused = (act: () => unknown): string => {
    try {
      act()
    } catch (error) {
      assert.ok(error instanceof Refusal)
      return error.message
    }
    return 'not refused'
  }
  const ways = ['../x', 'a/../../x', '/etc/passwd', 'out/secret', 'a\0b']
  const messages = [
    '`../x` leads out of the project: it has `..` in it',
    '`a/../../x` leads out of the project: it has `..` in it',
    '`/etc/passwd` leads out of the project: it is absolute; paths are from the project',
    '`out/secret` leads out of the project: `out` is a link out of it',
    'the path "a\\u0000b" has a NUL character in it',
  ]
  assert.deepEqual(
    ways.map((way) => refused(() => disk.digest(way))),
    messages,
  )
  assert.deepEqual(
    ways.map((way) => refused(() => disk.read(way))),
    messages,
  )
  assert.deepEqual(
    ways.map((way) =>
      refused(() => {
        disk.write(path(way), bytes('x'))
      }),
    ),
    messages,
  )
  assert.deepEqual(
    ways.map((way) =>
      refused(() => {
        disk.remove(path(way))
      }),
    ),
    messages,
  )
  assert.deepEqual(
    refused(() => disk.expand(['../*'])),
    '`..` leads out of the project: it has `..` in it',
  )
  assert.deepEqual(readdirSync(outside), ['secret'])
})

test('a folder that becomes a link out after it was looked at is no way out for a write', (t) => {
  const outside = folder(t)
  const root = folder(t, { 'a/b': '' })
  const disk = openDisk(root)
  disk.digest('a/b')
  unlinkSync(join(root, 'a/b'))
  disk.remove(path('a/b'))
  symlinkSync(outside, join(root, 'a'))
  assert.throws(() => {
    disk.write(path('a/c'), bytes('x'))
  }, Refusal)
  assert.deepEqual(readdirSync(outside), [])
})

test('a write makes folders, keeps the mode, follows a link and leaves nothing else behind', (t) => {
  const root = folder(t, { 'run.sh': 'old' })
  const plain = statSync(join(root, 'run.sh')).mode & 0o777
  chmodSync(join(root, 'run.sh'), 0o751)
  symlinkSync('run.sh', join(root, 'link'))
  const disk = openDisk(root)
  assert.equal(disk.digest('link'), hash('old'))
  disk.write(path('link'), bytes('new'))
  disk.write(path('x/y/z'), bytes('z'))
  disk.write(path('x/tool'), bytes('tool'), 0o755)
  assert.equal(readFileSync(join(root, 'run.sh'), 'utf8'), 'new')
  assert.deepEqual(
    ['run.sh', 'x/y/z', 'x/tool'].map((name) => statSync(join(root, name)).mode & 0o777),
    [0o751, plain, 0o755],
  )
  assert.equal(lstatSync(join(root, 'link')).isSymbolicLink(), true)
  assert.deepEqual(readdirSync(root).sort(), ['link', 'run.sh', 'x'])
  assert.deepEqual(
    ['link', 'run.sh', 'x/y/z'].map((name) => disk.digest(name)),
    [hash('new'), hash('new'), hash('z')],
  )
})

test('a write is refused where a folder, a dangling link or a file for a folder is in the way', (t) => {
  const root = folder(t, { 'dir/a': '', file: '' })
  symlinkSync('nowhere', join(root, 'dangling'))
  const disk = openDisk(root)
  const write = (name: string) => () => {
    disk.write(path(name), bytes('x'))
  }
  assert.throws(write('dir'), new Refusal('`dir` is a folder, and a file would be written there'))
  assert.throws(
    write('dangling'),
    new Refusal('`dangling` is a link to `nowhere`, and there is no such file'),
  )
  assert.throws(
    write('file/a'),
    (error) => error instanceof Refusal && /^cannot write `file\/a`: E\w+, /.test(error.message),
  )
})

test('removing a file removes the folders that it leaves empty, up to the one to keep', (t) => {
  const root = folder(t, { 'a/b/c/d': '', 'a/x': '', 'p/q/r': '' })
  const disk = openDisk(root)
  disk.remove(path('a/b/c/d'))
  disk.remove(path('p/q/r'), 'p')
  disk.remove(path('not/there'))
  assert.deepEqual(readdirSync(join(root, 'a')), ['x'])
  assert.deepEqual(readdirSync(join(root, 'p')), [])
  assert.throws(() => {
    disk.remove(path('a'))
  }, new Refusal('`a` is a folder, and a file would be removed there'))
})

test('patterns give files, sorted; loops of links are not followed, links to files are files', (t) => {
  const root = folder(t, {
    'src/b.ts': '',
    'src/a/c.ts': '',
    'src/.d.ts': '',
    'node_modules/x.ts': '',
    'a[1].ts': '',
    'é\n".ts': '',
  })
  symlinkSync('..', join(root, 'src/loop.ts'))
  symlinkSync('self.ts', join(root, 'src/self.ts'))
  symlinkSync('b.ts', join(root, 'src/link.ts'))
  const disk = openDisk(root)
  assert.deepEqual(disk.expand(['**/*.ts']), [
    'a[1].ts',
    'src/.d.ts',
    'src/a/c.ts',
    'src/b.ts',
    'src/link.ts',
    'é\n".ts',
  ])
  assert.deepEqual(disk.expand(['src/**', '!src/a/**', 'a\\[1\\].ts', 'src/none.ts', 'src']), [
    'a[1].ts',
    'src/.d.ts',
    'src/b.ts',
    'src/link.ts',
  ])
  assert.deepEqual(disk.expand(['node_modules/*', './src/*.ts']), [
    'node_modules/x.ts',
    'src/.d.ts',
    'src/b.ts',
    'src/link.ts',
  ])
  assert.deepEqual(disk.expand(['missing/**', 'src/loop.ts']), [])
})

test('files that come and go are seen after forgetting, and after a write at once', (t) => {
  const root = folder(t, { 'src/a.ts': '' })
  const disk = openDisk(root)
  const list = () => disk.expand(['src/**/*.ts'])
  assert.deepEqual(list(), ['src/a.ts'])
  put(root, 'src/new/b.ts', '')
  assert.deepEqual(list(), ['src/a.ts'])
  disk.forget()
  assert.deepEqual(list(), ['src/a.ts', 'src/new/b.ts'])
  disk.write(path('src/new/c.ts'), bytes(''))
  disk.write(path('src/d/d.ts'), bytes(''))
  assert.deepEqual(list(), ['src/a.ts', 'src/d/d.ts', 'src/new/b.ts', 'src/new/c.ts'])
  disk.remove(path('src/d/d.ts'))
  disk.remove(path('src/a.ts'))
  assert.deepEqual(list(), ['src/new/b.ts', 'src/new/c.ts'])
})

test('all files below a folder: links as they are, and no folder is no list', (t) => {
  const root = folder(t, { 'dist/a': '', 'dist/node_modules/b': '', 'dist/.git/c': '' })
  symlinkSync('..', join(root, 'dist/up'))
  const disk = openDisk(root)
  assert.deepEqual(disk.files('dist/'), ['dist/a', 'dist/node_modules/b', 'dist/up'])
  assert.equal(disk.files('dost'), undefined)
})

test('every file that git does not ignore, by the rules from the root of the repository down', (t) => {
  const root = folder(t, {
    '.git/info/exclude': '*.private\n',
    '.gitignore': 'dist/\n*.log\n/app/only-here\n',
    'app/.gitignore': '!keep.log\nlocal\n',
    'app/a.ts': '',
    'app/keep.log': '',
    'app/other.log': '',
    'app/x.private': '',
    'app/dist/out.js': '',
    'app/sub/local': '',
    'app/only-here': '',
    'app/node_modules/m.js': '',
    'app/sub/b': '',
  })
  assert.deepEqual(openDisk(join(root, 'app')).expand([UNIGNORED, '!sub/**']), [
    '.gitignore',
    'a.ts',
    'keep.log',
  ])
  assert.deepEqual(openDisk(root).expand([UNIGNORED]), [
    '.gitignore',
    'app/.gitignore',
    'app/a.ts',
    'app/keep.log',
    'app/sub/b',
  ])
})

test('outside of a repository nothing is ignored but by the files of the project', (t) => {
  const root = folder(t, {
    '.gitignore': '*.log\n',
    'app/.gitignore': 'x\n',
    'app/x': '',
    'app/y.log': '',
    'app/z': '',
  })
  assert.deepEqual(openDisk(join(root, 'app')).expand([UNIGNORED]), ['.gitignore', 'y.log', 'z'])
})

test('what the answers depend on is told: paths that are not there too, and which stats prove nothing yet', (t) => {
  const root = folder(t, { 'src/a.ts': 'a', 'src/b/c.ts': 'c' })
  const disk = openDisk(root)
  for (const file of disk.expand(['src/**'])) disk.digest(file)
  disk.digest('none.ts')
  const { files, folders, unproven } = disk.dependencies()
  assert.deepEqual([...files.keys()].sort(), ['none.ts', 'src/a.ts', 'src/b/c.ts'])
  assert.equal(files.get('none.ts'), undefined)
  assert.equal(files.get('src/a.ts')?.size, 1)
  assert.deepEqual([...folders.keys()].sort(), ['src', 'src/b'])
  assert.deepEqual([...unproven].sort(), ['src', 'src/a.ts', 'src/b', 'src/b/c.ts'])
})
