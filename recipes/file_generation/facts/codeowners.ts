/** What CODEOWNERS is told: who owns the repository. */
import { Refusal } from '../../../lib/core/recipe.js'
import { entriesOf, jsonOf, textOf } from '../../../lib/survey/values.js'
import type { Repository } from '../repository/open.js'

export interface OwnersData {
  readonly owners?: string
  readonly paths?: readonly { readonly path: string; readonly owners: string }[]
}

const OWNER = /^(?:@[\w-]+(?:\/[\w.-]+)?|[^\s@]+@[^\s@]+\.[^\s@]+)$/

export function ownersFacts({ owners, paths = [] }: OwnersData, { look }: Repository): object {
  const found = owners ?? ownerIn(entriesOf(jsonOf(look.text('package.json'))))
  if (found === undefined)
    throw new Refusal(
      "nobody is known to own this repository (looked at `repository` and `author` of `package.json`): give `data: { owners: '@team' }`",
    )
  for (const name of [found, ...paths.map((one) => one.owners)].flatMap((names) => names.split(/\s+/)))
    if (!OWNER.test(name))
      throw new Refusal(
        `\`${name}\` cannot own code: an owner is \`@person\`, \`@organisation/team\` or a mail address`,
      )
  return { owners: found, paths }
}

/** The account that the repository belongs to, else its author's address. */
function ownerIn(keys: ReadonlyMap<string, unknown>): string | undefined {
  const repository =
    textOf(keys.get('repository')) ?? textOf(entriesOf(keys.get('repository')).get('url')) ?? ''
  const account = /(?:github\.com[/:]|^github:|^)([\w-]+)\/[\w.-]+$/.exec(
    repository.replace(/\.git$/, ''),
  )?.[1]
  if (account !== undefined) return `@${account}`
  const author = textOf(keys.get('author')) ?? textOf(entriesOf(keys.get('author')).get('email')) ?? ''
  return /[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+/.exec(author)?.[0]
}
