/** The JSON Schema of a roadmap: the one source for validation, for editors and for the documentation. */
import { defaults, id, ref, retries, text, texts, variables, when } from './schemaparts.js'
import { anyItem, anyTask, checkpointItems, taskTypes } from './tasktypes.js'

const groupKeys = {
  id: id('Names the group in the whole roadmap.'),
  name: text('For people; the id where absent.'),
  description: text('For people.'),
  execution: {
    enum: ['parallel', 'sequential'],
    description: 'In a sequential group each task waits for the one above it; parallel where absent.',
  },
  max_parallel: {
    type: 'integer',
    minimum: 1,
    title: 'a whole number from 1',
    description: 'At most so many of its tasks run at one time.',
  },
  depends_on: texts('Groups of the same phase that come before; absent: none.', 'an id'),
  variables: ref('variables'),
  ...defaults,
  tasks: {
    type: 'array',
    items: { $ref: '#/$defs/task' },
    title: 'a list of tasks',
    description: 'In the order of the file.',
  },
} as const

const phaseKeys = {
  id: id('Names the phase in the whole roadmap: `phase-3` can be called `3`.'),
  name: text('For people; the id where absent.'),
  description: text('For people.'),
  depends_on: texts('Phases that come before; absent: all above but those of `parallel_with`.', 'an id'),
  parallel_with: texts('Neither phase waits for the other; counts both ways.', 'an id'),
  variables: ref('variables'),
  ...defaults,
  groups: {
    type: 'array',
    items: { $ref: '#/$defs/group' },
    title: 'a list of groups',
    description: 'Groups of tasks.',
  },
  checkpoint: {
    type: 'array',
    items: { $ref: '#/$defs/item' },
    title: 'a list of checkpoint items',
    description: 'Run in order after the tasks of the phase; each is the task PHASE/slug-of-its-name.',
  },
} as const

const closed = (title: string, properties: object, ...required: readonly string[]) => ({
  type: 'object' as const,
  additionalProperties: false,
  required,
  title,
  properties,
})

const version = { const: 1, title: '`1`', description: 'The version of this format.' } as const
const include = texts(
  'Files with `version` and `phases`, merged by phase and group id, from the folder of the roadmap.',
  'a path',
)
const phases = {
  type: 'array',
  items: { $ref: '#/$defs/phase' },
  title: 'a list of phases',
  description: 'In the order of the file.',
} as const

const isOfType = (name: string) =>
  ({ type: 'object', required: ['type'], properties: { type: { const: name } } }) as const
const hasKey = (key: string) => ({ type: 'object', required: [key], properties: { [key]: true } }) as const

export const roadmapSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'roadmap.schema.json',
  ...closed(
    'a roadmap with `version` and `phases`',
    {
      version,
      name: text('For people.'),
      description: text('For people.'),
      project: text('The folder that tasks work in, from this file; the folder of this file where absent.'),
      include,
      recipes: texts('Modules of your own recipes, made with `defineRecipe`.', 'a path'),
      variables: ref('variables'),
      defaults: {
        ...closed('keys such as `timeout` and `retries`', defaults),
        description: 'May also stand on a phase, a group or a task; the nearest wins.',
      },
      phases,
    },
    'version',
  ),
  $defs: {
    included: closed('a file with `version` and `phases`', { version, include, phases }, 'version', 'phases'),
    phase: closed('a phase', phaseKeys, 'id'),
    group: closed('a group', groupKeys, 'id', 'tasks'),
    // A task of any other type is that of a user's own recipe, which reads its other keys.
    task: {
      ...anyTask,
      allOf: Object.keys(taskTypes).map((name) => ({ if: isOfType(name), then: ref(name) })),
    },
    item: {
      ...anyItem,
      if: hasKey('coverage'),
      then: ref('coverageItem'),
      else: { if: hasKey('workflows'), then: ref('workflowsItem'), else: ref('runItem') },
    },
    retries,
    variables,
    when,
    ...taskTypes,
    runItem: checkpointItems.run,
    coverageItem: checkpointItems.coverage,
    workflowsItem: checkpointItems.workflows,
  },
}
