/** What the end-to-end set-up is told: the command that starts the program, and its address. */
import { Refusal } from '../../../lib/core/recipe.js'
import { ours } from '../../../lib/survey/look.js'
import { languageOf } from '../language.js'
import { healthPathOf } from '../repository/health.js'
import type { Repository } from '../repository/open.js'
import { portOf } from '../repository/port.js'

export interface PlaywrightData {
  readonly url?: string
  readonly start?: string
  readonly tests?: string
}

export async function playwrightFacts(
  data: PlaywrightData,
  repository: Repository,
  output: string,
): Promise<object> {
  const { pack, manager } = repository
  languageOf(output, repository)
  const scripts = ['dev', 'start'].filter((name) => pack?.scripts.has(name))
  const start = data.start ?? (scripts[0] === undefined ? undefined : `${manager.run} ${scripts[0]}`)
  if (start === undefined)
    throw new Refusal(
      '`package.json` has neither a script `dev` nor `start`: give the command that serves as `data: { start: … }`',
    )
  const url = data.url ?? `http://localhost:${portOf(repository)}`
  return {
    start,
    built:
      data.start === undefined && pack?.scripts.has('start') === true
        ? `${pack.scripts.has('build') ? `${manager.run} build && ` : ''}${manager.run} start`
        : start,
    url,
    ready: `${url.replace(/\/$/, '')}${await healthPathOf(repository)}`,
    tests: data.tests ?? 'e2e',
    has_package: pack?.dependencies.has('@playwright/test') ?? false,
    add: `${manager.add} @playwright/test`,
    has_pages: ours(repository.look, ['**/*.{tsx,jsx,vue,svelte,html}']).some(
      (path) => !/test|coverage|docs/.test(path),
    ),
  }
}
