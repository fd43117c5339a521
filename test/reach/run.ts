/** How far generated tests reach: `npm run reach -- REPOSITORY`, see --help. */
import { writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { checkout, runByNode, strip } from './checkout.js'
import type { Coverage, FileCoverage } from './coverage.js'
import { jestSuite, readJson } from './jest.js'
import { make, unitsOf } from './made.js'
import { measure } from './measure.js'
import { nodeSuite } from './node.js'
import { HELP, optionsOf } from './options.js'
import type { Part } from './parts.js'
import { partsOf } from './parts.js'
import { pytestSuite } from './pytest.js'
import type { Result } from './report.js'
import { markdown } from './report.js'
import type { Suite } from './suite.js'
import { vitestSuite } from './vitest.js'

const started = Date.now()
const say = (line: string): void =>
  void process.stdout.write(`${String(Math.round((Date.now() - started) / 1000)).padStart(5)} s  ${line}\n`)

const options = optionsOf(process.argv.slice(2), tmpdir())
if (options === undefined) process.stdout.write(HELP)
else {
  const { root, isNew } = checkout(resolve(options.repository), resolve(options.out))
  if (options.isByNode && isNew) runByNode(root)
  if (options.isStripped && isNew) for (const { ownTests } of partsOf(root, options)) strip(root, ownTests)
  const before = partsOf(root, options)
  if (before.length === 0) throw new Error('no runner of ours runs tests there: see --runner')
  const first = before.map((part) => firstOf(part, options.out))
  say(`${before.length} parts, ${before.map(({ scope }) => scope.length).join(' and ')} files`)
  const made = await make(root, unitsOf(root, options.only), say)
  const parts = before.map((part, i) =>
    measure({ part, suite: suiteOf(part), before: first[i] ?? new Map(), units: made.units, options, say }),
  )
  const machine = `node ${process.version}, ${cpus().length} processors`
  const result: Result = {
    repository: options.repository,
    isStripped: options.isStripped,
    machine,
    parts,
    cost: made.cost,
    units: made.units,
  }
  writeFileSync(join(options.out, 'result.json'), `${JSON.stringify(result, null, 2)}\n`)
  writeFileSync(join(options.out, 'result.md'), markdown(result))
  process.stdout.write(`\n${markdown(result)}`)
}

/** What the repository's own tests reach, as it was before anything was made there. */
function firstOf(part: Part, out: string): Coverage {
  const kept = join(out, `before-${part.runner}-${part.folder.replaceAll('/', '-')}.json`)
  const known = readJson(kept) as [string, FileCoverage][] | undefined
  if (known !== undefined) return new Map(known)
  const found = part.ownTests.length === 0 ? new Map<string, FileCoverage>() : suiteOf(part).cover()
  writeFileSync(kept, JSON.stringify([...found]))
  return found
}

function suiteOf(part: Part): Suite {
  switch (part.runner) {
    case 'jest':
      return jestSuite(part)
    case 'vitest':
      return vitestSuite(part)
    case 'node':
      return nodeSuite(part)
    case 'pytest':
      return pytestSuite(part)
  }
}
