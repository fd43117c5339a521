/**
 * How fast: measures the built program against the bars of the README, in pairs on one machine.
 *
 *     npm run bench -- [--quick] [--only WORD]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rows } from './rows.mjs'

const quick = process.argv.includes('--quick')
const only = process.argv[process.argv.indexOf('--only') + 1]
const wanted = Object.entries(rows).filter(
  ([name]) => !process.argv.includes('--only') || name.includes(only),
)
const where = mkdtempSync(join(tmpdir(), 'bench-'))
const options = { quick, rounds: quick ? 3 : 11 }
const results = []

const LEFT = 58
print('what', 'bar', 'figure', '')
try {
  for (const [name, measure] of wanted) {
    if (quick && name === 'tenThousand') continue
    for (const result of measure(where, options)) {
      results.push({ ...result, verdict: verdictOf(result) })
      show(results.at(-1))
    }
  }
} finally {
  rmSync(where, { recursive: true, force: true })
}
const machine = {
  node: process.version,
  cpus: cpus().length,
  load: loadavg().map((one) => Number(one.toFixed(1))),
}
writeFileSync(
  fileURLToPath(new URL('./results.json', import.meta.url)),
  `${JSON.stringify({ machine, rounds: options.rounds, results }, null, 2)}\n`,
)
process.stdout.write(`\nnode ${machine.node}, ${machine.cpus} processors, load ${machine.load.join(' ')}\n`)
if (quick) process.stdout.write('10,000 tasks are left out of a quick run\n')

function verdictOf({ figure, bar, atLeast, skipped }) {
  if (skipped !== undefined) return 'skipped'
  if (bar === Infinity) return ''
  return (atLeast ? figure >= bar : figure <= bar) ? 'right' : 'missed'
}

function show({ what, bar, unit, figure, atLeast, skipped, verdict }) {
  const number = skipped ?? `${rounded(figure)} ${unit}`
  print(what, bar === Infinity ? '' : `${atLeast ? '≥' : '≤'} ${bar}`, number, verdict)
}

function rounded(figure) {
  return figure >= 100 ? figure.toFixed(0) : figure >= 10 ? figure.toFixed(1) : figure.toPrecision(2)
}

function print(what, bar, figure, verdict) {
  process.stdout.write(`${what.padEnd(LEFT)} ${bar.padStart(8)} ${figure.padStart(12)}  ${verdict}\n`)
}
