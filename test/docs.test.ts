/** What the README and `docs/` show is what happens: their examples are run against the built program. */
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import { roadmapSchema } from '../lib/roadmap/schema.js'
import { builtIn } from '../recipes/index.js'

const PROGRAM = resolve('dist/bin/orchestrate.cjs')

/** The block of code that follows `<!-- example: NAME -->`. */
function example(file: string, name: string): string {
  const marked = readFileSync(file, 'utf8').split(`<!-- example: ${name} -->\n`)[1]
  const block = /^```\w+\n(.*?)^```$/ms.exec(marked ?? '')?.[1]
  assert.ok(block !== undefined, `${file} has no example ${name}`)
  return block
}

/** A folder with these files, and `orchestrate` to be run and imported in it. */
function project(context: TestContext, files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'orchestrate-docs-'))
  context.after(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const bin = join(folder, 'node_modules/.bin')
  mkdirSync(bin, { recursive: true })
  symlinkSync(PROGRAM, join(bin, 'orchestrate'))
  symlinkSync(resolve('.'), join(folder, 'node_modules/orchestrate'))
  const env = { PATH: `${bin}:${dirname(process.execPath)}:${process.env.PATH ?? ''}`, CI: 'true' }
  return (line: string): string => {
    const { stdout, stderr } = spawnSync('sh', ['-c', line], { cwd: folder, env, encoding: 'utf8' })
    return stdout + stderr
  }
}

const PACKAGE = '{\n  "name": "app",\n  "version": "1.0.0"\n}\n'
const SOURCE = 'export const add = (a, b) => a + b\n'
const TEST = `import assert from 'node:assert'
import { test } from 'node:test'
import { add } from '../app.mjs'

test('adds', () => assert.equal(add(1, 2), 3))
`

/** Times differ, and tasks that run side by side end in either order. */
function normal(session: string): string {
  return session
    .replace(/\d+(\.\d+)? (ms|s)\b/g, 'TIME')
    .replace(/(^done .*\n)+/gm, (lines) => `${lines.trimEnd().split('\n').sort().join('\n')}\n`)
}

test('the session of the README is what its roadmap does', (context) => {
  const shown = example('README.md', 'session')
  const run = project(context, {
    'package.json': PACKAGE,
    'src/add.mjs': SOURCE,
    'test/add.mjs': TEST,
    'roadmap.yaml': example('README.md', 'roadmap.yaml'),
  })
  const lines = shown.split('\n').filter((line) => line.startsWith('$ '))
  const session = lines.map((line) => `${line}\n${run(line.slice(2))}`).join('')
  assert.equal(normal(session), normal(shown))
})

test('the roadmap of docs/roadmap.md is valid, does what it says, and then has nothing to do', (context) => {
  const run = project(context, {
    'package.json': PACKAGE,
    'src/main.mjs': SOURCE,
    'roadmap.yaml': example('docs/roadmap.md', 'whole'),
  })
  assert.equal(run('orchestrate validate'), 'valid: 6 tasks in 2 phases\n')
  assert.match(run('orchestrate make --yes'), /^6 done in /m)
  assert.equal(run('orchestrate make --yes'), 'nothing to do: 6 tasks are fresh\n')
  assert.deepEqual(JSON.parse(run('cat package.json')), {
    name: 'app',
    version: '1.0.0',
    scripts: { coverage: 'node --test --experimental-test-coverage' },
    files: ['dist'],
  })
})

test('the recipe of docs/recipes.md writes its file, and again when what it looked at has changed', (context) => {
  const run = project(context, {
    'package.json': PACKAGE,
    'recipes/version-file.mjs': example('docs/recipes.md', 'recipes/version-file.mjs'),
    'roadmap.yaml': example('docs/recipes.md', 'with-recipe'),
  })
  assert.match(run('orchestrate make'), /^1 done in /m)
  assert.equal(
    run('orchestrate make; cat src/version.mjs'),
    "nothing to do: 1 task is fresh\nexport const version = '1.0.0'\n",
  )
  run('sed -i.old s/1.0.0/2.0.0/ package.json')
  assert.equal(run('orchestrate why version'), 'version is stale\n  input `package.json` changed\n')
  assert.equal(run('orchestrate make >make.txt; cat src/version.mjs'), "export const version = '2.0.0'\n")
  run('sed -i.old s/output/out/ roadmap.yaml')
  assert.match(run('orchestrate validate'), /`version_file` has no `output`/)
})

/** A JSON text as a value, its times made the same. */
const timeless = (text: string): unknown =>
  JSON.parse(text, (key, value: unknown) => (key === 'ms' || key === 'startedAt' ? 'TIME' : value))

test('the shapes of JSON in docs/commands.md are what the commands print', (context) => {
  const run = project(context, {
    'package.json': PACKAGE,
    'src/add.mjs': SOURCE,
    'test/add.mjs': TEST,
    'roadmap.yaml': example('README.md', 'roadmap.yaml'),
  })
  run('orchestrate make')
  run("echo 'export const one = 1' >> src/add.mjs")
  assert.deepEqual(timeless(run('orchestrate why test --json')), timeless(example('docs/commands.md', 'why')))
  run('orchestrate make bundle')
  assert.deepEqual(
    timeless(run('orchestrate status test --json')),
    timeless(example('docs/commands.md', 'status')),
  )
})

/** Every word that a page has in backticks, examples left out. */
function named(file: string): Set<string> {
  const prose = readFileSync(file, 'utf8').replace(/^```.*?^```$/gms, '')
  const code = prose.match(/`[^`]+`/g) ?? []
  return new Set(code.flatMap((one) => one.split(/[^\w-]+/)))
}

const isFields = (value: unknown): value is object => typeof value === 'object' && value !== null

function keysOf(schema: unknown): string[] {
  if (!isFields(schema)) return []
  return Object.entries(schema).flatMap(([name, part]: [string, unknown]) => [
    ...(name === 'properties' && isFields(part) ? Object.keys(part) : []),
    ...keysOf(part),
  ])
}

/** Those of `names` that the page does not tell of. */
function untold(names: Iterable<string>, page: string): string[] {
  const words = named(page)
  return [...new Set(names)].filter((name) => !words.has(name))
}

test('docs/roadmap.md names every key of the schema', () => {
  assert.deepEqual(untold(keysOf(roadmapSchema), 'docs/roadmap.md'), [])
})

test('docs/recipes.md names every recipe that is built in', () => {
  assert.deepEqual(untold(builtIn.keys(), 'docs/recipes.md'), [])
})

const helpOf = (...words: readonly string[]): string =>
  execFileSync(process.execPath, [PROGRAM, ...words, '--help'], { encoding: 'utf8' })

test('docs/commands.md names every command and every option that the program tells of', () => {
  const commands = [...helpOf().matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name)
  assert.equal(commands.length, 17)
  const options = commands.flatMap((name) =>
    [...helpOf(name).matchAll(/^ {2}(?:-\w,)?(--[\w-]+)/gm)].map(([, option = '']) => option),
  )
  assert.deepEqual(untold([...commands, ...options], 'docs/commands.md'), [])
})
