/** How a runner is started: once for a file, or as a program that stays and runs a file each time that it is asked. */
import type { Bench } from './bench.js'

/** Where a runner reports what came of each test, from the folder that it is started in. */
export const REPORT = '.orchestrate-report.json'

/** What a program that stays is asked; `env` is given to tests without a new start. */
export interface Order {
  readonly path: string
  readonly env: Readonly<Record<string, string>>
}

/** Finds a program's own file, for a copy of the project has no `npx` that needs no network. */
const FIND = `const { createRequire } = require('node:module'), path = require('node:path'), { pathToFileURL } = require('node:url')
const from = createRequire(path.join(process.cwd(), 'x.js'))
const found = (name) => { try { return from.resolve(name) } catch { console.error("Cannot find module '" + name + "'"); process.exit(127) } }
`

/** Whatever goes wrong between tests, or after them, is told with the result of the run in which it does. */
const ANSWER = `
const late = []
for (const kind of ['uncaughtException', 'unhandledRejection']) process.on(kind, (error) => late.push(String(error?.stack ?? error)))
process.on('disconnect', () => process.exit())
process.on('message', async (message) => {
  const { path: file, env } = JSON.parse(message)
  Object.assign(process.env, env)
  let report
  try { report = await run(file) } catch (error) { report = { broken: String(error?.stack ?? error) } }
  await new Promise((done) => setTimeout(done, 10))
  process.send(JSON.stringify({ ...report, late: [...(report.late ?? []), ...late.splice(0)] }))
})`

const JEST = `${FIND}
const { runCLI } = require(found('jest'))
const run = async (file) => {
  const words = { _: [file], $0: 'jest', coverage: false, runInBand: true, ci: true, watchman: false, cacheDirectory: 'node_modules/.cache/jest' }
  const { results } = await runCLI(words, [process.cwd()])
  return { testResults: results.testResults.map(({ failureMessage, testResults }) => ({
    message: failureMessage ?? '',
    assertionResults: testResults.map(({ fullName, status }) => ({ fullName, status })),
  })) }
}
${ANSWER}`

const VITEST = `${FIND}
const vitest = found('vitest/node'), fs = require('node:fs')
const run = async (file) => {
  fs.rmSync('${REPORT}', { force: true })
  const { startVitest } = await import(pathToFileURL(vitest).href)
  const words = { run: true, watch: false, coverage: { enabled: false }, fileParallelism: false, reporters: ['json'], outputFile: '${REPORT}' }
  const runner = await startVitest('test', [file], words)
  const late = (runner?.state.getUnhandledErrors() ?? []).map((error) => String(error?.stack ?? error))
  await runner?.close()
  process.exitCode = 0
  return { ...JSON.parse(fs.readFileSync('${REPORT}', 'utf8')), late }
}
${ANSWER}`

/** A program that stays; undefined where a start costs next to nothing. */
export function stayingCommand({ dialect, flags }: Bench): readonly string[] | undefined {
  switch (dialect.runner) {
    case 'jest':
      return ['node', ...flags.filter((flag) => flag.includes('vm-modules')), '-e', JEST]
    case 'vitest':
      return ['node', '-e', VITEST]
    case 'node':
      return undefined
  }
}

export const onceCommand = ({ flags }: Bench, path: string): readonly string[] => [
  'node',
  ...flags,
  '--test',
  '--test-reporter=tap',
  path,
]

/** As it is asked for, by the runner's own way to name files. */
export const orderOf = ({ dialect }: Bench, path: string, env: Readonly<Record<string, string>>): Order => ({
  path: dialect.runner === 'jest' ? escaped(path) : path,
  env,
})

const escaped = (path: string): string => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
