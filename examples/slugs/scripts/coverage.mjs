/** Runs the compiled tests with node's own coverage, and writes coverage/coverage-summary.json as Istanbul would. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

const LCOV = 'coverage/lcov.info'
const COUNTED = { lines: ['LF', 'LH'], functions: ['FNF', 'FNH'], branches: ['BRF', 'BRH'] }

rmSync('coverage', { recursive: true, force: true })
mkdirSync('coverage')
const reporters = ['--test-reporter=dot', '--test-reporter-destination=stdout', '--test-reporter=lcov']
const options = [
  '--test',
  '--experimental-test-coverage',
  ...reporters,
  `--test-reporter-destination=${LCOV}`,
]
const tests = readdirSync('dist/test').map((name) => `dist/test/${name}`)
const { status } = spawnSync(process.execPath, [...options, ...tests], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)

const records = readFileSync(LCOV, 'utf8')
  .split('end_of_record')
  .filter((record) => /^SF:.*dist\/src\//m.test(record))
const total = {}
for (const [measure, [found, hit]] of Object.entries(COUNTED)) {
  const [all, covered] = [sum(found), sum(hit)]
  total[measure] = { total: all, covered, skipped: 0, pct: all === 0 ? 100 : (100 * covered) / all }
}
writeFileSync('coverage/coverage-summary.json', `${JSON.stringify({ total }, null, 2)}\n`)

function sum(key) {
  return records.reduce(
    (all, record) => all + Number(new RegExp(`^${key}:(\\d+)`, 'm').exec(record)?.[1] ?? 0),
    0,
  )
}
