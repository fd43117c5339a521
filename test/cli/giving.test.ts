/** The commands that give back: `clean`, `undo`, `reset`, `adopt`. */
import { test } from 'node:test'
import { project, same, tasks } from './rig.js'

const PACKAGE = '{\n  "name": "x",\n  "license": "ISC"\n}\n'
const FILES = { 'package.json': PACKAGE, 'guide.liquid': 'A guide\n', 'a.txt': 'a' }

const EDIT = '{ id: edit, type: config_edit, target: package.json, edits: [{ set: license, value: MIT }] }'
const LATER = '{ id: later, type: config_edit, target: package.json, edits: [{ set: license, value: BSD }] }'
const GUIDE =
  '{ id: guide, type: file_generation, template: ./guide.liquid, output: docs/guide.txt, data: {} }'
const COPY = '{ id: copy, type: command, run: cat a.txt > b.txt, inputs: [a.txt], outputs: [b.txt] }'

test('clean gives everything back as it was before the first write', async (t) => {
  const at = project(t, tasks(EDIT, GUIDE, COPY), FILES)
  await at.make('--sequential')
  const made = at.everything(['.orchestrate'])
  same(await at.orchestrate('clean', '-n'), {
    code: 0,
    out: ['would be removed  docs/guide.txt', 'would be given back  package.json', 'would be removed  b.txt'],
    err: [],
  })
  same(at.everything(['.orchestrate']), made)
  same(await at.orchestrate('clean'), {
    code: 0,
    out: ['removed  docs/guide.txt', 'given back  package.json', 'removed  b.txt', '3 files given back'],
    err: [],
  })
  same(
    [at.read('package.json'), at.read('docs/guide.txt'), at.read('b.txt')],
    [PACKAGE, undefined, undefined],
  )
  same(await at.orchestrate('clean'), { code: 0, out: ['nothing to give back'], err: [] })
  same(await at.why('edit'), [{ kind: 'never-run' }])
  await at.make()
  same(at.everything(['.orchestrate']), made)
})

test('clean of a target gives back just its places', async (t) => {
  const at = project(t, tasks(EDIT, GUIDE, COPY), FILES)
  await at.make()
  same(await at.orchestrate('clean', 'guide'), {
    code: 0,
    out: ['removed  docs/guide.txt', '1 file given back'],
    err: [],
  })
  same([at.read('docs/guide.txt'), at.read('b.txt')], [undefined, 'a'])
})

test('clean leaves what was edited since, names it, and ends with 1; --force gives it back too', async (t) => {
  const at = project(t, tasks(EDIT, GUIDE), FILES)
  await at.make('--sequential')
  at.write('docs/guide.txt', 'by hand\n')
  at.write('package.json', PACKAGE.replace('ISC', 'GPL'))
  same(await at.orchestrate('clean'), {
    code: 1,
    out: [],
    err: ['left  docs/guide.txt: it was edited since', 'left  package.json#license: it was edited since'],
  })
  same([at.read('package.json'), at.read('docs/guide.txt')], [PACKAGE.replace('ISC', 'GPL'), 'by hand\n'])
  same(await at.orchestrate('clean', '--force'), {
    code: 0,
    out: ['removed  docs/guide.txt', 'given back  package.json', '2 files given back'],
    err: [],
  })
  same([at.read('package.json'), at.read('docs/guide.txt')], [PACKAGE, undefined])
})

test('clean --retired gives back what tasks wrote that are no longer in the roadmap', async (t) => {
  const at = project(t, tasks(EDIT, GUIDE, COPY), FILES)
  await at.make('--sequential')
  at.roadmap(tasks(EDIT))
  same(await at.orchestrate('clean', '--retired'), {
    code: 0,
    out: ['removed  docs/guide.txt', 'removed  b.txt', '2 files given back'],
    err: [],
  })
  same([at.read('docs/guide.txt'), at.read('b.txt')], [undefined, undefined])
  same((await at.orchestrate('make')).out, ['nothing to do: 1 task is fresh'])
})

test('undo takes back the last run that wrote, and the tasks are as stale as they were', async (t) => {
  const at = project(t, tasks(EDIT, GUIDE), FILES)
  await at.make('edit')
  await at.make('guide')
  await at.make()
  same(await at.orchestrate('undo', '-n'), { code: 0, out: ['would be removed  docs/guide.txt'], err: [] })
  same(await at.orchestrate('undo'), {
    code: 0,
    out: ['removed  docs/guide.txt', '1 file taken back'],
    err: [],
  })
  same([at.read('docs/guide.txt'), await at.why('guide')], [undefined, [{ kind: 'never-run' }]])
  same(await at.orchestrate('undo'), {
    code: 0,
    out: ['given back  package.json', '1 file taken back'],
    err: [],
  })
  same([at.read('package.json'), await at.why('edit')], [PACKAGE, [{ kind: 'never-run' }]])
  same(await at.orchestrate('undo'), { code: 0, out: ['nothing to give back'], err: [] })
})

