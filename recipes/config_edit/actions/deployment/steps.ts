/** The steps of a deployment that we write: build, push, deploy, see whether it is well, and bring back what was before. */
import type { Image } from '../../../../lib/survey/images.js'
import type { Package } from '../../../../lib/survey/packages.js'
import { packageOf } from '../../../../lib/survey/packages.js'
import type { Sight } from '../../action.js'
import { pinned } from '../../pins.js'
import type { JsonObject } from '../../value.js'
import type { Stage } from './jobs.js'
import type { Way } from './way.js'

export const checkout: JsonObject = { name: 'Check the code out', uses: pinned('actions/checkout') }

export const buildName = ({ name }: Image): string => `Build and push ${name === '' ? 'the image' : name}`
export const buildId = ({ name }: Image): string => (name === '' ? 'build' : `build-${name}`)
/** Of an image among the outputs of a job. */
export const outputName = ({ name }: Image): string => (name === '' ? 'digest' : `${name}-digest`)
export const nameOutput = ({ name }: Image): string => (name === '' ? 'image' : `${name}-image`)

export const buildx: JsonObject = { name: 'Set up Buildx', uses: pinned('docker/setup-buildx-action') }

export const login: JsonObject = {
  name: 'Log in to the registry',
  uses: pinned('docker/login-action'),
  with: { registry: 'ghcr.io', username: '${{ github.actor }}', password: '${{ github.token }}' },
}

/** A name in a registry is in lower case, and that of a repository need not be. */
export const nameImage: JsonObject = {
  name: 'Name the image',
  id: 'image',
  run: 'echo "name=ghcr.io/${GITHUB_REPOSITORY,,}" >> "$GITHUB_OUTPUT"',
}

/** Where we name the image. */
export const nameOf = ({ name }: Image): string =>
  `\${{ steps.image.outputs.name }}${name === '' ? '' : `/${name}`}`

/** The same for a name that another job has in lower case. */
export const lowerName = ({ name }: Image, full: string): JsonObject => ({
  name: `Name the image${name === '' ? '' : ` of ${name}`} as it was pushed`,
  id: lowerId(name),
  env: { NAME: full },
  run: 'echo "name=${NAME,,}" >> "$GITHUB_OUTPUT"',
})
export const lowerNameOf = ({ name }: Image): string => `\${{ steps.${lowerId(name)}.outputs.name }}`
const lowerId = (name: string): string => (name === '' ? 'pushed' : `pushed-${name}`)

/** The digest that comes of it is what is deployed; the tag is for people, and to find it again by its commit. */
export const build = (image: Image): JsonObject => ({
  name: buildName(image),
  id: buildId(image),
  uses: pinned('docker/build-push-action'),
  with: {
    context: image.context,
    file: image.file,
    push: true,
    tags: `${nameOf(image)}:\${{ github.sha }}`,
    'cache-from': `type=gha,scope=${image.name === '' ? 'image' : image.name}`,
    'cache-to': `type=gha,mode=max,scope=${image.name === '' ? 'image' : image.name}`,
  },
})

/** What a script of the package needs. */
export function installSteps({ manager }: Package): readonly JsonObject[] {
  const corepack = manager.name === 'pnpm' || manager.name === 'yarn' ? 'corepack enable\n' : ''
  return [
    { name: 'Set up Node', uses: pinned('actions/setup-node'), with: { 'node-version': 'lts/*' } },
    { name: 'Install the packages', run: `${corepack}${manager.install}` },
  ]
}

/** Where there is no image, the package is built, and what came of it is kept. */
export function packageSteps({ look }: Sight): readonly JsonObject[] {
  const project = packageOf(look)
  if (project === undefined) return []
  if (!project.scripts.has('build')) return installSteps(project)
  return [
    ...installSteps(project),
    { name: 'Build the package', run: `${project.manager.run} build` },
    {
      name: 'Keep what was built',
      uses: pinned('actions/upload-artifact'),
      with: { name: 'build', path: 'dist', 'if-no-files-found': 'ignore' },
    },
  ]
}

export const rememberName = (stage: Stage): string => `Find what runs in ${stage}`
export const deployName = (stage: Stage): string => `Deploy to ${stage}`
export const healthName = (stage: Stage): string => `Check the health of ${stage}`
export const rollbackName = (stage: Stage): string => `Roll ${stage} back`

const LAST_DEPLOYMENT = `for id in $(gh api "repos/$GITHUB_REPOSITORY/deployments?environment=$ENVIRONMENT&per_page=30" --jq '.[].id'); do
  state=$(gh api "repos/$GITHUB_REPOSITORY/deployments/$id/statuses?per_page=1" --jq '.[0].state')
  if [ "$state" = success ]; then
    gh api "repos/$GITHUB_REPOSITORY/deployments/$id" --jq '"version=" + .sha' >> "$GITHUB_OUTPUT"
    break
  fi
done
`

export function remember(stage: Stage, environment: string, way: Way): JsonObject {
  const own = way.remember
  const env = own === undefined ? { GH_TOKEN: '${{ github.token }}', ENVIRONMENT: environment } : way.env
  return {
    name: rememberName(stage),
    id: 'previous',
    ...(Object.keys(env).length === 0 ? {} : { env }),
    run: own ?? LAST_DEPLOYMENT,
  }
}

export const deploy = (stage: Stage, way: Way, image: Readonly<Record<string, string>>): JsonObject => {
  const env = { ...way.env, ...image }
  return { name: deployName(stage), ...(Object.keys(env).length === 0 ? {} : { env }), run: way.deploy }
}

/** An address is asked until it answers well, a command until it succeeds: for five minutes or so. */
export function health(stage: Stage, given: string): JsonObject {
  const name = healthName(stage)
  const isAddress = /^https?:|^\$\{\{/.test(given)
  if (!isAddress)
    return {
      name,
      run: `for attempt in $(seq 1 30); do\n  if ${given}; then exit 0; fi\n  echo "attempt $attempt failed"\n  sleep 10\ndone\nexit 1\n`,
    }
  const secret = /secrets\.(\w+)/.exec(given)?.[1]
  const check =
    secret === undefined ? '' : `: "\${BASE_URL:?set the secret ${secret} to the address of ${stage}}"\n`
  const [base, path] =
    secret === undefined ? [given, ''] : [`\${{ secrets.${secret} }}`, given.replace(/^.*\}\}/, '')]
  const curl = `curl --fail --silent --show-error --location --output /dev/null --max-time 10 --retry 30 --retry-delay 10 --retry-max-time 300 --retry-all-errors "$BASE_URL${path}"`
  return { name, env: { BASE_URL: base }, run: check === '' ? curl : `${check}${curl}\n` }
}

export function rollback(stage: Stage, way: Way, environment: Readonly<Record<string, string>>): JsonObject {
  const env = { ...way.env, ...environment, PREVIOUS: '${{ steps.previous.outputs.version }}' }
  return {
    name: rollbackName(stage),
    if: "failure() && steps.previous.outputs.version != ''",
    env,
    run:
      way.rollback ??
      `git fetch --depth=1 origin "$PREVIOUS"\ngit checkout --force "$PREVIOUS"\n${way.deploy.trimEnd()}\n`,
  }
}
