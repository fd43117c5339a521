/** Every reason for which a task is stale, made on a disk and read from `why --json`. */
import { test } from 'node:test'
import { command } from '../../recipes/command.js'
import { events, project, same, tasks } from './rig.js'

const COPY = tasks('{ id: copy, type: command, run: cat a.txt > b.txt, inputs: [a.txt], outputs: [b.txt] }')

test('never-run: nothing is on record', async (t) => {
  const at = project(t, COPY, { 'a.txt': 'a' })
  same(await at.why('copy'), [{ kind: 'never-run' }])
})

test('a task that was made has no reason left', async (t) => {
  const at = project(t, COPY, { 'a.txt': 'a' })
  await at.make()
  same(await at.why('copy'), [])
})

test('failed-last-time: the command did not succeed', async (t) => {
  const at = project(t, tasks('{ id: fail, type: command, run: exit 3, inputs: [a.txt] }'), { 'a.txt': 'a' })
  await at.orchestrate('make')
  same(await at.why('fail'), [{ kind: 'failed-last-time' }])
})

test('interrupted: a run died while the task ran', async (t) => {
  const map = '{ id: copy, type: command, run: cp -R .orchestrate then, inputs: [a.txt] }'
  const at = project(t, tasks(map), { 'a.txt': 'a' })
  await at.make()
  // The state as it stood while the command ran: what a killed run leaves behind.
  at.remove('.orchestrate')
  at.move('then', '.orchestrate')
  same(await at.why('copy'), [{ kind: 'interrupted' }])
})

test('recipe-changed: a newer program does otherwise with the same settings', async (t) => {
  const at = project(t, COPY, { 'a.txt': 'a' })
  await at.make()
  at.recipes = new Map([...at.recipes, ['command', { ...command, version: 2 }]])
  same(await at.why('copy'), [{ kind: 'recipe-changed', recorded: 'command@1', current: 'command@2' }])
})

test('recipe-changed: the version of a recipe of the project was raised', async (t) => {
  const recipe = (version: number): string => `export const mine = {
    name: 'mine', version: ${version}, pure: true,
    settings: (raw) => ({ ok: true, value: raw }), reads: () => [], claims: () => [{ path: 'made', whole: true }],
    prepare: async () => [{ do: 'write', path: 'made', text: 'made' }],
  }`
  const roadmap = `recipes: [./mine.js]\n${tasks('{ id: own, type: mine }')}`
  const at = project(t, roadmap, { 'mine.js': recipe(1), 'package.json': '{ "type": "module" }' })
  await at.make()
  same(at.read('made'), 'made')
  at.write('mine.js', recipe(2))
  same(await at.why('own'), [{ kind: 'recipe-changed', recorded: 'mine@1', current: 'mine@2' }])
})

test('setting-changed: a value, a key that is new, a key that is gone', async (t) => {
  const map = (more: string): string => tasks(`{ id: say, type: command, inputs: [a.txt], ${more} }`)
  const at = project(t, map('run: echo one, cwd: .'), { 'a.txt': 'a' })
  await at.make()
  at.roadmap(map('run: echo two, once: true'))
  same(await at.why('say'), [
    { kind: 'setting-changed', setting: 'run', recorded: 'echo one', current: 'echo two' },
    { kind: 'setting-changed', setting: 'cwd', recorded: '.' },
    { kind: 'setting-changed', setting: 'once', current: 'true' },
  ])
})

test('setting-changed: a variable that fills a setting', async (t) => {
  const words = '{ id: words, type: command, inputs: [a.txt], run: ["echo", "{{ word }}"] }'
  const shell = '{ id: shell, type: command, inputs: [a.txt], run: "echo {{ word }}" }'
  const map = tasks(words, shell)
  const at = project(t, `variables: { word: one }\n${map}`, { 'a.txt': 'a' })
  await at.make()
  at.roadmap(`variables: { word: two }\n${map}`)
  same(await at.why('words'), [
    { kind: 'setting-changed', setting: 'run', recorded: '["echo","one"]', current: '["echo","two"]' },
  ])
  same(await at.why('shell'), [
    { kind: 'setting-changed', setting: 'variables.word', recorded: 'one', current: 'two' },
  ])
})

test('setting-changed: values that look secret are masked', async (t) => {
  const at = project(t, tasks('{ id: say, type: command, inputs: [a.txt], run: echo hunter2hunter2 }'), {
    'a.txt': 'a',
  })
  at.env.API_TOKEN = 'hunter2hunter2'
  await at.make()
  at.roadmap(tasks('{ id: say, type: command, inputs: [a.txt], run: echo }'))
  same(await at.why('say'), [
    { kind: 'setting-changed', setting: 'run', recorded: 'echo ***', current: 'echo' },
  ])
})

test('env-changed: another value, and none at all', async (t) => {
  const at = project(
    t,
    tasks('{ id: say, type: command, run: "true", inputs: [a.txt], env: [MODE, PLACE] }'),
    {
      'a.txt': 'a',
    },
  )
  Object.assign(at.env, { MODE: 'one', PLACE: 'here' })
  await at.make()
  Object.assign(at.env, { MODE: 'two', PLACE: undefined })
  same(await at.why('say'), [
    { kind: 'env-changed', name: 'MODE' },
    { kind: 'env-changed', name: 'PLACE' },
  ])
})

