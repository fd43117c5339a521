/** The schema of a task: what every task may say, and what each built-in type adds. */
import { defaults, flag, id, pathOrPaths, ref, text, texts } from './schemaparts.js'

/** The keys of every task; all others are settings of its recipe. */
const common = {
  id: id('Names the task in the whole roadmap.'),
  name: text('For people; the id where absent.'),
  description: text('For people.'),
  type: text('The recipe that does it.', 'the name of a recipe'),
  depends_on: texts('Tasks, groups or phases that come before. Order only.', 'an id'),
  tools: texts('Command lines whose output counts, such as `node --version`.', 'a command line'),
  when: ref('when'),
  labels: texts('Names to choose tasks by: `label:NAME`.', 'a label'),
  variables: ref('variables'),
  ...defaults,
  approval: flag('A person has to approve; `--yes` does not count.'),
} as const

export const commonKeys: ReadonlySet<string> = new Set(Object.keys(common))

const command = {
  run: {
    type: ['string', 'array'],
    minLength: 1,
    minItems: 1,
    items: { type: 'string', title: 'a text' },
    title: 'a command line for the shell, or a list of words',
    description: 'A string for the shell, or a list of words with no shell.',
  },
  cwd: text('The folder it runs in, from the project.', 'a folder'),
  outputs: texts('Files, or folders with a trailing slash, that it makes: exact, no globs.', 'a path'),
  rewrites: texts('What it may change in place, as a formatter does.', 'a path or glob'),
  once: flag('With neither inputs nor outputs: run once, not always.'),
} as const

const actions = [
  'expand_coverage_collection',
  'add_directory_thresholds',
  'remove_continue_on_error',
  'add_migration_step',
  'implement_staging_deploy',
  'implement_production_deploy',
  'add_approval_gates',
  'make_trivy_blocking',
  'parallelize_python_builds',
  'add_path_filters',
  'add_sbom_generation',
  'add_container_scanning',
] as const

const place = 'a path such as `jobs.test.steps[name=Lint]`'
const edit = {
  type: 'object',
  additionalProperties: false,
  title: 'an edit such as `{ set: PATH, value: … }`',
  properties: {
    set: text('Give the place this value.', place),
    remove: text('Take the place away.', place),
    append: text('Add an item to the end of the list.', place),
    insert_before: text('Add an item before this one.', place),
    insert_after: text('Add an item after this one.', place),
    merge: text('Add these keys to the place.', place),
    value: { description: 'The value, item or keys.' },
    unless: { description: 'Not where an item with these keys is in the list.' },
  },
} as const

const configEdit = {
  target: text('The file that is edited.', 'a path'),
  action: { enum: actions, title: 'one of the 12 actions', description: 'A built-in edit.' },
  with: { type: 'object', title: 'the options of the action', description: "The action's options." },
  edits: { type: 'array', minItems: 1, items: edit, title: 'a list of edits', description: 'What to edit.' },
} as const

const testGeneration = {
  target: text('The source file to test.', 'a path'),
  test_file: text('Where the tests go; inferred where absent.', 'a path'),
  template: text('service, route, config, graphql, python, or a path; inferred where absent.'),
  budget: { description: 'How much may be tried.' },
} as const

const fileGeneration = {
  template: text('A built-in template, or a path that starts with `./`.'),
  output: text('The file to write.', 'a path'),
  data: { type: 'object', title: 'names with their values', description: 'What the template is given.' },
} as const

const manual = {
  question: text('What is asked.'),
  instructions: text('What to do first.'),
  allow_skip: flag('The person may skip it.'),
} as const

const gitCommit = {
  message: text('The message of the commit.'),
  paths: texts('What is committed; absent: what the phase, group or tasks wrote.', 'a path or glob'),
} as const

const pullRequest = {
  title: text('Its title.'),
  body: text('Its body.'),
  base: text('The branch to merge into.'),
  branch: text('The branch to merge.'),
} as const

/** Keys whose values are checked elsewhere: named, so that all others can be refused. */
const named = (keys: object): Record<string, true> =>
  Object.fromEntries(Object.keys(keys).map((key) => [key, true]))

/** What every task has to hold to, whatever its type. */
export const anyTask = {
  type: 'object',
  required: ['id', 'type'],
  title: 'a task',
  properties: common,
} as const

const task = (own: object, ...required: readonly string[]) => ({
  type: 'object' as const,
  additionalProperties: false,
  required,
  properties: { ...own, ...named(common) },
})

/** By type. What a recipe knows better than a schema (one of `action` and `edits`) is left to the recipe. */
export const taskTypes = {
  command: task(command, 'run'),
  config_edit: task(configEdit, 'target'),
  test_generation: task(testGeneration, 'target'),
  file_generation: task(fileGeneration, 'template', 'output'),
  manual: task(manual),
  git_commit: task(gitCommit),
  pull_request: task(pullRequest),
} as const

const { name, description, inputs, env, tools, labels, timeout } = common
const shared = {
  name,
  description,
  inputs,
  env,
  tools,
  labels,
  timeout,
  when: common.when,
  variables: common.variables,
  retries: common.retries,
}

/** What every checkpoint item has to hold to. */
export const anyItem = {
  type: 'object',
  required: ['name'],
  title: 'a checkpoint item',
  properties: shared,
} as const

const item = (own: object, required: string) => ({
  type: 'object' as const,
  additionalProperties: false,
  required: [required],
  properties: { ...own, ...named(shared) },
})

const percent = (of: string) => ({
  type: 'number' as const,
  minimum: 0,
  maximum: 100,
  title: 'a number from 0 to 100',
  description: `The least percentage of ${of}.`,
})

const coverage = {
  type: 'object',
  additionalProperties: false,
  required: ['run', 'report'],
  title: 'keys such as `run` and `report`',
  description: 'Runs the tests, reads the report and records the figure.',
  properties: {
    run: command.run,
    report: text('The summary that the run writes.', 'a path'),
    statements: percent('statements'),
    branches: percent('branches'),
    functions: percent('functions'),
    lines: percent('lines'),
  },
} as const

/** By the key that tells them apart; `run` is the one that a bare item is taken for. */
export const checkpointItems = {
  run: item({ run: command.run, cwd: command.cwd }, 'run'),
  coverage: item({ coverage, cwd: command.cwd }, 'coverage'),
  workflows: item({ workflows: pathOrPaths('Workflow files to check.', 'a path or glob') }, 'workflows'),
} as const
