import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Diagnostic } from '../../lib/core/diagnostic.js'
import type { Graph } from '../../lib/core/graph.js'
import { buildGraph, waitedFor, waitsFor, withNeeds } from '../../lib/core/graph.js'
import { bind } from '../../lib/core/target.js'
import type { Phase, Roadmap, Task, TaskId } from '../../lib/core/task.js'
import { tasksOf } from '../../lib/core/task.js'
import { globs } from '../../lib/world/globs.js'
import { edits, joins, recipes, runs } from '../engine/workshop.js'
import { graphOf, group, roadmap } from '../rig.js'

const one = (...tasks: readonly Task[]): Graph => graphOf(roadmap([group('g', tasks)]), recipes)
const at = (line: number) => ({ file: 'roadmap.yaml', line, column: 1, length: 1 })

/** `a ← b reads-output`: b waits for a, and because of what. Joins left out. */
function edgesOf(graph: Graph): string[] {
  const name = (node: number): string => graph.targets[node]?.task.id ?? ''
  return graph.targets.flatMap((_, node) =>
    (graph.needs[node] ?? []).flatMap(({ to, because }) =>
      to < graph.targets.length ? [`${name(to)} ← ${name(node)} ${because}`] : [],
    ),
  )
}

const waits = (graph: Graph, id: string) => waitsFor(graph, graph.index.get(id as TaskId) ?? -1)

function faultsOf(map: Roadmap): readonly Diagnostic[] {
  const targets = tasksOf(map).map((task) => {
    const recipe = recipes.get(task.type)
    const settings = recipe?.settings(task.settings, () => task.at, task)
    if (recipe === undefined || settings?.ok !== true) throw new Error(`no such task: ${task.id}`)
    return bind(task, recipe, settings.value, () => task.at)
  })
  return buildGraph(map, targets, globs).faults
}

const messages = (...tasks: readonly Task[]): string[] =>
  faultsOf(roadmap([group('g', tasks)])).map(({ code, message }) => `${code}: ${message}`)

test('a task waits for what it names, for who makes what it reads, and for who edited its file before', () => {
  const graph = one(
    joins('maker', 'out.txt', 'a.txt'),
    runs('named', ['pass']),
    joins('reader', 'end.txt', 'out.txt'),
    runs('waiting', ['pass'], { needs: ['named'] }),
    edits('first', 'x.json', { set: 'a', value: 1 }),
    edits('second', 'x.json', { set: 'b', value: 1 }),
    runs('looks', ['pass'], { inputs: ['x.json'] }),
    runs('again', ['pass'], { inputs: ['task:named'] }),
  )
  assert.deepEqual(edgesOf(graph), [
    'maker ← reader reads-output',
    'named ← waiting depends-on',
    'first ← second same-file',
    'first ← looks reads-output',
    'second ← looks reads-output',
    'named ← again reads-output',
  ])
})

test('globs and folders are read from who makes what they match', () => {
  const graph = one(
    joins('ts', 'src/gen/a.ts', 'a.txt'),
    joins('css', 'src/gen/a.css', 'a.txt'),
    runs('folder', ['pass'], { outputs: ['dist/'] }),
    runs('format', ['pass'], { rewrites: ['src/**/*.ts'] }),
    runs('scripts', ['pass'], { inputs: ['src/**/*.ts', '!src/gen/**'] }),
    runs('styles', ['pass'], { inputs: ['src/**/*.css'] }),
    runs('bundle', ['pass'], { inputs: ['dist/js/main.js'] }),
    runs('all', ['pass'], { inputs: ['dist/'] }),
  )
  assert.deepEqual(edgesOf(graph), [
    'ts ← format reads-output',
    'format ← scripts reads-output',
    'css ← styles reads-output',
    'folder ← bundle reads-output',
    'folder ← all reads-output',
  ])
})

test('a reader does not wait for a maker that waits for it by what was written', () => {
  const graph = one(joins('reader', 'b.txt', 'out.txt'), {
    ...joins('maker', 'out.txt'),
    dependsOn: [{ id: 'reader', at: at(2) }],
  })
  assert.deepEqual(edgesOf(graph), ['reader ← maker depends-on'])
})

test('a reader does not wait for an editor that waits for it', () => {
  const graph = graphOf(
    roadmap(
      [group('a', [runs('reader', ['pass'], { inputs: ['x.json'] })])],
      [group('b', [edits('editor', 'x.json', { remove: 'a' })])],
    ),
    recipes,
  )
  assert.deepEqual(edgesOf(graph), [])
})

test('tasks of a sequential group wait for the one above; groups and phases are waited for as such', () => {
  const phase = (id: string, more: Partial<Phase>): Phase => ({
    id,
    name: id,
    dependsOn: [],
    groups: [],
    checkpoint: [],
    ...more,
  })
  const graph = graphOf(
    roadmap(
      phase('p', {
        groups: [
          group('row', [runs('1', ['pass']), runs('2', ['pass'])], { execution: 'sequential' }),
          group('after', [runs('3', ['pass'])], { dependsOn: [{ id: 'row', at: at(1) }] }),
        ],
        checkpoint: [runs('p/check', ['pass']), runs('p/again', ['pass'])],
      }),
      phase('q', { dependsOn: [{ id: 'p', at: at(1) }], groups: [group('last', [runs('4', ['pass'])])] }),
    ),
    recipes,
  )
  assert.deepEqual(edgesOf(graph), ['1 ← 2 sequential', 'p/check ← p/again sequential'])
  assert.deepEqual(waits(graph, '2'), [{ task: '1', because: 'sequential' }])
  assert.deepEqual(waits(graph, '3'), [{ group: 'row', because: 'group' }])
  assert.deepEqual(waits(graph, 'p/check'), [
    { group: 'row', because: 'group' },
    { group: 'after', because: 'group' },
  ])
  assert.deepEqual(waits(graph, '4'), [{ phase: 'p', because: 'phase' }])
})

