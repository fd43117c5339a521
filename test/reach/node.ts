/** Tests by node:test, counted by Istanbul's instrumenter. */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Random } from '../random.js'
import type { Coverage, Istanbul } from './coverage.js'
import { fromIstanbul } from './coverage.js'
import { readJson } from './jest.js'
import type { Part } from './parts.js'
import { preload, PRELOAD, unit } from './parts.js'
import type { Ran, Started, Suite } from './suite.js'
import { lastWords, start } from './suite.js'

export function nodeSuite(part: Part): Suite {
  const { root, folder, scope, tools } = part
  const cwd = join(root, folder)
  const isTypeScript = scope.some((path) => /\.[cm]?tsx?$/.test(path))

  function node(tests: readonly string[], env: Readonly<Record<string, string>>): Started {
    const loader = isTypeScript ? ['--import', 'tsx'] : []
    return start(['node', ...loader, '--test', '--test-reporter=tap', ...tests], cwd, env)
  }

  return {
    runner: 'node',
    folder,
    scope,
    /** The order of tests in a file is as it is written: files are shuffled. */
    run(tests, { env, seed, shift = 0 }) {
      const paths = tests.map((path) => unit(folder, path))
      const order = seed === undefined ? paths : new Random(seed).some(paths, paths.length)
      return fromTap(
        node(order, { NODE_OPTIONS: preload(shift).join(' '), REACH_SHIFT: String(shift), ...env }),
      )
    },
    cover() {
      const counts = mkdtempSync(join(tmpdir(), 'measured-'))
      const absolute = scope.map((path) => join(root, path))
      const env = { REACH_TOOLS: tools, REACH_COUNTS: counts, REACH_SCOPE: JSON.stringify(absolute) }
      const ran = node([], {
        ...env,
        NODE_OPTIONS: `--require ${JSON.stringify(join(PRELOAD, 'count.cjs'))}`,
      })
      return counted(counts, scope, root, env, ran)
    },
  }
}

/** What all processes saw together, and at nought what none of them loaded. */
function counted(
  folder: string,
  scope: readonly string[],
  root: string,
  env: Readonly<Record<string, string>>,
  ran: Started,
): Coverage {
  const from = createRequire(join(env.REACH_TOOLS ?? '', 'x.js'))
  const { createCoverageMap } = from('istanbul-lib-coverage') as {
    readonly createCoverageMap: () => { readonly merge: (one: unknown) => void }
  }
  const map = createCoverageMap()
  Object.assign(process.env, env)
  const { uncounted } = createRequire(import.meta.url)(join(PRELOAD, 'instrumented.cjs')) as {
    readonly uncounted: (text: string, path: string) => unknown
  }
  for (const path of scope) {
    const file = join(root, path)
    map.merge({ [file]: uncounted(readFileSync(file, 'utf8'), file) })
  }
  for (const name of readdirSync(folder)) map.merge(readJson(join(folder, name)))
  const files = Object.entries(JSON.parse(JSON.stringify(map)) as Readonly<Record<string, Istanbul>>)
  if (files.length === 0) throw new Error(`nothing was measured: ${lastWords(ran)}`)
  return new Map(files.map(([path, one]) => [path.slice(root.length + 1), fromIstanbul(one)]))
}

/** Each line `ok` or `not ok` of what holds no tests of its own. */
export function fromTap(ran: Started): Ran {
  const failed: string[] = []
  let passed = 0
  let deepest = 0
  for (const line of ran.output.split('\n')) {
    const [, indent = '', not, name = ''] = /^( *)(not )?ok \d+ - (.*)$/.exec(line) ?? []
    if (!/^ *(?:not )?ok /.test(line)) continue
    // Of what has tests of its own, theirs come first, further in.
    const isHolder = indent.length < deepest
    deepest = indent.length
    if (isHolder) continue
    if (not === undefined) passed++
    else failed.push(name)
  }
  return passed + failed.length === 0 ? { passed, failed, broken: lastWords(ran) } : { passed, failed }
}
