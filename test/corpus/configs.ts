/** Jest and Vitest configurations in every form that people write, and those of the corpus: edited, loaded and looked at. */
import { posix } from 'node:path'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import jsonc from 'jsonc-parser'
import picomatch from 'picomatch'
import { loaded } from '../recipes/config_edit/scripts.js'
import { differenceOutside } from './outside.js'
import { propertiesOf } from './properties.js'
import type { Tally } from './tally.js'
import { styleOf } from './tidiness.js'
import type { Deed, Outside, Subject } from './trial.js'
import { tryOut } from './trial.js'
import { own } from './own_configs.js'
import type { Given } from './given_configs.js'
import { loadedAt } from './given_configs.js'

const CORPUS = new URL('../../../shared/corpus/jest-dev/', import.meta.url)

const real: readonly Subject[] = existsSync(CORPUS)
  ? readdirSync(CORPUS)
      .filter((name) => name !== 'index.json')
      .map((name) => ({
        name,
        target: name.endsWith('package.json') ? 'package.json' : 'jest.config.json',
        text: readFileSync(new URL(name, CORPUS), 'utf8'),
      }))
  : []

export const configs: readonly Subject[] = [...own, ...real]

const FIGURES = Object.fromEntries(
  ['statements', 'branches', 'functions', 'lines'].map((metric) => [metric, { total: 10, covered: 6 }]),
)
/** `root`: where the paths of a configuration begin. */
const filesBelow = (root: string): Readonly<Record<string, string>> => ({
  ...(root === '' ? {} : { [`${root}/package.json`]: '{}' }),
  [posix.join(root, 'src/services/user.ts')]: '',
  [posix.join(root, 'src/services/user.spec.ts')]: '',
  'coverage/coverage-summary.json': JSON.stringify({
    total: {},
    [posix.join('/ci', root, 'src/services/user.ts')]: FIGURES,
  }),
})

const isGiven = (subject: Subject): subject is Given => 'file' in subject

type Value = Readonly<Record<string, unknown>>

/** Where the runner's own settings are. */
const partOf = ({ target }: Subject): string =>
  target === 'package.json' ? 'jest.' : target.startsWith('vit') ? 'test.' : ''

function deedsFor(subject: Subject): readonly Deed[] {
  const part = partOf(subject)
  const files = filesBelow(isGiven(subject) ? subject.root : '')
  const deed = (name: string, raw: Value): Deed => ({ name, raw, files, isSound: false })
  const edit = (name: string, one: Value): Deed => deed(name, { edits: [one] })
  return [
    deed('expand_coverage_collection', { action: 'expand_coverage_collection' }),
    deed('add_directory_thresholds', {
      action: 'add_directory_thresholds',
      with: { report: 'coverage/coverage-summary.json' },
    }),
    edit('set: a number', { set: `${part}testTimeout`, value: 12000 }),
    edit('set: a text', { set: `${part}displayName`, value: 'it\'s "node"' }),
    edit('set: a map', { set: `${part}globals`, value: { 'a-b': { c: [1, null, 'x'] } } }),
    edit('append: to a list', { append: `${part}reporters`, value: ['default', { summaryThreshold: 5 }] }),
    edit('remove: a key', { remove: `${part}verbose` }),
  ]
}

/** Each law of a workflow, and that the configuration which is loaded has changed where it was meant to. */
export async function tryConfigs(
  subjects: readonly Subject[],
  tally: Tally,
  isTidied = false,
): Promise<void> {
  for (const subject of subjects) {
    const style = isTidied ? await styleOf(subject.target, subject.text) : undefined
    for (const deed of deedsFor(subject)) {
      const trial = await tryOut(subject, deed, outside, style)
      const isDone = trial.outcome === 'applied' || trial.outcome === 'nothing'
      const faults = isDone ? await loadedFaults(subject, deed, trial.before, trial.after) : []
      tally.add(deed.name, subject.name, { ...trial, broken: [...trial.broken, ...faults] })
    }
  }
}

const outside: Outside = (before, after, regions) =>
  differenceOutside(before, after, propertiesOf(before, after, regions), propertiesOf(after, before, regions))