test('undo of one task refuses where a later one wrote in the place, and names it', async (t) => {
  const at = project(t, tasks(EDIT), FILES)
  await at.make()
  at.roadmap(tasks(LATER))
  await at.make()
  at.roadmap(tasks(EDIT, GUIDE))
  same(await at.orchestrate('undo', 'edit'), {
    code: 1,
    out: [],
    err: ['left  package.json#license: it was written later by `later`'],
  })
  same(at.read('package.json'), PACKAGE.replace('ISC', 'BSD'))
})

test('undo of one task leaves what others wrote in the same file', async (t) => {
  const other =
    '{ id: other, type: config_edit, target: package.json, edits: [{ set: private, value: true }] }'
  const at = project(t, tasks(EDIT, other), FILES)
  await at.make()
  same(await at.orchestrate('undo', 'edit'), {
    code: 0,
    out: ['given back  package.json', '1 file taken back'],
    err: [],
  })
  same(at.read('package.json'), '{\n  "name": "x",\n  "license": "ISC",\n  "private": true\n}\n')
})

test('undo refuses what was edited since', async (t) => {
  const at = project(t, tasks(GUIDE), FILES)
  await at.make()
  at.write('docs/guide.txt', 'by hand\n')
  same(await at.orchestrate('undo'), { code: 1, out: [], err: ['left  docs/guide.txt: it was edited since'] })
  same(at.read('docs/guide.txt'), 'by hand\n')
})

test('undo says of commands that they cannot be undone', async (t) => {
  const at = project(t, tasks(COPY, GUIDE), FILES)
  await at.make()
  same(await at.orchestrate('undo'), {
    code: 0,
    out: ['removed  docs/guide.txt', '1 file taken back'],
    err: ['what commands did cannot be undone: `copy`'],
  })
  same([at.read('b.txt'), at.read('docs/guide.txt')], ['a', undefined])
  at.write('a.txt', 'A')
  await at.make('copy')
  same(await at.orchestrate('undo', 'copy'), {
    code: 1,
    out: ['nothing to give back'],
    err: ['what commands did cannot be undone: `copy`'],
  })
})

test('reset forgets records and leaves the files', async (t) => {
  const at = project(t, tasks(EDIT, COPY), FILES)
  await at.make()
  same(await at.orchestrate('reset', 'copy'), { code: 0, out: ['1 record forgotten'], err: [] })
  same([at.read('b.txt'), await at.why('copy'), await at.why('edit')], ['a', [{ kind: 'never-run' }], []])
  same(await at.orchestrate('reset', '--all'), { code: 0, out: ['1 record forgotten'], err: [] })
  same(await at.orchestrate('make'), {
    code: 0,
    out: ['done edit … ms', 'done copy … ms', '2 done in … ms'],
    err: [],
  })
})

test('adopt puts what stands on record, without running', async (t) => {
  const at = project(t, tasks(COPY), { ...FILES, 'b.txt': 'as it came\n' })
  same(await at.orchestrate('adopt', 'copy'), { code: 0, out: ['`copy` is done, as it stands'], err: [] })
  same([at.read('b.txt'), await at.why('copy')], ['as it came\n', []])
  at.write('a.txt', 'A')
  same(await at.why('copy'), [{ kind: 'input-changed', path: 'a.txt' }])
})

test('adopt accepts what is not as the task wants it, and status says so', async (t) => {
  const at = project(t, tasks(EDIT), FILES)
  same(await at.orchestrate('adopt', 'edit'), {
    code: 0,
    out: ['`edit` is accepted as it is: what it is for is not true of it'],
    err: [],
  })
  same(await at.orchestrate('status'), {
    code: 0,
    out: [
      'phase-1: 1 of 1 done (100 %)',
      '  a',
      '    fresh     edit  accepted as it is; just now, took … ms',
      '1 of 1 done (100 %): 1 fresh of 1 task',
    ],
    err: [],
  })
  same(await at.orchestrate('why', 'edit'), {
    code: 0,
    out: [
      'edit is fresh: nothing that it depends on has changed since it last ran',
      '',
      'it will run again when one of these changes',
      '  2 settings: `target`, `edits`',
      '  1 output: `package.json#license`',
      '  its recipe',
      '',
      'to know',
      '  accepted as it is, by `adopt`',
    ],
    err: [],
  })
  same((await at.orchestrate('make')).out, ['nothing to do: 1 task is fresh'])
  same(at.read('package.json'), PACKAGE)
})

test('adopt refuses where an output or an input is missing, and where a task before it is stale', async (t) => {
  const read = '{ id: read, type: command, run: cat b.txt, inputs: [b.txt] }'
  const at = project(t, tasks(COPY, read), FILES)
  same(await at.orchestrate('adopt', 'copy'), {
    code: 1,
    out: [],
    err: ['`copy` cannot be adopted: its output `b.txt` is not there'],
  })
  same(await at.orchestrate('adopt', 'read'), {
    code: 1,
    out: [],
    err: ['`read` cannot be adopted: its input `b.txt` is not there'],
  })
  at.write('b.txt', 'b')
  same(await at.orchestrate('adopt', 'read'), {
    code: 1,
    out: [],
    err: ['`read` comes after `copy`, which is stale: make that first, or say `--force`'],
  })
  same(await at.orchestrate('adopt', 'read', '--force'), {
    code: 0,
    out: ['`read` is done, as it stands'],
    err: [],
  })
})
