import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { paintedDiff, unifiedDiff } from '../../lib/render/diff.js'

test('a changed file', () => {
  assert.equal(
    unifiedDiff('src/a.ts', 'one\ntwo\nthree\n', 'one\n2\nthree\n'),
    `diff --git a/src/a.ts b/src/a.ts
--- a/src/a.ts
+++ b/src/a.ts
@@ -1,3 +1,3 @@
 one
-two
+2
 three
`,
  )
})

test('a new file, and one without a line feed at its end', () => {
  assert.equal(
    unifiedDiff('a.sh', undefined, 'echo', 0o755),
    `diff --git a/a.sh b/a.sh
new file mode 100755
--- /dev/null
+++ b/a.sh
@@ -0,0 +1,1 @@
+echo
\\ No newline at end of file
`,
  )
})

test('a removed file', () => {
  assert.equal(
    unifiedDiff('a.ts', 'a\n', undefined),
    `diff --git a/a.ts b/a.ts
deleted file mode 100644
--- a/a.ts
+++ /dev/null
@@ -1,1 +0,0 @@
-a
`,
  )
})

test('equal texts have no difference', () => {
  assert.equal(unifiedDiff('a.ts', 'a', 'a'), '')
})

test('a terminal gets headers bold, and lines red and green', () => {
  assert.equal(
    paintedDiff(unifiedDiff('a', '-- x\n', '++ y\n'), true),
    [
      ...['diff --git a/a b/a', '--- a/a', '+++ b/a'].map((line) => `\x1b[1m${line}\x1b[22m`),
      '\x1b[36m@@ -1,1 +1,1 @@\x1b[39m',
      '\x1b[31m--- x\x1b[39m',
      '\x1b[32m+++ y\x1b[39m',
      '',
    ].join('\n'),
  )
})

const numbered = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => `line ${from + i}\n`).join('')

/** Path, before, after. */
const changes: readonly (readonly [string, string | undefined, string | undefined])[] = [
  ['plain.ts', numbered(0, 50), numbered(0, 20) + 'new\n' + numbered(21, 50)],
  ['with space.ts', 'a\n', 'b\n'],
  ['new with space.ts', undefined, 'b\n'],
  ['gone with space.ts', 'b\n', undefined],
  ['ünïcode "quoted"\\.ts', 'a\n', 'b\n'],
  ['deep/er/new.ts', undefined, 'a\nb'],
  ['gone.ts', 'a\nb', undefined],
  ['crlf.ts', 'a\r\nb\r\n', 'a\r\nc\r\nd'],
  ['empty-new.ts', undefined, ''],
  ['empty-gone.ts', '', undefined],
  ['emptied.ts', 'a\n', ''],
  ['filled.ts', '', 'a\n'],
  ['line feed only.ts', 'a', 'a\n'],
  ['rewritten.ts', numbered(0, 12_000), numbered(20_000, 32_000) + 'end'],
  ['looks like a header.ts', '-- a/x y\n++ b/x y\n', '-- a/z y\n++ b/z y\n'],
]

test('git apply takes all of them at once, and back again', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'orchestrate-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const standing = (): (string | undefined)[] =>
    changes.map(([path]) =>
      existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : undefined,
    )
  for (const [path, before] of changes) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    if (before !== undefined) writeFileSync(join(folder, path), before)
  }
  const patch = changes.map(([path, before, after]) => unifiedDiff(path, before, after)).join('')
  const apply = (...options: string[]): void =>
    void execFileSync('git', ['apply', ...options, '-'], {
      cwd: folder,
      input: patch,
      stdio: ['pipe', 'pipe', 'inherit'],
    })

  apply()
  assert.deepEqual(
    standing(),
    changes.map(([, , after]) => after),
  )
  apply('--reverse')
  assert.deepEqual(
    standing(),
    changes.map(([, before]) => before),
  )
  assert.equal(statSync(join(folder, 'plain.ts')).mode & 0o111, 0)
})