test('tool-changed: its output is another one', async (t) => {
  const at = project(
    t,
    tasks('{ id: say, type: command, run: "true", inputs: [a.txt], tools: [./tool -v] }'),
    {
      'a.txt': 'a',
    },
  )
  at.script('tool', 'echo tool 1.0')
  await at.make()
  at.script('tool', 'echo tool 2.0')
  same(await at.why('say'), [
    { kind: 'tool-changed', tool: './tool -v', recorded: 'tool 1.0', current: 'tool 2.0' },
  ])
})

test('input-added, input-changed, input-removed: by hand, so by no task', async (t) => {
  const at = project(t, tasks('{ id: read, type: command, run: "true", inputs: ["src/**"] }'), {
    'src/a.txt': 'a',
    'src/b.txt': 'b',
  })
  await at.make()
  at.write('src/a.txt', 'A')
  at.remove('src/b.txt')
  at.write('src/c.txt', 'c')
  same(await at.why('read'), [
    { kind: 'input-changed', path: 'src/a.txt' },
    { kind: 'input-removed', path: 'src/b.txt' },
    { kind: 'input-added', path: 'src/c.txt' },
  ])
})

test('input-added, input-changed, input-removed: by the task that wrote it', async (t) => {
  const split =
    '{ id: split, type: command, run: rm -rf out && cp -R src out, inputs: ["src/**"], outputs: [out/] }'
  const read = '{ id: read, type: command, run: "true", inputs: ["out/**"] }'
  const at = project(t, tasks(split, read), { 'src/a.txt': 'a', 'src/b.txt': 'b' })
  await at.make()
  at.write('src/a.txt', 'A')
  at.remove('src/b.txt')
  at.write('src/c.txt', 'c')
  await at.make('split')
  same(await at.why('read'), [
    { kind: 'input-changed', path: 'out/a.txt', by: 'split' },
    { kind: 'input-removed', path: 'out/b.txt', by: 'split' },
    { kind: 'input-added', path: 'out/c.txt', by: 'split' },
  ])
})

test('input-changed: a task that is named as an input has run again', async (t) => {
  const first = '{ id: first, type: command, run: "true", inputs: [a.txt] }'
  const second = '{ id: second, type: command, run: "true", inputs: ["task:first"] }'
  const at = project(t, tasks(first, second), { 'a.txt': 'a' })
  await at.make()
  at.write('a.txt', 'A')
  await at.make('first')
  same(await at.why('second'), [{ kind: 'input-changed', path: 'task:first', by: 'first' }])
})

test('output-added, output-changed, output-missing: a hand was in the folder', async (t) => {
  const map =
    '{ id: gen, type: command, run: mkdir -p out && touch out/a out/b, inputs: [a.txt], outputs: [out/] }'
  const at = project(t, tasks(map), { 'a.txt': 'a' })
  await at.make()
  at.write('out/a', 'by hand')
  at.remove('out/b')
  at.write('out/c', 'by hand')
  same(await at.why('gen'), [
    { kind: 'output-changed', place: 'out/a' },
    { kind: 'output-missing', place: 'out/b' },
    { kind: 'output-added', place: 'out/c' },
  ])
})

test('output-changed, output-missing: a region of a file that is edited', async (t) => {
  const edit = 'edits: [{ set: scripts.test, value: jest }, { set: private, value: true }]'
  const at = project(t, tasks(`{ id: edit, type: config_edit, target: package.json, ${edit} }`), {
    'package.json': '{ "name": "x" }',
  })
  await at.make()
  at.write('package.json', '{ "name": "y", "scripts": { "test": "mocha" } }')
  same(await at.why('edit'), [
    { kind: 'output-missing', place: 'package.json#private' },
    { kind: 'output-changed', place: 'package.json#scripts.test' },
  ])
})

test('changed-while-running: what it reads never stands still', async (t) => {
  const at = project(t, tasks('{ id: grow, type: command, run: echo more >> a.txt, inputs: [a.txt] }'), {
    'a.txt': 'a\n',
  })
  same((await at.orchestrate('make')).code, 1)
  same(at.read('a.txt'), 'a\nmore\nmore\nmore\n')
  same(await at.why('grow'), [
    { kind: 'failed-last-time' },
    { kind: 'changed-while-running', path: 'a.txt' },
    { kind: 'input-changed', path: 'a.txt' },
  ])
})

test('waiting: a person was not there', async (t) => {
  const at = project(t, tasks('{ id: ask, type: manual, question: Is it right?, inputs: [a.txt] }'), {
    'a.txt': 'a',
  })
  same((await at.orchestrate('make', '--no-input')).code, 3)
  same(await at.why('ask'), [{ kind: 'waiting' }])
})

test('always: with neither inputs nor outputs there is nothing to judge by', async (t) => {
  const at = project(t, tasks('{ id: say, type: command, run: "true" }'))
  await at.make()
  same(await at.why('say'), [{ kind: 'always' }])
})

test('forced: a person said so, and only for the named target', async (t) => {
  const needed = '{ id: needed, type: command, run: echo x > a.txt, outputs: [a.txt] }'
  const copy = '{ id: copy, type: command, run: "true", inputs: [a.txt] }'
  const at = project(t, tasks(needed, copy))
  await at.make()
  const { out } = await at.raw(['make', 'copy', '--force', '--reporter', 'json'])
  same(
    events(out).flatMap((event) => (event.type === 'judged' ? [[event.task, event.verdict]] : [])),
    [
      ['needed', { kind: 'fresh' }],
      ['copy', { kind: 'stale', reasons: [{ kind: 'forced' }] }],
    ],
  )
})
