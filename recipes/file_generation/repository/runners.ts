/** Where a test file has the hooks of its runner from. */
import type { RunnerName } from '../../../lib/survey/runner.js'
import { Refusal } from '../../../lib/core/recipe.js'
import type { Language } from '../language.js'
import type { Repository } from './open.js'

/** The line that imports `names`; '' where they are there without one. */
export function hooksLine(names: readonly string[], repository: Repository, language: Language): string {
  const from = moduleOf(runnerIn(repository), repository, language)
  if (from === undefined) return ''
  return `import { ${names.join(', ')} } from '${from}'`
}

/** What runs after each test and after all, as the runner calls it. */
export const hookNames = (
  repository: Repository,
): { readonly afterEach: string; readonly afterAll: string } =>
  /^(?:jest|vitest)$/.test(runnerIn(repository))
    ? { afterEach: 'afterEach', afterAll: 'afterAll' }
    : { afterEach: 'afterEach', afterAll: 'after' }

function runnerIn({ runner }: Repository): RunnerName {
  if (runner === undefined)
    throw new Refusal(
      'nothing in `package.json` runs tests: install jest, vitest, mocha, or let the script `test` run `node --test`',
    )
  if (runner.name === 'ava' || runner.name === 'tap')
    throw new Refusal(
      `tests run with ${runner.name}, whose hooks belong to a file: this template knows jest, vitest, mocha and node:test`,
    )
  return runner.name
}

function moduleOf(runner: RunnerName, { pack }: Repository, language: Language): string | undefined {
  if (runner === 'vitest') return 'vitest'
  if (runner === 'node') return 'node:test'
  if (runner === 'mocha')
    return pack?.dependencies.has('@types/mocha') === true || !language.isTypeScript ? undefined : 'mocha'
  return language.isTypeScript && pack?.dependencies.has('@types/jest') === true ? undefined : '@jest/globals'
}
