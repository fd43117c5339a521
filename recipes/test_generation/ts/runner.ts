/** Runs a test file by the repository's own runner, in an experiment, and tells what came of each test. */
import type { Finding } from '../../../lib/core/recipe.js'
import type { Bench } from './bench.js'
import { onceCommand, orderOf, stayingCommand } from './launch.js'
import { SEEN } from './probe.js'
import type { Seen } from './seen.js'
import type { Result } from './verdicts.js'
import { fromAnswer, fromTap, lastWords } from './verdicts.js'

type Env = Readonly<Record<string, string>>

/** Milliseconds for one run of a file. */
const PATIENCE = 60_000

const inPackage = (folder: string, path: string): string =>
  folder === '' ? path : path.slice(folder.length + 1)

/**
 * A time zone can be given to a runner that stays; a language cannot, so there is one for each. They stay until `endRunners`.
 */
async function runIn(
  bench: Bench,
  text: string,
  env: Env,
  over: ReadonlyMap<string, string> = new Map(),
): Promise<Finding> {
  const { dialect, folder, look, testFile } = bench
  const own = inPackage(folder, testFile)
  const staying = stayingCommand(bench)
  const given = { TZ: 'UTC', NODE_ENV: 'test', ...env }
  return await look.experiment({
    command: staying ?? onceCommand(bench, own),
    cwd: folder === '' ? '.' : folder,
    files: new Map([[testFile, text], ...over]),
    wanted: [folder === '' ? SEEN : `${folder}/${SEEN}`],
    timeout: PATIENCE,
    memory: 2048,
    env: given,
    ...(staying === undefined
      ? {}
      : {
          sitting: {
            of: testFile,
            as: `${dialect.runner}-${env.LANG ?? 'here'}`,
            message: JSON.stringify(orderOf(bench, own, given)),
          },
        }),
  })
}

/** Has the runners go that stay. */
export async function endRunners({ look, testFile }: Bench): Promise<void> {
  await look.experiment({ command: [], timeout: PATIENCE, sitting: { of: testFile, isOver: true } })
}

export interface Observation {
  readonly seen: readonly Seen[]
  /** What the runner said where nothing was seen. */
  readonly broken?: string
}

export async function observe(bench: Bench, text: string, env: Env = {}): Promise<Observation> {
  const found = await runIn(bench, text, env)
  const seen = linesOf(found) as readonly Seen[]
  if (seen.length > 0) return { seen }
  return { seen, broken: bench.dialect.runner === 'node' ? lastWords(found) : wordsOf(found) }
}

const wordsOf = (found: Finding): string => {
  const { broken } = fromAnswer(found)
  return broken ?? lastWords(found)
}

/** Lines of JSON that a text wrote about something else than candidates; `over`: other files in the place of those that are there. */
export async function discover(
  bench: Bench,
  text: string,
  over?: ReadonlyMap<string, string>,
): Promise<readonly unknown[]> {
  return linesOf(await runIn(bench, text, {}, over))
}

/** What a probe wrote down, as far as it came. */
const linesOf = ({ files }: Finding): readonly unknown[] =>
  [...files.values()]
    .join('')
    .split('\n')
    .flatMap((line): unknown[] => (line.endsWith('}') ? [JSON.parse(line)] : []))

export async function runTests(bench: Bench, text: string, env: Env = {}): Promise<Result> {
  const found = await runIn(bench, text, env)
  return bench.dialect.runner === 'node'
    ? fromTap(found, inPackage(bench.folder, bench.testFile))
    : fromAnswer(found)
}
