/** The corpus check of `config_edit`: every action and kind of edit on every file, every law after each; exit 1 where one is broken. */
import { configs, tryConfigs } from './configs.js'
import { Linter } from './lint.js'
import { programFaults } from './program.js'
import { corpusSubjects, isThere, ownSubjects } from './subjects.js'
import { Tally } from './tally.js'
import { lintFaults, tryWorkflows } from './workflows.js'

const SAMPLE = 120

const started = Date.now()
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const passed = (what: string): void =>
  say(`${String(Math.round((Date.now() - started) / 1000)).padStart(4)} s  ${what}`)

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
const violations = [...workflows.violations, ...settings.violations, ...byProgram, ...linted]
say('')
for (const violation of violations) say(`broken: ${violation}`)
passed(`${violations.length} violations`)
process.exitCode = violations.length > 0 ? 1 : 0
