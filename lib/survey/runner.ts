/** Which program runs the tests of a package, by which command, and how that measures coverage. */
import type { Look } from './look.js'
import { inFolder } from './look.js'
import type { Package } from './packages.js'
import { entriesOf, jsonOf } from './values.js'

export type RunnerName = 'jest' | 'vitest' | 'mocha' | 'ava' | 'tap' | 'node'

export interface Runner {
  readonly name: RunnerName
  /** From the project; the package.json where it is configured there; absent: nowhere. */
  readonly config?: string
  /** At the end of the names of tests, where its settings take no other: `.spec`. */
  readonly suffix?: string
  /** Runs all tests once, in the package's folder. */
  readonly test: string
  /** Absent: nothing is installed that measures it. */
  readonly coverage?: Coverage
  readonly isTypeScript: boolean
  /** Its tests are written as ES modules. */
  readonly isModule: boolean
}

export interface Coverage {
  /** Runs all tests and writes the report, in the package's folder. */
  readonly run: string
  /** An Istanbul `json-summary`, from the package's folder. */
  readonly report: string
}

const CONFIGS: Readonly<Record<RunnerName, readonly string[]>> = {
  jest: ['jest.config.{js,cjs,mjs,ts,cts,mts,json}'],
  vitest: ['vitest.config.{ts,mts,cts,js,mjs,cjs}', 'vite.config.{ts,mts,cts,js,mjs,cjs}'],
  mocha: ['.mocharc.{js,cjs,mjs,json,jsonc,yml,yaml}'],
  ava: ['ava.config.{js,cjs,mjs}'],
  tap: ['.taprc'],
  node: [],
}

/** Where two are at hand, the one that the script `test` names; undefined where nothing runs tests. */
export function runnerOf(look: Look, pack: Package): Runner | undefined {
  const name = nameOf(pack)
  if (name === undefined) return undefined
  const config = configOf(look, pack, name)
  const test = testCommand(pack, name)
  const coverage = coverageOf(pack, name, test)
  const isTypeScript =
    pack.dependencies.has('typescript') || look.list([inFolder(pack.folder, 'tsconfig*.json')]).length > 0
  return {
    name,
    ...(config === undefined ? {} : { config }),
    ...(takesSpecsAlone(look, config) ? { suffix: '.spec' } : {}),
    test: test.command,
    ...(coverage === undefined ? {} : { coverage }),
    isTypeScript,
    isModule: pack.isModule || isTypeScript || name === 'vitest',
  }
}

const NAMES = ['vitest', 'jest', 'mocha', 'ava', 'tap'] as const

function nameOf({ scripts, dependencies }: Package): RunnerName | undefined {
  const script = reached('test', scripts)
  const byScript = NAMES.find((name) => runs(name).test(script))
  if (byScript !== undefined) return byScript
  if (runs('node').test(script)) return 'node'
  return NAMES.find((name) => dependencies.has(name))
}

/** A word of a command line, not a part of a path's name: `npx jest`, `node_modules/.bin/jest`, never `jest.config.js`. */
function runs(name: RunnerName): RegExp {
  if (name === 'node') return /\b(?:node|tsx|ts-node)\s[^&|;]*--test\b/
  return new RegExp(`(?:^|[\\s/;&|])(?:${name})(?:\\.js)?(?=$|[\\s;&|])`)
}

/** A script, and the scripts that it runs, each in its place. */
function reached(script: string, scripts: ReadonlyMap<string, string>, seen: readonly string[] = []): string {
  if (seen.includes(script)) return ''
  const line = scripts.get(script) ?? ''
  return line.replace(
    /\b(?:npm|pnpm|yarn|bun)(?: run)? ([\w:.-]+)|\brun-[sp] ([\w:.-]+)/g,
    (whole, one: string | undefined, other: string | undefined) => {
      const name = one ?? other ?? ''
      return scripts.has(name) ? reached(name, scripts, [...seen, script]) : whole
    },
  )
}

function configOf(look: Look, { folder }: Package, name: RunnerName): string | undefined {
  const [file] = look.list(CONFIGS[name].map((pattern) => inFolder(folder, pattern)))
  if (file !== undefined) return file
  const manifest = inFolder(folder, 'package.json')
  return entriesOf(jsonOf(look.text(manifest))).has(name) ? manifest : undefined
}

