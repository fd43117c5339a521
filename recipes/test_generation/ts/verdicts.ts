/** What a runner said of the tests of a file, and its words for people. */
import type { Finding } from '../../../lib/core/recipe.js'
import type { Bench } from './bench.js'

export interface Result {
  /** Which tests failed, by their order in the file. */
  readonly failed: readonly number[]
  readonly passed: number
  /** It could not be run at all, or not compiled: what the runner said. */
  readonly broken?: string
  /** No test failed, and the run did: something went wrong between tests or after them. */
  readonly late?: string
}

interface Answer {
  readonly testResults?: readonly {
    readonly message?: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
  readonly broken?: string
  readonly late: readonly string[]
}

/** Of a runner that stays. */
export function fromAnswer(found: Finding): Result {
  if (found.answer === undefined) return { failed: [], passed: 0, broken: lastWords(found) }
  const { testResults = [], broken, late } = JSON.parse(found.answer) as Answer
  const all = testResults.flatMap(({ assertionResults }) => assertionResults)
  const failed = all.flatMap(({ status }, i) => (status === 'failed' ? [i] : []))
  const passed = all.filter(({ status }) => status === 'passed').length
  if (broken !== undefined || all.length === 0) {
    const said = broken ?? testResults.map(({ message }) => message ?? '').join('\n')
    return { failed, passed, broken: said === '' ? lastWords(found) : said }
  }
  // What a test sets off may go wrong when it is long over.
  return late.length === 0 || failed.length > 0
    ? { failed, passed }
    : { failed, passed, late: late.join('\n') }
}

/** What has tests of its own is a block, and its result comes after theirs; that of the file may stand alone. */
export function fromTap(found: Finding, file: string): Result {
  const failed: number[] = []
  let count = 0
  let isLeaf = false
  for (const line of found.output.split('\n')) {
    const [, name] = /^ *# Subtest: (.*)$/.exec(line) ?? []
    if (name !== undefined) isLeaf = !name.endsWith(file)
    const [whole, not] = /^ *(not )?ok \d+ - /.exec(line) ?? []
    if (whole === undefined) continue
    if (isLeaf) {
      if (not !== undefined) failed.push(count)
      count++
    }
    isLeaf = false
  }
  const passed = count - failed.length
  if (count === 0 && found.code !== 0) return { failed, passed, broken: found.output.slice(-2000) }
  const isClean =
    found.kind === 'exited' && found.code === 0 && !found.output.includes('activity after the test ended')
  return isClean || failed.length > 0 ? { failed, passed } : { failed, passed, late: lastWords(found) }
}

export const lastWords = ({ kind, output }: Finding): string =>
  kind === 'timed-out'
    ? 'it took too long'
    : kind === 'killed'
      ? 'it took too much memory'
      : output.trim().slice(-3000)

/** What could not be run, with what would help where a package is missing. */
export function unable(text: string, { installed, install, dialect, flags }: Bench): string {
  const [, from = ''] = /Cannot find (?:module|package) '([^'./][^']*)'/.exec(text) ?? []
  const name = (from.startsWith('@') ? from.split('/').slice(0, 2) : from.split('/').slice(0, 1)).join('/')
  const isWanted = [...installed, dialect.runner, ...flags].includes(name)
  return isWanted
    ? `: \`${name}\` is not installed: run \`${install}\` (or name the task that installs among \`depends_on\`)`
    : `: ${firstWords(text)}`
}

/** What a runner says first, without its frames and headings. */
export function firstWords(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.trim().replace(/^# /, ''))
    .filter(
      (line) => line !== '' && !/^(●|at |FAIL|>|\^|throw |node:internal|Subtest|(not )?ok \d)/.test(line),
    )
  const start = Math.max(
    0,
    lines.findIndex((line) => /^\w*Error\b.*:/.test(line)),
  )
  return lines
    .slice(start, start + 3)
    .join(' ')
    .slice(0, 400)
}
