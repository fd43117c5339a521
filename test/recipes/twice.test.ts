/** Every task of our own roadmap that edits or generates, over the sample: a second time there is nothing left to do. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { actions } from '../../recipes/config_edit/actions/index.js'
import { configEdit } from '../../recipes/config_edit/index.js'
import { sightOf } from './file_generation/rig.js'
import { fileGeneration } from '../../recipes/file_generation/index.js'
import { carryOut, prepare } from './reader.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SAMPLE = join(ROOT, 'examples/community-platform')

type Raw = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string }
interface Outline {
  readonly variables: Readonly<Record<string, string>>
  readonly phases: readonly { readonly groups: readonly { readonly tasks: readonly Raw[] }[] }[]
}

const { variables, phases } = parse(readFileSync(join(ROOT, 'roadmap.yaml'), 'utf8')) as Outline
const tasks = phases.flatMap(({ groups }) => groups.flatMap((group) => group.tasks))

/** The settings of a task, variables filled in. */
function settingsIn(task: Raw): Readonly<Record<string, unknown>> {
  const own = Object.entries(task).filter(([key]) => SETTINGS.has(key))
  return JSON.parse(
    JSON.stringify(Object.fromEntries(own)).replaceAll(
      /\{\{ (\w+) \}\}/g,
      (whole, name: string) => variables[name] ?? whole,
    ),
  ) as Readonly<Record<string, unknown>>
}

const SETTINGS = new Set(['target', 'action', 'with', 'template', 'output', 'data'])

const SUMMARY = JSON.stringify({
  total: {},
  '/x/src/services/users.service.ts': Object.fromEntries(
    ['lines', 'statements', 'functions', 'branches'].map((metric) => [
      metric,
      { total: 10, covered: 8, skipped: 0, pct: 80 },
    ]),
  ),
})

const tracked = execFileSync('git', ['ls-files', '.'], { cwd: SAMPLE, encoding: 'utf8' }).trim().split('\n')
const files = Object.fromEntries(tracked.map((path) => [path, readFileSync(join(SAMPLE, path), 'utf8')]))
const look = sightOf({ ...files, 'coverage/coverage-summary.json': SUMMARY })

for (const task of tasks) {
  const recipe = [configEdit, fileGeneration].find(({ name }) => name === task.type)
  if (recipe === undefined) continue
  const raw = settingsIn(task)
  test(`${task.id} ${String(raw.action ?? raw.template)} has nothing left to do over its own result`, async () => {
    const effects = await prepare<unknown>(recipe, raw, look)
    carryOut(effects, look)
    assert.ok(effects.length > 0)
    const again = await prepare<unknown>(recipe, raw, look)
    assert.deepEqual(
      again.filter(({ do: kind }) => kind !== 'tell'),
      [],
    )
  })
}

test('the roadmap has every action and nearly every template', () => {
  const used = new Set(tasks.map(({ action, template }) => action ?? template))
  assert.deepEqual(
    [...actions.keys()].filter((name) => !used.has(name)),
    [],
  )
  const templates = readdirSync(join(ROOT, 'templates/file_generation')).flatMap((name) =>
    name.endsWith('.liquid') ? [name.slice(0, -'.liquid'.length)] : [],
  )
  assert.deepEqual(
    templates.filter((name) => !used.has(name)),
    ['assessment-fixtures', 'community-fixtures'],
  )
})
