/** What the template of the integration set-up is told: what builds the application, and how its runner cleans up. */
import { Refusal } from '../../../lib/core/recipe.js'
import type { App } from '../repository/app.js'
import { appOf } from '../repository/app.js'
import { importLines, languageOf } from '../language.js'
import type { Repository } from '../repository/open.js'
import { hookNames, hooksLine } from '../repository/runners.js'

export interface IntegrationData {
  /** `src/app.ts#buildApp`: what makes the application, or is it. */
  readonly app?: string
}

export async function integrationFacts(
  { app: wanted }: IntegrationData,
  repository: Repository,
  output: string,
): Promise<object> {
  const language = languageOf(output, repository)
  const app = await appOf(repository, wanted)
  if (app.framework === 'fastify' && !app.isBuilder)
    throw new Refusal(
      `\`${app.path}\` exports an application that all tests would share, and that closes but once: export a function that builds it, or give \`data: { app: path/of/file.ts#name }\``,
    )
  const { afterEach } = hookNames(repository)
  const { path: from, name, isDefault } = app
  return {
    framework: app.framework,
    app: name,
    is_builder: app.isBuilder,
    needs_server: app.framework !== 'fastify',
    hooks: hooksLine([afterEach], repository, language),
    after_each: afterEach,
    imports: importLines([{ name, from, isType: false, isDefault }], output, language),
    listener: listenerOf(app),
  }
}

/** What `createServer` takes. */
function listenerOf({ framework, isBuilder, name }: App): string {
  const app = isBuilder ? 'app' : name
  if (framework === 'koa') return `${app}.callback()`
  return framework === 'nest' ? `${app}.getHttpAdapter().getInstance()` : app
}
