/** What a test file will stand on: its package, the runner, and how tests are written for it. */
import type { Reader } from '../../../lib/core/recipe.js'
import { Refusal } from '../../../lib/core/recipe.js'
import { managerOf, packageOf } from '../../../lib/survey/packages.js'
import { runnerOf } from '../../../lib/survey/runner.js'
import type { Dialect } from './dialect.js'
import { dialectOf } from './dialect.js'

export interface Bench {
  readonly look: Reader
  readonly dialect: Dialect
  /** The folder of the package, '' for the project itself. */
  readonly folder: string
  /** Where the tests will stand, from the project. */
  readonly testFile: string
  /** Flags of node that the repository starts its tests with. */
  readonly flags: readonly string[]
  /** Packages that the project has. */
  readonly installed: readonly string[]
  /** What installs them: `npm ci`. */
  readonly install: string
}

export function benchOf(target: string, testFile: string, text: string, look: Reader): Bench {
  // Tests run as those of the package in which they stand, which may be another one than the target's.
  const folder = packageFolder(testFile, look)
  const pack = packageOf(look, folder)
  if (pack === undefined)
    throw new Refusal(`\`${target}\` is in no package: a \`package.json\` above it says how tests run`)
  const runner = runnerOf(look, pack)
  const isTypeScript = /\.[cm]?tsx?$/.test(target)
  const isModule = isTypeScript || /^\s*(import|export)\s/m.test(text)
  // Where tests of the runner cannot be written, those of node itself run anywhere.
  const name = runner?.name === 'jest' || runner?.name === 'vitest' ? runner.name : 'node'
  const hasGlobals = name === 'jest' && (!isTypeScript || pack.dependencies.has('@types/jest'))
  const dialect = dialectOf(name, { isTypeScript, isModule, hasGlobals })
  const script = runner?.name === name ? (pack.scripts.get('test') ?? '') : ''
  const flags = [
    ...script.matchAll(/(--(?:import|require|loader)|-r)[ =](\S+)|--experimental-[\w-]+/g),
  ].flatMap(([whole, flag, value]) => (flag === undefined || value === undefined ? [whole] : [flag, value]))
  return {
    look,
    dialect,
    folder,
    testFile,
    installed: [
      ...new Set(
        [pack, packageOf(look, packageFolder(target, look)) ?? pack].flatMap((one) => [
          ...one.dependencies.keys(),
        ]),
      ),
    ],
    install: managerOf(look, folder).install,
    flags: flags.length === 0 && isTypeScript && name === 'node' ? ['--import', 'tsx'] : flags,
  }
}

function packageFolder(path: string, look: Reader): string {
  for (let folder = path.split('/').slice(0, -1); ; folder = folder.slice(0, -1)) {
    const here = folder.join('/')
    if (folder.length === 0 || look.digest(`${here}/package.json`) !== 'absent') return here
  }
}
