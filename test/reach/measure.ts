/** All that is measured of one part once its tests are written. */
import { Random } from '../random.js'
import { assertsIn } from './asserts.js'
import type { Coverage } from './coverage.js'
import { figure, inScope, unreached } from './coverage.js'
import type { UnitMade } from './made.js'
import { mutantsOf } from './mutants.js'
import type { Options } from './options.js'
import type { Part } from './parts.js'
import type { PartResult } from './report.js'
import type { Suite } from './suite.js'
import { circumstances } from './suite.js'

export interface Subject {
  readonly part: Part
  readonly suite: Suite
  /** By the repository's own tests; empty where there are none. */
  readonly before: Coverage
  readonly units: readonly UnitMade[]
  readonly options: Options
  readonly say: (line: string) => void
}

const DRAWN = 10

export function measure({ part, suite, before, units, options, say }: Subject): PartResult {
  const { runner, folder, scope } = part
  const name = folder === '' ? runner : `${folder} (${runner})`
  const written = units.filter(({ target, isWritten }) => isWritten && scope.includes(target))
  const files = written.map(({ testFile }) => testFile)
  const after = suite.cover()
  const then = inScope(before, after)
  say(`${name}: covered`)
  const checks = (options.hasChecks && files.length > 0 ? circumstances(options.seed) : []).map((under) => {
    const ran = suite.run(files, under)
    say(
      `${name}: ${under.name}: ${ran.passed} passed, ${ran.failed.length} failed${ran.broken === undefined ? '' : ', broken'}`,
    )
    return { name: under.name, ...ran }
  })
  const missed = unreached(after, 'branches')
  const wanted = { part, units: written, coverage: after, minutes: options.mutants, seed: options.seed, say }
  return {
    name,
    files: scope.length,
    uncounted: scope.filter((path) => !after.has(path)),
    statements: { before: figure(then, 'statements'), after: figure(after, 'statements') },
    branches: { before: figure(then, 'branches'), after: figure(after, 'branches') },
    tests: assertsIn(part.root, files),
    checks,
    ...(options.mutants > 0 && written.length > 0 ? { mutants: mutantsOf(wanted) } : {}),
    unreached: missed,
    drawn: new Random(options.seed).some(missed, DRAWN),
  }
}
