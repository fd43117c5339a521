/** The way in which a repository is brought to an environment: as given, by a script of its own, or by the tool whose files are there. */
import type { Sight } from '../action.js'
import { byHelm, byManifests } from './deployment_cluster.js'
import type { Stage } from './deployment_jobs.js'
import { byMake, byPackage, byScript } from './deployment_scripts.js'
import { byAppEngine, byCompose, byFly, byServerless, byVercel } from './deployment_tools.js'
import type { Way } from './deployment_way.js'
import { plain } from './deployment_way.js'

export function wayOf(look: Sight['look'], stage: Stage): Way | undefined {
  const finders = [
    byPackage,
    byMake,
    byScript,
    byFly,
    byHelm,
    byManifests,
    byServerless,
    byVercel,
    byAppEngine,
    byCompose,
  ]
  for (const find of finders) {
    const way = find(look, stage)
    if (way !== undefined) return way
  }
  return undefined
}

export const givenWay = (deploy: string, rollback: string | undefined): Way => ({
  ...plain,
  deploy,
  ...(rollback === undefined ? {} : { rollback }),
})

/** What was looked for, told where nothing was found. */
export const waysOf = (stage: Stage): string =>
  `a script \`deploy:${stage}\` in package.json, a target \`deploy-${stage}\` in the Makefile, \`scripts/deploy.sh\`, fly.toml, a Helm chart, Kubernetes manifests, serverless.yml, vercel.json, app.yaml and a Compose file for ${stage}`
