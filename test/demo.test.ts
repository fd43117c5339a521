/** The sample that `demo` works on: a roadmap that is valid, and whose order follows from what its tasks read and write. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { TestContext } from 'node:test'
import { test } from 'node:test'

const PROGRAM = resolve('dist/bin/orchestrate.cjs')

function sample(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'orchestrate-demo-test-'))
  context.after(() => rmSync(folder, { recursive: true }))
  const filter = (from: string): boolean => !['node_modules', '.orchestrate'].includes(basename(from))
  cpSync('examples/slugs', folder, { recursive: true, filter })
  return folder
}

function orchestrate(cwd: string, ...words: readonly string[]) {
  const env = { ...process.env, CI: 'true' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...words], {
    cwd,
    env,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('the sample has a valid roadmap', (context) => {
  assert.deepEqual(orchestrate(sample(context), 'validate'), {
    status: 0,
    stdout: 'valid: 12 tasks in 3 phases\n',
    stderr: '',
  })
})

test('the plan of the sample runs each task after those that write what it reads', (context) => {
  const { status, stdout } = orchestrate(sample(context), 'plan', 'phase-1', '--json')
  assert.equal(status, 0)
  const { steps } = JSON.parse(stdout) as { steps: { task: string; reasons: unknown; waitsFor: unknown }[] }
  const reasons = [{ kind: 'never-run' }]
  const after = (...tasks: string[]) => tasks.map((task) => ({ task, because: 'reads-output' }))
  assert.deepEqual(
    steps.map(({ task, reasons, waitsFor }) => ({ task, reasons, waitsFor })),
    [
      { task: 'install', reasons, waitsFor: [] },
      { task: 'compile', reasons, waitsFor: after('install') },
      { task: 'lint', reasons, waitsFor: after('install') },
      { task: 'unit-tests', reasons, waitsFor: after('compile') },
      {
        task: 'phase-1/the-command-works',
        reasons,
        waitsFor: [
          { group: 'build', because: 'group' },
          { group: 'quality', because: 'group' },
          ...after('compile'),
        ],
      },
    ],
  )
})

test('what the demo shows beforehand changes nothing in the sample', (context) => {
  const folder = sample(context)
  for (const words of [['validate'], ['plan'], ['status'], ['why', 'pack']])
    assert.equal(orchestrate(folder, ...words).status, 0)
  assert.equal(existsSync(join(folder, '.orchestrate')), false)
})

test('the demo takes no folder that is there already, and tells how to go on in one of its own', (context) => {
  const folder = sample(context)
  assert.deepEqual(orchestrate(tmpdir(), 'demo', folder), {
    status: 2,
    stdout: '',
    stderr: `\`${folder}\` is there already: name a new folder, or go on in it with \`orchestrate make --yes -C ${folder}\`\n`,
  })
  const other = join(folder, 'src')
  assert.equal(
    orchestrate(tmpdir(), 'demo', other).stderr,
    `\`${other}\` is there already: name a new folder\n`,
  )
})

test('what two tasks of the sample wrote in one file is given back as one', (context) => {
  const folder = sample(context)
  assert.equal(orchestrate(folder, 'make', 'coverage-script', 'engines', '--only').status, 0)
  assert.deepEqual(orchestrate(folder, 'clean', 'phase-2'), {
    status: 0,
    stdout: 'given back  package.json\n1 file given back\n',
    stderr: '',
  })
  assert.equal(
    readFileSync(join(folder, 'package.json'), 'utf8'),
    readFileSync('examples/slugs/package.json', 'utf8'),
  )
})
