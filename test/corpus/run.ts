/** The corpus check of `config_edit`: every action and kind of edit on every file, every law after each; exit 1 where one is broken. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { configs, tryConfigs } from './configs.js'
import { givenConfigs } from './given_configs.js'
import { Linter } from './lint.js'
import { programFaults } from './program.js'
import { corpusSubjects, isThere, ownSubjects } from './subjects.js'
import { Tally } from './tally.js'
import { lintFaults, tryWorkflows } from './workflows.js'

const SAMPLE = 120

const HELP = `npm run corpus [-- --configs FOLDER]

Tries every action and edit of config_edit on every file of ../shared/corpus and on some of its own, and tells
each law that is broken.

--configs FOLDER  tries the Jest and Vitest configurations in FOLDER instead: FOLDER/project/path, each with what
                  it loads beside it. What they require is looked for as Node looks for it, so that
                  FOLDER/node_modules will do; with jest among it, Jest has to take them before and after. One
                  that cannot be loaded as it is, is left out, and the reason is told.
`

const { values } = parseArgs({ options: { configs: { type: 'string' }, help: { type: 'boolean' } } })

const started = Date.now()
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const passed = (what: string): void =>
  say(`${String(Math.round((Date.now() - started) / 1000)).padStart(4)} s  ${what}`)

const broken =
  values.help === true ? help() : values.configs === undefined ? await all() : await given(values.configs)
say('')
for (const violation of broken) say(`broken: ${violation}`)
if (values.help !== true) passed(`${broken.length} violations`)
process.exitCode = broken.length > 0 ? 1 : 0

function help(): readonly string[] {
  say(HELP)
  return []
}

async function given(folder: string): Promise<readonly string[]> {
  const { found, unloaded } = await givenConfigs(resolve(folder))
  const tally = new Tally()
  await tryConfigs(found, tally, true)
  tally.print(`${found.length} configurations`, say)
  for (const why of unloaded) say(`not loaded: ${why}`)
  return tally.violations
}

async function all(): Promise<readonly string[]> {
  if (!isThere) say('../shared/corpus is not there: tried on files of our own alone')
  const linter = new Linter()
  const [workflows, settings] = [new Tally(), new Tally()]
  const done = await tryWorkflows([...ownSubjects, ...corpusSubjects], workflows, linter)
  passed(`${done.length} edits of workflows made`)
  await tryConfigs(configs, settings, true)
  passed('configurations edited and loaded')
  const byProgram = programFaults(done, SAMPLE)
  passed(`${SAMPLE} of them by the program`)
  const linted = await lintFaults(done, linter)
  passed('linted')

  workflows.print(`${ownSubjects.length + corpusSubjects.length} workflows`, say)
  settings.print(`${configs.length} configurations`, say)
  return [...workflows.violations, ...settings.violations, ...byProgram, ...linted]
}
