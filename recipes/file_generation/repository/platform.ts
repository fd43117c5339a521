/** What the repository runs on, as far as its files say: the commands that deploy, watch and take back. */
import { ours } from '../../../lib/survey/look.js'
import { folderOf } from '../../../lib/core/place.js'
import { entriesOf, itemsOf, textOf } from '../../../lib/survey/values.js'
import type { Repository } from './open.js'

export type Platform =
  | { readonly kind: 'kubernetes'; readonly units: readonly Unit[] }
  | { readonly kind: 'helm'; readonly chart: string; readonly release: string }
  | { readonly kind: 'fly'; readonly app: string }
  | {
      readonly kind: 'script'
      readonly path: string
      readonly takes: readonly string[]
      readonly secrets: readonly string[]
    }
  | { readonly kind: 'compose'; readonly file: string; readonly services: readonly string[] }

/** A Deployment of Kubernetes, and the Service before it. */
export interface Unit {
  readonly name: string
  readonly container: string
  readonly port: number
  readonly namespace?: string
  readonly service?: string
}

/** Stands among the secrets for the way to the cluster: each environment has one of its own. */
export const CLUSTER = 'KUBECONFIG'

/** Where we looked, for a person who is told that there is nothing. */
export const LOOKED =
  'a Deployment of Kubernetes, a Helm chart, `fly.toml`, a script `deploy` or `deploy.sh`, a compose file for production'

export async function platformOf(repository: Repository): Promise<Platform | undefined> {
  const { look } = repository
  const script = scriptOf(repository)
  if (script !== undefined) return script
  const [chart] = ours(look, ['**/Chart.yaml'])
  if (chart !== undefined)
    return { kind: 'helm', chart: folderOf(chart) || '.', release: repository.name ?? 'app' }
  const units = await unitsOf(repository)
  if (units.length > 0) return { kind: 'kubernetes', units }
  const fly = look.text('fly.toml')
  if (fly !== undefined)
    return { kind: 'fly', app: /^app\s*=\s*["']([^"']+)/m.exec(fly)?.[1] ?? repository.name ?? 'app' }
  return composeOf(repository)
}

const SCRIPTS = ['{scripts,script,bin,ops,deploy,ci,tools}/deploy{,.sh,.bash}', 'deploy.sh']

function scriptOf({ look }: Repository): Platform | undefined {
  const [path] = look.list(SCRIPTS)
  const text = path === undefined ? undefined : look.text(path)
  if (path === undefined || text === undefined) return undefined
  const named = [...text.matchAll(/\$\{?([A-Z][A-Z0-9_]*(?:TOKEN|KEY|SECRET|PASSWORD|TOKEN_FILE))\b/g)].map(
    ([, name = '']) => name,
  )
  const cluster = /\b(?:kubectl|helm)\b/.test(text) ? [CLUSTER] : []
  return {
    kind: 'script',
    path,
    takes: parametersOf(text),
    secrets: [...new Set([...named, ...cluster])].sort(),
  }
}

/** The namespace that the deploy script makes of its environment, as `app-$ENVIRONMENT`. */
export function namespaceIn({ look }: Repository): string | undefined {
  const [path] = look.list(SCRIPTS)
  const [, before, after] =
    /namespace[=\s]+["']?([\w-]*)\$\{?\w*(?:env|ENV)\w*\}?([\w-]*)/.exec((path && look.text(path)) ?? '') ??
    []
  return before === undefined ? undefined : `${before}$ENVIRONMENT${after ?? ''}`
}

/** What each argument of a script is: by its usage line, else by the variables that take `$1`, `$2`. */
function parametersOf(text: string): readonly string[] {
  const usage = /usage:?\s*\S+((?:\s+[<[][\w|-]+[>\]])+)/i.exec(text)?.[1]
  if (usage !== undefined)
    return [...usage.matchAll(/[<[]([\w|-]+)[>\]]/g)].map(([, name = '']) => name.toLowerCase())
  const taken = [...text.matchAll(/(\w+)=["']?\$\{?(\d)\b/g)].sort((a, b) => Number(a[2]) - Number(b[2]))
  return taken.map(([, name = '']) => name.toLowerCase())
}

export async function unitsOf({ look, openYaml }: Repository): Promise<readonly Unit[]> {
  const files = ours(look, ['{k8s,kubernetes,deploy,deployment,manifests,infra,ops}/**/*.{yml,yaml}'])
  const texts = files
    .flatMap((path) => look.text(path) ?? [])
    .filter((text) => /^kind:\s*(?:Deployment|Service)\b/m.test(text))
  if (texts.length === 0) return []
  const yaml = await openYaml()
  const documents = texts.flatMap((text) => text.split(/^---.*$/m)).map((text) => entriesOf(yaml(text)))
  const services = documents.filter((one) => one.get('kind') === 'Service')
  const deployments = documents.filter((one) => one.get('kind') === 'Deployment')
  const units = deployments.flatMap((one) => unitOf(one, services))
  return [...new Map(units.map((unit) => [unit.name, unit])).values()]
}

type Entries = ReadonlyMap<string, unknown>

function unitOf(deployment: Entries, services: readonly Entries[]): Unit[] {
  const metadata = entriesOf(deployment.get('metadata'))
  const name = textOf(metadata.get('name'))
  const template = entriesOf(entriesOf(deployment.get('spec')).get('template'))
  const [container] = itemsOf(entriesOf(template.get('spec')).get('containers')).map(entriesOf)
  if (name === undefined || container === undefined) return []
  const labels = entriesOf(entriesOf(template.get('metadata')).get('labels'))
  const service = services.find((one) => {
    const selector = entriesOf(entriesOf(one.get('spec')).get('selector'))
    return selector.size > 0 && [...selector].every(([key, value]) => labels.get(key) === value)
  })
  const port = itemsOf(container.get('ports')).map((one) => entriesOf(one).get('containerPort'))[0]
  const namespace = textOf(metadata.get('namespace'))
  const front = service && textOf(entriesOf(service.get('metadata')).get('name'))
  return [
    {
      name,
      container: textOf(container.get('name')) ?? name,
      port: typeof port === 'number' ? port : 80,
      ...(namespace === undefined ? {} : { namespace }),
      ...(front === undefined ? {} : { service: front }),
    },
  ]
}

async function composeOf({ look, openYaml }: Repository): Promise<Platform | undefined> {
  const [file] = look.list(['{docker-,}compose.{prod,production}.{yml,yaml}'])
  const text = file === undefined ? undefined : look.text(file)
  if (file === undefined || text === undefined) return undefined
  const yaml = await openYaml()
  return { kind: 'compose', file, services: [...entriesOf(entriesOf(yaml(text)).get('services')).keys()] }
}
