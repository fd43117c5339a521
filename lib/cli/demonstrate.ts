/** What `demo` shows: a repository is carried through its whole roadmap, with its coverage before, on the way and after. */
import { count, duration, percent } from '../render/words.js'
import { wrap } from '../render/wrap.js'
import { exitOfSignal } from './exit.js'
import type { Context, Outside } from './outside.js'

const SAMPLE = 'community-platform'

/** A stretch of the roadmap, after which the coverage is measured. */
interface Leg {
  readonly says: string
  readonly words: readonly string[]
  readonly measured: string
}

const LEGS: readonly Leg[] = [
  {
    says: 'Phases 1 to 3: what the tests need, then tests for services and routes.',
    words: ['make', 'phase-3', '--yes'],
    measured: 'after phase 3',
  },
  {
    says: 'Phase 5: configuration, GraphQL, and the Python services.',
    words: ['make', 'phase-5', '--yes'],
    measured: 'after phase 5',
  },
  {
    says: 'Phases 4 and 6: the pipeline, and what production needs.',
    words: ['make', '--yes'],
    measured: 'at the end',
  },
]

/** What the sample's own runner measures, over every source file. */
interface Figures {
  readonly statements: string
  readonly branches: string
  readonly tests: number
}

/** Gives the exit code of the first step that fails, otherwise 0. */
export async function demonstrate({ outside, stdout }: Context, folder: string | undefined): Promise<number> {
  const { terminal, env } = outside
  const say = (text: string): void =>
    void stdout.write(`${terminal.isTerminal ? wrap(text, terminal.columns() || 80) : text}\n`)
  const began = outside.now()
  const at = await outside.sample(SAMPLE, folder)
  const onward = (words: string): string => `\`${programOf(env)} ${words} -C ${at}\``
  say(
    `The sample is in ${at}: a Fastify API and two Python services, with few tests and a placeholder pipeline.`,
  )
  say('All of it takes some 15 minutes on two quiet cores. Ctrl-C stops it, and it can be gone on with.')
  let signal: string | undefined
  const unlisten = outside.onSignal((one) => (signal ??= one))
  try {
    const exit = await show({ at, outside, say, began, isStopped: () => signal !== undefined })
    if (signal !== undefined) {
      say(`\nThe demo was stopped; what is done is kept. To go on: ${onward('make --yes')}`)
      return exitOfSignal(signal)
    }
    if (exit !== 0) say(`\nThe demo ends here. To go on once that is mended: ${onward('make --yes')}`)
    else {
      say('\nGo on there: read the files, edit one, then')
      for (const [words, what] of ONWARD) say(`  ${onward(words)}  ${what}`)
    }
    return exit
  } finally {
    unlisten()
  }
}

const ONWARD: readonly (readonly [string, string])[] = [
  ['status', 'where everything stands'],
  ['why 2.1', 'what makes a task run again'],
  ['make', 'runs that, and nothing else'],
  ['clean', 'takes it all back'],
]

/** Whom `npx` has started is no command of the shell. */
const programOf = (env: Outside['env']): string =>
  env.npm_lifecycle_event === 'npx' ? 'npx orchestrate' : 'orchestrate'

interface Stage {
  readonly at: string
  readonly outside: Outside
  readonly say: (text: string) => void
  readonly began: number
  readonly isStopped: () => boolean
}

async function show({ at, outside, say, began, isStopped }: Stage): Promise<number> {
  say('\n$ npm ci')
  const installed = await outside.tool(at, ['npm', 'ci', '--no-audit', '--no-fund'])
  if (isStopped()) return 1
  if (installed.code !== 0) {
    say(installed.output)
    say('the sample could not be installed: `npm ci` needs a registry')
    return 1
  }
  say(`installed in ${duration(outside.now() - began)}`)
  const rows: [string, Figures | undefined][] = []
  const measure = async (when: string): Promise<void> => {
    say('\n$ npx jest --coverage')
    const figures = await measured(at, outside)
    rows.push([when, figures])
    if (!isStopped()) say(`${when}: ${told(figures)}`)
  }
  await measure('before')
  for (const { says, words, measured: when } of LEGS) {
    if (isStopped()) return 1
    say(`\n${says}\n$ orchestrate ${words.join(' ')}`)
    const exit = await outside.again(at, words)
    if (exit !== 0) return exit
    await measure(when)
  }
  if (isStopped()) return 1
  say('\nAgain. Every file is what it was, so nothing runs:\n$ orchestrate make')
  const again = outside.now()
  const exit = await outside.again(at, ['make'])
  if (exit !== 0) return exit
  const now = outside.now()
  say(`in ${duration(now - again)}\n\n${summary(rows)}\n\n${work(at, outside)}`)
  say(`All of it took ${duration(now - began)}.`)
  return 0
}

const REPORT = '.orchestrate/demo'

/** Undefined where the runner could not tell. */
async function measured(at: string, outside: Outside): Promise<Figures | undefined> {
  const scope = ['src/**/*.ts', '!src/**/*.d.ts'].map((pattern) => `--collectCoverageFrom=${pattern}`)
  const report = [
    '--coverageReporters=json-summary',
    `--coverageDirectory=${REPORT}`,
    '--coverageThreshold={}',
  ]
  const told = ['--silent', '--json', `--outputFile=${REPORT}/tests.json`]
  await outside.tool(at, ['npx', 'jest', '--coverage', ...scope, ...report, ...told])
  const read = (name: string): unknown => {
    const bytes = outside.readFile(`${at}/${REPORT}/${name}`)
    return bytes === undefined ? undefined : JSON.parse(new TextDecoder().decode(bytes))
  }
  const summary = read('coverage-summary.json') as
    { total: Record<'statements' | 'branches', Part> } | undefined
  const tests = read('tests.json') as { numPassedTests: number } | undefined
  if (summary === undefined || tests === undefined) return undefined
  const { statements, branches } = summary.total
  return { statements: share(statements), branches: share(branches), tests: tests.numPassedTests }
}

interface Part {
  readonly covered: number
  readonly total: number
}

const share = ({ covered, total }: Part): string => percent(covered, total)

const told = (figures: Figures | undefined): string =>
  figures === undefined
    ? 'it could not be measured'
    : `${figures.statements} of the statements, ${figures.branches} of the branches, by ${figures.tests} tests`

function summary(rows: readonly (readonly [string, Figures | undefined])[]): string {
  const cells = rows.map(([when, figures]) => [
    when,
    figures?.statements ?? '?',
    figures?.branches ?? '?',
    String(figures?.tests ?? '?'),
  ])
  const table = [['', 'statements', 'branches', 'tests'], ...cells]
  const widths = [0, 1, 2, 3].map((i) => Math.max(...table.map((row) => row[i]?.length ?? 0)))
  return table
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('   '),
    )
    .join('\n')
}

/** What came into the repository, by folder. */
function work(at: string, outside: Outside): string {
  const { created, edited } = outside.changes(SAMPLE, at)
  const folders = new Map<string, number>()
  for (const path of created) {
    const folder = path.split('/').slice(0, 2).slice(0, -1).join('/') || '.'
    folders.set(folder, (folders.get(folder) ?? 0) + 1)
  }
  const listed = [...folders].map(([folder, n]) => `${folder} ${n}`).join(', ')
  return `${count(created.length, 'file')} created: ${listed}\n${count(edited.length, 'file')} edited: ${edited.join(', ')}`
}