/** By the patterns for names that its settings state. */
function takesSpecsAlone(look: Look, config: string | undefined): boolean {
  const text = config === undefined ? '' : (look.text(config) ?? '')
  const patterns = [...text.matchAll(/\b(?:testRegex|testMatch|include)\b["']?\s*:\s*(\[[^\]]*\]|[^\n]+)/g)]
  const all = patterns.map(([, pattern = '']) => pattern).join(' ')
  return /\bspec\b/.test(all) && !/[.(|{,_-]tests?\b/.test(all)
}

interface TestCommand {
  readonly command: string
  /** Whether flags at its end reach the runner. */
  readonly takesFlags: boolean
}

/** The script `test` where it runs once and is not the one that `npm init` writes; else the runner itself. */
function testCommand({ scripts, manager }: Package, name: RunnerName): TestCommand {
  const line = scripts.get('test')
  const whole = reached('test', scripts)
  if (line !== undefined && runs(name).test(whole) && isOnce(whole, name)) {
    const last = line.split(/&&|\|\||;/).at(-1) ?? ''
    return { command: `${manager.run} test`, takesFlags: runs(name).test(last) }
  }
  const direct = name === 'node' ? 'node --test' : `${manager.exec} ${name}${name === 'vitest' ? ' run' : ''}`
  return { command: direct, takesFlags: true }
}

/** Does it end by itself? Of vitest only where it is told so: `CI` is not always set. */
function isOnce(line: string, name: RunnerName): boolean {
  if (/--watch(?:All)?(?!\S)|--watch(?:All)?=true|(?:^|\s)-w\b|--ui\b/.test(line)) return false
  return name !== 'vitest' || /\bvitest\s+(?:run|related|bench)\b|--run\b|--no-watch|--watch=false/.test(line)
}

const ISTANBUL = 'coverage/coverage-summary.json'

function coverageOf(pack: Package, name: RunnerName, test: TestCommand): Coverage | undefined {
  const { manager, dependencies } = pack
  const direct = `${manager.exec} ${name}${name === 'vitest' ? ' run' : ''}`
  const flagged = (flags: string): Coverage => ({
    run: test.takesFlags
      ? `${test.command}${test.command.startsWith(manager.run + ' ') ? manager.pass : ''} ${flags}`
      : `${direct} ${flags}`,
    report: ISTANBUL,
  })
  if (name === 'jest')
    return flagged('--coverage --coverageReporters=json-summary --coverageDirectory=coverage')
  if (name === 'vitest')
    return dependencies.has('@vitest/coverage-v8') || dependencies.has('@vitest/coverage-istanbul')
      ? flagged('--coverage.enabled --coverage.reporter=json-summary --coverage.reportsDirectory=coverage')
      : undefined
  const tool = (['c8', 'nyc'] as const).find((one) => dependencies.has(one))
  if (tool === undefined) return undefined
  const { env, run } = measuredAlready(reached('test', pack.scripts), manager.exec, name) ?? {
    env: '',
    run: test.command,
  }
  return {
    run: `${env}${manager.exec} ${tool} --reporter=json-summary --report-dir=coverage ${run}`,
    report: ISTANBUL,
  }
}

/** What a script runs that measures already, without that: the runner with its own flags. */
function measuredAlready(
  script: string,
  exec: string,
  name: RunnerName,
): { readonly env: string; readonly run: string } | undefined {
  if (!/\b(?:c8|nyc)\b/.test(script)) return undefined
  const by = name === 'node' ? '' : `${exec} `
  const [, env = '', line = ''] = /^\s*((?:\w+=\S+\s+)*)(?:c8|nyc)\b(.*)$/.exec(script) ?? []
  const [, own = ''] = new RegExp(`\\s(${name}\\b.*)$`).exec(line) ?? []
  const isPlain = own !== '' && !/[&|;]/.test(own)
  return isPlain ? { env, run: by + own } : { env: '', run: name === 'node' ? 'node --test' : by + name }
}
