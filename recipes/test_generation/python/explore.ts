/** What a module of Python does, tried out by Python itself in a copy of the project. */
import type { Finding, Measured, Reader } from '../../../lib/core/recipe.js'
import { Refusal } from '../../../lib/core/recipe.js'
import { Untestable } from '../untestable.js'
import type { Bench } from './bench.js'
import { fromFolder, inFolder } from './bench.js'
import type { Tried } from './tried.js'

export interface Explored {
  /** The tests that are worth keeping; they hold elsewhere, too. */
  readonly tests: readonly Tried[]
  /** What could not be tried, and why. */
  readonly closed: readonly string[]
  /** Files of the project that were imported, from the folder that imports start in. */
  readonly reads: readonly string[]
  /** How many calls had something to say. */
  readonly tried: number
  readonly measured: Omit<Measured, 'compared'>
}

/** The explorer is a package of its own, laid beside the project's. */
const PACKAGE = 'orchestrate_explorer'
const MODULES = [
  '__init__',
  '__main__',
  'around',
  'bodies',
  'cage',
  'choosing',
  'elsewhere',
  'examples',
  'following',
  'measuring',
  'mutants',
  'objects',
  'replay',
  'running',
  'samples',
  'search',
  'shapes',
  'shim',
  'subjects',
  'told',
  'unit',
  'value',
  'web',
  'words',
]
const OUT = '.orchestrate-explored.json'

/** A call is reckoned at so many milliseconds: the budget says how many there are, whatever the machine is at. */
const CALL_MS = 25

/** A busy machine is given so many times the budget. */
const PATIENCE = 5

export async function explored(
  target: string,
  { root, module, width }: Bench,
  budget: number,
  look: Reader,
): Promise<Explored> {
  const out = inFolder(root, OUT)
  const calls = Math.round(budget / CALL_MS)
  const seconds = Math.round((budget * PATIENCE) / 1000)
  const found = await look.experiment({
    command: [
      'python3',
      '-m',
      PACKAGE,
      'explore',
      module,
      fromFolder(root, target),
      ...[calls, seconds, width].map(String),
      OUT,
    ],
    cwd: root === '' ? '.' : root,
    files: await explorer(root, look),
    wanted: [out],
    timeout: budget * PATIENCE,
    env: { TZ: 'UTC' },
  })
  const text = found.files.get(out)
  const [, absent] = /ModuleNotFoundError: No module named '([\w.]+)'/.exec(found.output) ?? []
  if (text === undefined && absent !== undefined)
    throw new Untestable(`\`${target}\` cannot be imported without \`${absent}\`: install it`)
  if (text === undefined) throw new Refusal(`\`${target}\` cannot be tried out: ${lastLine(found)}`)
  const answer = JSON.parse(text) as Explored
  for (const path of answer.reads) look.digest(inFolder(root, path))
  return answer
}

async function explorer(root: string, look: Reader): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  for (const name of MODULES)
    files.set(
      inFolder(root, `${PACKAGE}/${name}.py`),
      await look.render(`test_generation/python/${name}.py`, {}),
    )
  return files
}

/** What a run that did not work says at its end. */
export function lastLine({ kind, output }: Finding): string {
  if (kind === 'timed-out') return 'it took too long'
  const lines = output.trim().split('\n')
  const error = lines.findLast((line) => /^E? *[\w.]*(?:Error|Exception): /.test(line))
  return (error ?? lines.at(-1) ?? 'it said nothing').replace(/^E? */, '')
}
