/** The way in which a repository is brought to an environment: as given, by a script of its own, or by the tool whose files are there. */
import type { Image } from '../../../../lib/survey/images.js'
import { imagesOf } from '../../../../lib/survey/images.js'
import type { Hindrance } from '../../edits.js'
import { child, isObject } from '../../value.js'
import { byHelm, byManifests } from './cluster.js'
import type { Stage } from './jobs.js'
import { deploysBy, isRollback } from './jobs.js'
import { isSame } from './roles.js'
import { byMake, byPackage, byScript } from './scripts.js'
import { byAppEngine, byCompose, byFly, byServerless, byVercel } from './tools.js'
import type { Options, Wanted } from './wanted.js'
import type { Search, Way } from './way.js'
import { mentions, namedIn, plain, preferred } from './way.js'
import type { Step } from '../workflow.js'
import { textOf } from '../workflow.js'

export interface Found {
  readonly way: Way
  /** The job deploys in a way that is its own, and goes on to do so. */
  readonly isOwn: boolean
}

/** As given, else as the job deploys already, else as the repository's files say. */
export function wayFor(real: readonly Step[], wanted: Wanted): Found | Hindrance {
  const { stage, options, sight, target } = wanted
  const images = chosenFrom(imagesOf(sight.look), options)
  if ('message' in images) return images
  const search = { look: sight.look, stage, images, isChosen: options.images !== undefined }
  const known = options.deploy === undefined ? wayOf(search) : givenWay(options.deploy, search)
  const own =
    options.deploy === undefined ? real.findLast((step) => deploysBy(step) && !isRollback(step)) : undefined
  const isOwn = own !== undefined && !isSame(own.run, known?.deploy)
  const way = isOwn ? wayOfStep(own) : known
  if (way === undefined)
    return {
      steps: target.job === undefined ? ['jobs'] : ['jobs', target.id],
      message: `nothing says how to deploy to ${stage}: give the command with \`deploy: …\`; looked for ${waysOf(stage)}`,
    }
  if (isOwn && own.run === undefined && options.rollback === undefined && !real.some(isRollback))
    return {
      steps: ['jobs', target.id, 'steps', own.index],
      message: `\`${own.uses ?? ''}\` deploys, and how to go back is not known of it: give the command with \`rollback: …\``,
    }
  if (way.isForOne === true)
    return {
      steps: ['jobs'],
      message: `\`${way.deploy.split(' ').slice(0, 2).join(' ')}\` takes one image, and there are ${listed(way.takes)}: choose with \`images: [${way.takes.slice(0, 1).map(callOf).join('')}]\``,
    }
  return { way: options.rollback === undefined ? way : { ...way, rollback: options.rollback }, isOwn }
}

function chosenFrom(images: readonly Image[], options: Options): readonly Image[] | Hindrance {
  if (options.images === undefined) return images
  const isCalled = (image: Image, call: string): boolean =>
    [image.name, image.file, image.context].includes(call)
  const unknown = options.images.find((call) => !images.some((image) => isCalled(image, call)))
  const chosen = options.images.flatMap((call) => images.find((image) => isCalled(image, call)) ?? [])
  if (unknown === undefined) return chosen
  const there = images.length === 0 ? 'there is no Dockerfile' : `the images are ${listed(images)}`
  return { steps: [], message: `\`images\` names \`${unknown}\`, and ${there}` }
}

const callOf = ({ name, file }: Image): string => (name === '' ? file : name)

const listed = (images: readonly Image[]): string => images.map((image) => `\`${callOf(image)}\``).join(', ')

function wayOf(search: Search): Way | undefined {
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
    const way = find(search)
    if (way !== undefined) return way
  }
  return undefined
}

function givenWay(deploy: string, search: Search): Way {
  const named = namedIn(deploy, search.images)
  const takes = search.isChosen || named.length === 0 ? preferred(search) : named
  return {
    ...plain,
    deploy,
    takes,
    isForOne: takes.length > 1 && named.length === 0 && mentions(deploy, 'IMAGE'),
  }
}

/** What was looked for, told where nothing was found. */
const waysOf = (stage: Stage): string =>
  `a script \`deploy:${stage}\` in package.json, a target \`deploy-${stage}\` in the Makefile, \`scripts/deploy.sh\`, fly.toml, a Helm chart, Kubernetes manifests, serverless.yml, vercel.json, app.yaml and a Compose file for ${stage}`

function wayOfStep(step: Step): Way {
  const env = child(step.value, 'env')
  const texts = isObject(env) ? Object.entries(env) : []
  return {
    deploy: step.run ?? '',
    env: Object.fromEntries(texts.map(([name, value]) => [name, textOf(value) ?? JSON.stringify(value)])),
    before: [],
    takes: [],
  }
}
