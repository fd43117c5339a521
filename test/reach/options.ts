/** The words that the measurement is asked with. */
import { parseArgs } from 'node:util'

export interface Options {
  readonly repository: string
  readonly isStripped: boolean
  /** Targets of tasks that are run; absent: all. */
  readonly only?: string
  /** Suites that cannot run here, as a regular expression over paths of tests. */
  readonly exclude?: string
  /** Told to run by node:test, whatever its script says. */
  readonly isByNode: boolean
  /** More source files, as patterns from the repository; absent: as it is laid out. */
  readonly scope: readonly string[]
  /** Where copy and results go. */
  readonly out: string
  /** Where programs that measure are installed. */
  readonly tools: string
  /** Minutes for mutants; 0: none are tried. */
  readonly mutants: number
  readonly hasChecks: boolean
  readonly seed: number
}

export const HELP = `How far generated tests reach: measures \`test_generation\` on a copy of a repository

    npm run reach -- REPOSITORY [options]

The folder is copied, never changed; what it installs (node_modules) is copied too. \`init\` writes a roadmap there, all its
tasks of test generation are made, and the repository's own runner measures before and after, on a fixed scope: all source
files but types, tests and what is generated. A file that no test loads counts as nought.

    --strip            takes the repository's own tests away first
    --only GLOB        just the units whose source matches
    --exclude REGEXP   tests that cannot run here (those that need a database), by path
    --scope GLOB       the source files, instead of those of its source folders; may be given again
    --runner node      lets its package run tests by node:test
    --mutants MINUTES  how long mutants are tried; 10 where it is not said, 0 for none
    --no-checks        leaves out the runs elsewhere: three times, shuffled, zone, language, a year later
    --seed N           what is drawn, is drawn with it; 1 where it is not said
    --out FOLDER       where the copy, result.json and result.md go; given again, units that are fresh stay
    --tools FOLDER     where what measures is installed: npm install istanbul-lib-instrument istanbul-lib-coverage
                       @stryker-mutator/core @stryker-mutator/jest-runner @stryker-mutator/vitest-runner;
                       pip install --target FOLDER/python coverage
`

/** Undefined where help is wanted, or the words make no sense. */
export function optionsOf(words: readonly string[], temporary: string): Options | undefined {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      strip: { type: 'boolean', default: false },
      only: { type: 'string' },
      exclude: { type: 'string' },
      scope: { type: 'string', multiple: true, default: [] },
      runner: { type: 'string' },
      mutants: { type: 'string', default: '10' },
      'no-checks': { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
      tools: { type: 'string', default: `${temporary}/reach-tools` },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const [repository] = positionals
  if (values.help || repository === undefined) return undefined
  const name = repository.replace(/\/+$/, '').split('/').at(-1) ?? 'repository'
  return {
    repository,
    isStripped: values.strip,
    ...(values.only === undefined ? {} : { only: values.only }),
    ...(values.exclude === undefined ? {} : { exclude: values.exclude }),
    isByNode: values.runner === 'node',
    scope: values.scope,
    out: values.out ?? `${temporary}/reach-${name}${values.strip ? '-stripped' : ''}`,
    tools: values.tools,
    mutants: Number(values.mutants),
    hasChecks: !values['no-checks'],
    seed: Number(values.seed),
  }
}