async function loadedFaults(
  subject: Subject,
  { name, raw }: Deed,
  before: string,
  after: string,
): Promise<string[]> {
  const was = await load(subject, before)
  let is: Value
  try {
    is = await load(subject, after)
  } catch (error) {
    return [`it can be loaded no more: ${String(error)}`]
  }
  // The files of a given one lie where its paths begin.
  const fromRoot = ({ rootDir, ...rest }: Value): Value => (isGiven(subject) ? rest : { rootDir, ...rest })
  const part = partOf(subject).replace('.', '')
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])]
  const changed = keys.filter((key) => !isDeepStrictEqual(was[key], is[key]))
  const mayChange =
    part === '' ? Object.keys(CHANGES).flatMap((one) => (name === one ? (CHANGES[one] ?? []) : [])) : [part]
  return [
    ...changed
      .filter((key) => !mayChange.includes(key))
      .map((key) => `\`${key}\` is another one when it is loaded`),
    ...wantedFaults(part === '' ? fromRoot(is) : objectIn(is[part]), name, raw),
  ]
}

const CHANGES: Readonly<Record<string, readonly string[]>> = {
  expand_coverage_collection: ['collectCoverageFrom', 'coveragePathIgnorePatterns'],
  add_directory_thresholds: ['coverageThreshold'],
  'set: a number': ['testTimeout'],
  'set: a text': ['displayName'],
  'set: a map': ['globals'],
  'append: to a list': ['reporters'],
  'remove: a key': ['verbose'],
}

const objectIn = (value: unknown): Value => Object(value) as Value

async function load(subject: Subject, text: string): Promise<Value> {
  if (isGiven(subject)) return { ...(await loadedAt(subject.file, text)) }
  const { target } = subject
  const bare = text.replace(/^\uFEFF/, '')
  return objectIn(/\.jsonc?$/.test(target) ? jsonc.parse(bare) : await loaded(bare))
}

/** What was wanted of the loaded configuration. */
function wantedFaults(config: Value, name: string, raw: Value): string[] {
  if (name === 'expand_coverage_collection') return collectionFaults(config)
  if (name === 'add_directory_thresholds') {
    const thresholds = JSON.stringify(config.coverageThreshold ?? objectIn(config.coverage).thresholds ?? {})
    return thresholds.includes('src/services') && /"(?:lines|statements)":5\d/.test(thresholds)
      ? []
      : ['no threshold for `src/services`']
  }
  const [edit] = (raw.edits ?? []) as readonly Value[]
  const path = Object.entries(edit ?? {}).find(([key]) => key !== 'value')?.[1]
  const there = config[String(path).split('.').at(-1) ?? '']
  if (name.startsWith('remove')) return there === undefined ? [] : ['it is still there']
  if (name.startsWith('append'))
    return Array.isArray(there) && isDeepStrictEqual(there.at(-1), edit?.value) ? [] : ['it is not the last']
  return isDeepStrictEqual(there, edit?.value) ? [] : ['it is not as it was set']
}

/** As Jest reads them: a later glob counts more, and one with `!` takes away. */
function collectionFaults(config: Value): string[] {
  const coverage = objectIn(config.coverage)
  const excluded = textsIn(coverage.exclude).map((glob) => `!${glob}`)
  const globs = [...textsIn(config.collectCoverageFrom ?? coverage.include), ...excluded]
  const root = `${typeof config.rootDir === 'string' ? config.rootDir : '.'}/`.replace(/^(?:\.\/)+/, '')
  const isCollected = (path: string): boolean =>
    globs.reduce((isIn, glob) => {
      const pattern = glob.replace(/^!/, '').replace(/^(?:<rootDir>\/|\.\/)/, '')
      return picomatch.isMatch(path.slice(root.length), pattern) ? !glob.startsWith('!') : isIn
    }, false)
  return [
    ...(isCollected('src/services/user.ts')
      ? []
      : [`\`src/services/user.ts\` is not collected: ${globs.join(' ')}`]),
    ...(isCollected('src/services/user.spec.ts') ? [`its test is collected from: ${globs.join(' ')}`] : []),
  ]
}

const textsIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
