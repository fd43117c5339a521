/** What the script of the coverage page is told: how coverage is measured, where its summary and the page are. */
import { Refusal } from '../../../lib/core/recipe.js'
import type { Repository } from '../repository/open.js'

export interface CoverageData {
  /** The Istanbul `json-summary` that is read. */
  readonly summary?: string
  /** The page that is written. */
  readonly page?: string
  readonly goal?: number
}

export function coverageFacts(
  { summary, page, goal = 80 }: CoverageData,
  repository: Repository,
  output: string,
): object {
  if (!/\.[cm]?js$/.test(output))
    throw new Refusal(
      `\`${output}\` has to end with \`.mjs\` or \`.js\`: this template writes a script for node`,
    )
  const measured = repository.runner?.coverage
  return {
    output,
    name: repository.name ?? 'this project',
    coverage: measured?.run ?? 'your coverage command, with the reporter json-summary',
    summary: summary ?? measured?.report ?? 'coverage/coverage-summary.json',
    page: page ?? 'coverage/report.html',
    goal,
  }
}
