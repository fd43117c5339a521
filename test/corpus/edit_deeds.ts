/** Edits of every kind, each beside something that a workflow has: found by looking at it. */
import type { Json, JsonObject } from '../../recipes/config_edit/value.js'
import { child, isList, isObject } from '../../recipes/config_edit/value.js'
import type { Deed } from './trial.js'

const STEP: JsonObject = { name: 'Tell what was done', run: 'echo "done: $GITHUB_SHA"\n./tell.sh\n' }
const JOB: JsonObject = {
  'runs-on': 'ubuntu-latest',
  'timeout-minutes': 5,
  steps: [STEP, { run: 'true' }],
}

/** Each kind in the longest job; and together some that leave a workflow right which was right. */
export function editDeeds(file: Json): readonly Deed[] {
  const jobs = Object.entries(objectOf(child(file, 'jobs'))).filter(([, job]) => isObject(job))
  return [
    ...topDeeds(file),
    ...jobs
      .toSorted(([, a], [, b]) => stepsIn(b) - stepsIn(a))
      .slice(0, 1)
      .flatMap(([id, job]) => jobDeeds(pathOf(id), objectOf(job))),
    together(file, jobs),
  ]
}

const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})
const stepsIn = (job: Json): number => {
  const steps = child(job, 'steps')
  return isList(steps) ? steps.length : 0
}
const pathOf = (id: string): string => `jobs.${JSON.stringify(id)}`

const edit = (name: string, ...edits: readonly JsonObject[]): Deed => ({
  name,
  raw: { edits },
  isSound: false,
})

function together(file: Json, jobs: readonly (readonly [string, Json])[]): Deed {
  const [id] = jobs.find(([, job]) => isList(child(job, 'steps'))) ?? []
  const edits = [
    { set: 'jobs.a-new-job', value: JOB },
    { set: 'env.A_NEW_ONE', value: '1' },
    ...(child(file, 'name') === undefined ? [] : [{ remove: 'name' }]),
    ...(id === undefined
      ? []
      : [
          { append: `${pathOf(id)}.steps`, value: STEP },
          { insert_before: `${pathOf(id)}.steps[0]`, value: { name: 'Begin', run: 'true' } },
          { set: `${pathOf(id)}.timeout-minutes`, value: 17 },
        ]),
  ]
  return { ...edit('several edits together', ...edits), isSound: true }
}

function topDeeds(file: Json): Deed[] {
  const [event] = Object.keys(objectOf(child(file, 'on')))
  return [
    edit('set: a job', { set: 'jobs.a-new-job', value: JOB }),
    edit('set: below parents that are not there', { set: 'env.A_NEW_ONE', value: '1' }),
    ...(typeof child(file, 'name') === 'string'
      ? [
          edit('set: a text that is there', { set: 'name', value: 'Other: "name" #1' }),
          edit('remove: a key', { remove: 'name' }),
        ]
      : []),
    ...(event === undefined
      ? []
      : [
          edit('set: a map in the place of what is there', {
            set: `on.${event}`,
            value: { branches: ['main', 'v*'] },
          }),
        ]),
  ]
}

function jobDeeds(path: string, job: JsonObject): Deed[] {
  const removable = Object.keys(job).filter((key) => !['steps', 'runs-on', 'uses'].includes(key))
  const steps = child(job, 'steps')
  return [
    edit('set: a key of a job', { set: `${path}.timeout-minutes`, value: 17 }),
    edit('merge: keys of a job', {
      merge: `${path}.permissions`,
      value: { contents: 'read', packages: 'write' },
    }),
    ...removable.map((key) => edit('remove: a key of a job', { remove: `${path}.${key}` })),
    ...(isList(steps) && steps.length > 0 ? listDeeds(`${path}.steps`, steps) : []),
  ]
}

function listDeeds(path: string, steps: readonly Json[]): Deed[] {
  const named = steps.filter((step) => {
    const name = child(step, 'name')
    const isAlone = steps.filter((other) => child(other, 'name') === name).length === 1
    return typeof name === 'string' && name === name.trim() && name !== '' && isAlone
  })
  const pathTo = (step: Json): string => `${path}[name=${JSON.stringify(child(step, 'name'))}]`
  return [
    edit('append: a step', { append: path, value: STEP }),
    edit('insert_before: the first step', { insert_before: `${path}[0]`, value: STEP }),
    edit('insert_after: the first step', { insert_after: `${path}[0]`, value: STEP }),
    edit('insert_before: the last step', { insert_before: `${path}[-1]`, value: STEP }),
    ...named.slice(0, 2).flatMap((step) => stepDeeds(pathTo(step), step)),
    ...named.slice(-1).map((step) => edit('remove: a step', { remove: pathTo(step) })),
  ]
}

function stepDeeds(path: string, step: Json): Deed[] {
  const last = Object.keys(objectOf(step)).findLast((key) => key !== 'name')
  return [
    edit('set: a key of a step', { set: `${path}.env.A_NEW_ONE`, value: '${{ github.sha }}' }),
    ...(typeof child(step, 'run') === 'string'
      ? [edit('set: a script', { set: `${path}.run`, value: 'set -x\n\nmake all  # two\n' })]
      : []),
    ...(last === undefined ? [] : [edit('remove: a key of a step', { remove: `${path}.${last}` })]),
  ]
}