test('500 tasks before 500 need a join, not 250,000 edges', () => {
  const many = (name: string): Task[] => Array.from({ length: 500 }, (_, i) => runs(`${name}${i}`, ['pass']))
  const graph = graphOf(roadmap([group('a', many('a'))], [group('b', many('b'))]), recipes)
  assert.ok(graph.needs.reduce((sum, edges) => sum + edges.length, 0) < 3000)
})

test('needs are all that is waited for, but not who only edited the same file', () => {
  const graph = one(edits('first', 'x.json', { set: 'a', value: 1 }), joins('maker', 'out.txt', 'a.txt'), {
    ...edits('second', 'x.json', { set: 'b', value: 1 }),
    inputs: ['out.txt'],
  })
  const ids = [...withNeeds(graph, [2])].flatMap((node) => graph.targets[node]?.task.id ?? [])
  assert.deepEqual(ids, ['second', 'maker'])
  assert.deepEqual(waitedFor(graph, 2, new Set([0, 1])), new Set([0, 1]))
  assert.deepEqual(waitedFor(graph, 0, new Set([2])), new Set())
})

test('a cycle is told as a story, at an edge that somebody wrote', () => {
  const [a, b] = [joins('a', 'a.txt', 'b.txt'), joins('b', 'b.txt', 'c.txt')]
  const c = { ...runs('c', ['pass'], { outputs: ['c.txt'] }), dependsOn: [{ id: 'a', at: at(7) }] }
  const faults = faultsOf(roadmap([group('g', [a, b, c])]))
  assert.deepEqual(faults, [
    {
      severity: 'error',
      code: 'cycle',
      message:
        'a cycle: `a` waits for `b` (reads-output), `b` waits for `c` (reads-output), `c` waits for `a` (depends-on)',
      at: at(7),
      hint: 'take one of these away',
    },
  ])
})

test('a cycle across phases names the borders that it goes through', () => {
  const early = { ...runs('early', ['pass']), dependsOn: [{ id: 'late', at: at(3) }] }
  const [fault] = faultsOf(roadmap([group('a', [early])], [group('b', [runs('late', ['pass'])])]))
  assert.equal(fault?.code, 'cycle')
  for (const name of ['`early` waits for `late` (depends-on)', 'phase `phase-1`', 'group `b`'])
    assert.ok(fault.message.includes(name), `${name} in: ${fault.message}`)
  assert.deepEqual(fault.at, at(3))
})

test('each knot of tasks is one fault', () => {
  const found = messages(
    runs('a', ['pass'], { needs: ['b'] }),
    runs('b', ['pass'], { needs: ['a'] }),
    runs('c', ['pass'], { needs: ['c'] }),
  )
  assert.deepEqual(found, [
    'cycle: a cycle: `a` waits for `b` (depends-on), `b` waits for `a` (depends-on)',
    'cycle: a cycle: `c` waits for `c` (depends-on)',
  ])
})

test('a file, a folder and what is in it have one owner', () => {
  assert.deepEqual(
    messages(
      joins('a', 'out.json', 'a.txt'),
      joins('b', 'out.json', 'b.txt'),
      runs('c', ['pass'], { outputs: ['dist/'] }),
      joins('d', 'dist/d.txt', 'a.txt'),
      edits('e', 'out.json', { remove: 'a' }),
      runs('f', ['pass'], { outputs: ['f.txt', 'f.txt'] }),
    ),
    [
      'two-owners: task `b` writes `out.json`, and `a` already does',
      'two-owners: task `f` names `f.txt` twice among what it writes',
      'two-owners: task `e` writes `out.json`, and `a` already does',
      'two-owners: task `d` writes `dist/d.txt`, and it lies in `dist/`, which `c` writes',
    ],
  )
})

test('one region has one value, and may have it twice', () => {
  const same = edits('same', 'x.json', { set: 'a', value: { b: 1, c: 2 } })
  const turned = edits('turned', 'x.json', { set: 'a', value: { c: 2, b: 1 } })
  assert.deepEqual(messages(same, turned), [])
  assert.deepEqual(messages(same, edits('other', 'x.json', { remove: 'a' })), [
    'two-values: tasks `same` and `other` want different values for `x.json#a`',
  ])
})

test('a `task:` input of no task is a fault, with the nearest name', () => {
  const faults = faultsOf(
    roadmap([group('g', [runs('build', ['pass']), runs('x', ['pass'], { inputs: ['task:biuld'] })])]),
  )
  assert.deepEqual(
    faults.map(({ message, hint }) => [message, hint]),
    [['task `x` reads `task:biuld`, and there is no such task', 'nearest name: `task:build`']],
  )
})
