/** Questions do not write: the tree and the state are the same, byte for byte, whatever was asked. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Project } from './rig.js'
import { project, same, tasks } from './rig.js'

const ROADMAP = tasks(
  '{ id: copy, type: command, run: cat a.txt > b.txt, inputs: [a.txt], outputs: [b.txt] }',
  '{ id: edit, type: config_edit, target: package.json, edits: [{ set: private, value: true }] }',
  '{ id: guide, type: file_generation, template: ./guide.liquid, output: guide.md, data: { of: "x" } }',
  '{ id: ask, type: manual, question: Is it right?, inputs: [b.txt] }',
  '{ id: tool, type: command, run: "true", inputs: [a.txt], env: [MODE], tools: [node --version] }',
)

const FILES = { 'a.txt': 'a', 'package.json': '{ "name": "x" }\n', 'guide.liquid': 'A guide of {{ of }}\n' }

const QUESTIONS: readonly (readonly string[])[] = [
  ['why', 'copy'],
  ['why', 'guide', '--json'],
  ['status'],
  ['status', '--json'],
  ['plan'],
  ['plan', '--json'],
  ['plan', '--diff'],
  ['plan', '--graph', 'mermaid'],
  ['plan', '--graph', 'dot', '--by', 'group'],
  ['validate'],
  ['validate', '--json'],
  ['list'],
  ['log', 'copy'],
  ['make', '--dry-run'],
  ['make', '--dry-run', '--force'],
  ['run', '--all', '--dry-run'],
  ['clean', '-n'],
  ['clean', '-n', '--force'],
  ['clean', '-n', '--retired'],
  ['undo', '-n'],
  ['undo', 'edit', '-n'],
]

/** The state changes in nothing but `stats.json`, which keeps what hashing found out. */
const STATS = '.orchestrate/stats.json'

async function asksAll(at: Project, except: readonly string[] = [STATS]): Promise<void> {
  const before = at.everything(except)
  for (const question of QUESTIONS) {
    const { code } = await at.orchestrate(...question)
    assert.ok(code < 2, `${question.join(' ')} ended with ${code}`)
    same([question, at.everything(except)], [question, before])
  }
}

test('before the first make, a question leaves no trace: not even the folder of the state', async (t) => {
  await asksAll(project(t, ROADMAP, FILES), [])
})

test('a question changes nothing where all is fresh', async (t) => {
  const at = project(t, ROADMAP, FILES)
  await at.make('--yes')
  await asksAll(at)
})

test('a question changes nothing where inputs, outputs and the roadmap were edited since', async (t) => {
  const at = project(t, ROADMAP, FILES)
  await at.make('--yes')
  at.write('a.txt', 'A')
  at.write('guide.md', 'by hand')
  at.write('package.json', '{ "name": "x", "private": false }\n')
  at.remove('b.txt')
  at.roadmap(ROADMAP.replace('of: "x"', 'of: "y"').replace(/.*id: tool.*\n/, ''))
  at.env.MODE = 'other'
  await asksAll(at)
})

test('a question changes nothing where tasks failed, and where a run died', async (t) => {
  const die = '{ id: die, type: command, run: cp -R .orchestrate then, inputs: [a.txt] }'
  const fail = '{ id: copy, type: command, run: exit 1, inputs: [a.txt], depends_on: [die] }'
  const edit = '{ id: edit, type: config_edit, target: package.json, edits: [{ set: private, value: true }] }'
  const guide = '{ id: guide, type: manual, question: Is it right?, inputs: [a.txt] }'
  const at = project(t, tasks(die, fail, edit, guide), FILES)
  await at.orchestrate('make')
  await asksAll(at)
  at.remove('.orchestrate')
  at.move('then', '.orchestrate')
  await asksAll(at)
})

test('a question changes nothing of a state that is damaged', async (t) => {
  const at = project(t, ROADMAP, FILES)
  await at.make('--yes')
  at.write('.orchestrate/state.jsonl', 'no journal\n')
  await asksAll(at)
})
