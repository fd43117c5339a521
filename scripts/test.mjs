/** Runs the tests: all of them, or the files that are named. `--soak` plays the laws at full length. */
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'

const words = process.argv.slice(2)
const isSoak = words.includes('--soak')
const named = words.filter((word) => word !== '--soak')
const files =
  named.length > 0
    ? named
    : readdirSync('test', { recursive: true })
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => `test/${name}`)
        .sort()

const env = { ...process.env }
env.LAW_STORIES ??= isSoak ? '2000' : '250'

const options = ['--import', 'tsx', '--test', '--test-concurrency=2', '--test-reporter=spec']
const child = spawn(process.execPath, [...options, ...files], { stdio: 'inherit', env })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => {
  process.exitCode = code ?? 1
})
