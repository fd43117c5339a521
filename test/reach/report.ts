/** What was measured, as a table for people. */
import type { Asserts } from './asserts.js'
import type { Cost } from './cost.js'
import type { Figure, Place } from './coverage.js'
import type { UnitMade } from './made.js'
import type { Mutants } from './mutants.js'

export interface Result {
  readonly repository: string
  readonly isStripped: boolean
  readonly machine: string
  readonly parts: readonly PartResult[]
  readonly cost: Cost
  readonly units: readonly UnitMade[]
}

export interface PartResult {
  readonly name: string
  readonly files: number
  /** In scope, and no runner could count what is in them. */
  readonly uncounted: readonly string[]
  readonly statements: Change
  readonly branches: Change
  readonly tests: Asserts
  readonly checks: readonly Check[]
  readonly mutants?: Mutants
  readonly unreached: readonly Place[]
  readonly drawn: readonly Place[]
}

export interface Change {
  readonly before: Figure
  readonly after: Figure
}

export interface Check {
  readonly name: string
  readonly passed: number
  readonly failed: readonly string[]
  readonly broken?: string
}

export const percent = ({ reached, all }: Figure): string =>
  all === 0 ? 'none' : `${((100 * reached) / all).toFixed(1)} %`

const share = (part: number, whole: number): string => percent({ reached: part, all: whole })

export function markdown({ repository, isStripped, machine, parts, cost, units }: Result): string {
  const silent = units.filter(({ isWritten }) => !isWritten)
  return [
    `# ${repository}${isStripped ? ', own tests taken away' : ''}`,
    '',
    `${machine}. ${units.length} units: ${duration(cost.seconds)} (${duration(cost.cpuSeconds)} of processor time, ${cost.peakMB} MB at most).`,
    '',
    ...parts.flatMap(partLines),
    ...(silent.length === 0 ? [] : ['', `## Units without tests: ${silent.length}`, '']),
    ...silent.map(({ target, outcome, said }) => `- ${target} (${outcome}): ${oneLine(said.join('; '))}`),
    '',
  ].join('\n')
}

function partLines(part: PartResult): string[] {
  const { name, files, uncounted, statements, branches, tests, checks, mutants, unreached, drawn } = part
  const bad = checks.filter(({ failed, broken }) => failed.length > 0 || broken !== undefined)
  const rows = [
    [
      'statements',
      `${percent(statements.before)} → ${percent(statements.after)} of ${statements.after.all} in ${files} files`,
    ],
    ['branches', `${percent(branches.before)} → ${percent(branches.after)} of ${branches.after.all}`],
    [
      'generated tests',
      `${tests.tests}; ${share(tests.throwing, tests.tests)} assert only a throw, ${tests.silent} nothing`,
    ],
    ...(checks.length === 0
      ? []
      : [['runs', `${checks.length - bad.length} of ${checks.length} without a failure`]]),
    ...(mutants === undefined
      ? []
      : [
          [
            `mutants (${mutants.by})`,
            `${share(mutants.killed, mutants.tried)} of ${mutants.tried} on covered lines of ${mutants.units} units of ${mutants.of} killed`,
          ],
        ]),
  ]
  return [
    `## ${name}`,
    '',
    '| what | measured |',
    '|---|---|',
    ...rows.map(([what, figure]) => `| ${what ?? ''} | ${figure ?? ''} |`),
    '',
    ...bad.flatMap(({ name: run, failed, broken }) => [
      `${run}: ${broken === undefined ? `${failed.length} failed` : `did not run: ${oneLine(broken)}`}`,
      ...failed.slice(0, 20).map((test) => `- ${oneLine(test)}`),
      '',
    ]),
    ...(uncounted.length === 0 ? [] : [`Not counted: ${uncounted.join(', ')}`, '']),
    ...(mutants?.trouble ?? []).map((one) => `- no mutants of ${oneLine(one)}`),
    `${unreached.length} branches not reached; ten of them, drawn:`,
    '',
    ...drawn.map(({ path, line }) => `- ${path}:${line}`),
    '',
  ]
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 300)

const duration = (seconds: number): string =>
  seconds < 90 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`
