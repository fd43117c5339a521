/** Ways to deploy that a repository has of its own: a package script, a Makefile target, a shell script. */
import { imagesOf } from '../../../lib/survey/images.js'
import { inFolder } from '../../../lib/survey/look.js'
import { packageOf } from '../../../lib/survey/packages.js'
import type { Sight } from '../action.js'
import type { Stage } from './deployment_jobs.js'
import { installSteps } from './deployment_steps.js'
import type { Way } from './deployment_way.js'
import { plain, variableOf } from './deployment_way.js'

type Look = Sight['look']

export function byPackage(look: Look, stage: Stage): Way | undefined {
  const project = packageOf(look)
  const script = namesOf(stage).find((name) => project?.scripts.has(name))
  if (project === undefined || script === undefined) return undefined
  return {
    ...plain,
    deploy: `${project.manager.run} ${script}`,
    before: installSteps(project),
  }
}

export function byMake(look: Look, stage: Stage): Way | undefined {
  const text = look.text('Makefile') ?? ''
  const target = namesOf(stage).find((name) =>
    new RegExp(`^${name.replace(':', '\\\\?:')}\\s*:(?!=)`, 'm').test(text),
  )
  return target === undefined ? undefined : { ...plain, deploy: `make ${target}` }
}

export function byScript(look: Look, stage: Stage): Way | undefined {
  const folders = ['scripts', 'bin', 'deploy', 'ci', '.']
  const own = folders.flatMap((folder) =>
    [`deploy-${stage}.sh`, `deploy_${stage}.sh`].map((name) => inFolder(folder, name)),
  )
  const found = own.find((path) => look.text(path) !== undefined)
  if (found !== undefined) return { ...plain, deploy: [`./${found}`, ...imagesGiven(look)].join(' ') }
  const shared = folders
    .map((folder) => inFolder(folder, 'deploy.sh'))
    .find((path) => look.text(path) !== undefined)
  return shared === undefined
    ? undefined
    : { ...plain, deploy: [`./${shared}`, stage, ...imagesGiven(look)].join(' ') }
}

/** A script is given the images, by their digests. */
const imagesGiven = (look: Look): readonly string[] =>
  imagesOf(look).map((image, _index, images) => `"$${variableOf(image, images)}"`)

const namesOf = (stage: Stage): readonly string[] =>
  [stage, stage === 'staging' ? 'stage' : 'prod'].flatMap((name) => [
    `deploy:${name}`,
    `deploy-${name}`,
    `${name}:deploy`,
  ])
