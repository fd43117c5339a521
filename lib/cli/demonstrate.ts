/** What `demo` shows: a repository is carried through its whole roadmap, with its coverage before, on the way and after. */
import { duration, percent } from '../render/words.js'
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
  const say = (text: string): void => void stdout.write(`${text}\n`)
  const began = outside.now()
  const at = await outside.sample(SAMPLE, folder)
  say(
    `The sample is in ${at}: a Fastify API and two Python services, with few tests and a placeholder pipeline.`,
  )
  say('\n$ npm ci')
  const installed = await outside.tool(at, ['npm', 'ci', '--no-audit', '--no-fund'])
  if (installed.code !== 0) {
    say(installed.output)
    say('the sample could not be installed: `npm ci` needs a registry')
    return 1
  }
  say(`installed in ${duration(outside.now() - began)}`)
  const rows: [string, Figures | undefined][] = [['before', await measured(at, outside)]]
  say(`\nCoverage of all its source files before: ${told(rows[0]?.[1])}`)
  for (const { says, words, measured: when } of LEGS) {
    say(`\n${says}\n$ orchestrate ${words.join(' ')}`)
    const exit = await outside.again(at, words)
    if (exit !== 0) return exit
    rows.push([when, await measured(at, outside)])
    say(`Coverage now: ${told(rows.at(-1)?.[1])}`)
  }
  say('\nAgain. Every file is what it was, so nothing runs:\n$ orchestrate make')
  const exit = await outside.again(at, ['make'])
  if (exit !== 0) return exit
  say(`\n${summary(rows)}\n${work(at, outside)}`)
  say(
    `All of it took ${duration(outside.now() - began)}. Go on in ${at}: \`git diff\` has nothing of it, so read the files,`,
  )
  say(
    'edit one, then `orchestrate why TASK`, `orchestrate make`, or take it all back with `orchestrate clean`.',
  )
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
  return `${created.length} files created (${listed}), ${edited.length} edited: ${edited.join(', ')}`
}
