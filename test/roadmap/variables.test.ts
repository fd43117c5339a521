import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codesOf, read, valid, withTasks } from './reading.js'

const value = (name: string, top: string, phase: string, group: string, task: string) => {
  const at = (text: string) => (text === '' ? '' : `variables: { ${text} }`)
  const { task: find } = valid(`version: 1
${at(top)}
phases:
  - id: phase-1
    ${at(phase)}
    groups:
      - id: a
        ${at(group)}
        tasks: [{ id: a1, type: manual, question: "{{ ${name} }}"${task === '' ? '' : `, ${at(task)}`} }]
`)
  return find('a1').settings.question
}

test('the nearest value of a variable wins', () => {
  assert.equal(value('x', 'x: top', '', '', ''), 'top')
  assert.equal(value('x', 'x: top', 'x: phase', '', ''), 'phase')
  assert.equal(value('x', 'x: top', 'x: phase', 'x: group', ''), 'group')
  assert.equal(value('x', 'x: top', 'x: phase', 'x: group', 'x: task'), 'task')
})

test('a number is filled in as it is written, and a value is not filled in again', () => {
  assert.equal(value('x', 'x: 1.10', '', '', ''), '1.10')
  assert.equal(value('x', 'x: true', '', '', ''), 'true')
  assert.equal(value('x', 'x: "{{ x }}"', '', '', ''), '{{ x }}')
})

test('every string of a task is filled in, whatever lies around it', () => {
  const { task } = valid(
    withTasks(
      `- id: a1
  name: build {{ p }}
  description: the {{p}}
  type: command
  run: [echo, "{{ p }}"]
  cwd: ./{{ p }}/
  inputs: ["{{ p }}/src/"]
  outputs: ["{{ p }}/dist/"]
  env: ["{{ v }}"]
  tools: ["{{ v }} --version"]
  labels: ["{{ p }}"]
  depends_on: ["{{ t }}"]
  when: { exists: "{{ p }}/", env: ["{{ v }}"] }
- { id: a2, type: file_generation, template: ./t.liquid, output: "{{ p }}.md", data: { a: [{ b: "{{ v }}" }] } }`,
      'variables: { p: api, v: NODE, t: a2 }\n',
    ),
  )
  const { name, description, settings, inputs, env, tools, labels, dependsOn, when, variables } = task('a1')
  assert.deepEqual(
    {
      name,
      description,
      settings,
      inputs,
      env,
      tools,
      labels,
      dependsOn: dependsOn.map(({ id }) => id),
      when,
      variables,
    },
    {
      name: 'build api',
      description: 'the api',
      settings: { run: ['echo', 'api'], cwd: 'api', outputs: ['api/dist/'] },
      inputs: ['api/src/**'],
      env: ['NODE'],
      tools: ['NODE --version'],
      labels: ['api'],
      dependsOn: ['a2'],
      when: { exists: ['api'], env: ['NODE'] },
      variables: {},
    },
  )
  assert.deepEqual(task('a2').settings, {
    template: './t.liquid',
    output: 'api.md',
    data: { a: [{ b: 'NODE' }] },
  })
})

test('in a text for the shell a placeholder stays, and the task has the values that it uses', () => {
  const { task } = valid(
    withTasks(
      '- { id: a1, type: command, run: "{{ c | raw }} {{ a }} {{a}} {{ b|raw }}" }',
      'variables: { a: "$(x)", b: b, c: make }\n',
    ),
  )
  assert.deepEqual(task('a1').settings, { run: 'make {{ a }} {{a}} b' })
  assert.deepEqual(task('a1').variables, { a: '$(x)' })
})

test('what is of GitHub or of Go is left alone', () => {
  const text = '${{ github.sha }} ${{ x }} {{.Names}} {{ .x }} {{ x y }}'
  const { task } = valid(withTasks(`- { id: a1, type: command, run: "${text}", labels: ["${text}"] }`))
  assert.deepEqual(task('a1').settings, { run: text })
  assert.deepEqual(task('a1').labels, [text])
})

test('a path is looked at when its variables are filled in', () => {
  const { diagnostics } = read(
    withTasks('- { id: a1, type: command, run: x, outputs: ["{{ up }}/x"] }', 'variables: { up: .. }\n'),
  )
  assert.deepEqual(codesOf(diagnostics), ['leaves-project 8:56'])
})
