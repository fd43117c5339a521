/** Ways to deploy to a Kubernetes cluster: a Helm chart, manifests, an overlay of them. */
import { folderOf } from '../../../../lib/core/place.js'
import type { Image } from '../../../../lib/survey/images.js'
import { ours } from '../../../../lib/survey/look.js'
import type { JsonObject } from '../../value.js'
import type { Stage } from './jobs.js'
import type { Search, Way } from './way.js'
import { preferred, variableOf } from './way.js'

export function byHelm(search: Search): Way | undefined {
  const { look, stage } = search
  const [chart] = ours(look, ['**/Chart.yaml', '!**/charts/*/charts/**']).filter(
    (path) => !/(?:test|example)s?\//.test(path),
  )
  if (chart === undefined) return undefined
  const folder = folderOf(chart) === '' ? '.' : folderOf(chart)
  const name = /^name:\s*["']?([\w.-]+)/m.exec(look.text(chart) ?? '')?.[1] ?? 'app'
  const short = stage === 'staging' ? 'stag' : 'prod'
  const [values] = look.list([
    `${folder === '.' ? '' : `${folder}/`}values*${short}*.y{a,}ml`,
    `${folder === '.' ? '' : `${folder}/`}${short}*.y{a,}ml`,
  ])
  const file = values === undefined ? '' : ` --values ${values}`
  const takes = preferred(search)
  return {
    deploy: `helm upgrade ${name} ${folder} --install --namespace ${stage} --create-namespace${file} --set-string image.repository="\${IMAGE%@*}" --set-string image.digest="\${IMAGE#*@}" --wait --timeout 5m`,
    remember: `echo "version=$(helm history ${name} --namespace ${stage} --max 1 --output json 2>/dev/null | jq --raw-output '.[0].revision // empty')" >> "$GITHUB_OUTPUT"`,
    rollback: `helm rollback ${name} "$PREVIOUS" --namespace ${stage} --wait --timeout 5m`,
    env: {},
    before: [connect(stage)],
    takes,
    isForOne: takes.length > 1,
  }
}

/** Manifests of deployments: an overlay for the stage, else plain files. */
export function byManifests(search: Search): Way | undefined {
  const { look, stage, images } = search
  const files = look.list([
    '{k8s,kubernetes,manifests,deploy,deployment,infra/k8s,infra/kubernetes,kustomize}/**/*.{yaml,yml}',
  ])
  const overlay = files.find(
    (path) =>
      /(?:^|\/)kustomization\.ya?ml$/.test(path) &&
      path.split('/').at(-2)?.startsWith(stage.slice(0, 4)) === true,
  )
  const deployments = files.flatMap((path) =>
    isForOther(path, stage) ? [] : deploymentsIn(look.text(path) ?? '').map((name) => ({ path, name })),
  )
  const [first] = deployments
  if (first === undefined) return undefined
  const apply =
    overlay === undefined
      ? `kubectl apply --filename ${folderOf(first.path)}`
      : `kubectl apply --kustomize ${folderOf(overlay)}`
  const names = [...new Set(deployments.map(({ name }) => name))]
  const imageOf = (name: string): Image | undefined => imageIn(name, names, search)
  const known = images.filter((image) => names.some((name) => imageOf(name) === image))
  const takes = known.length > 0 ? known : preferred(search)
  return {
    deploy: [
      apply,
      ...names.flatMap((name) => setImage(name, imageOf(name), takes)),
      ...names.map((name) => `kubectl rollout status deployment/${name} --timeout=5m`),
      '',
    ].join('\n'),
    remember: revisions(names),
    rollback: BACK_TO_REVISIONS,
    env: {},
    before: [connect(stage)],
    takes,
  }
}

/** The image that a deployment runs: that of its name, or the main one of the only deployment. */
function imageIn(name: string, names: readonly string[], search: Search): Image | undefined {
  const main = preferred(search)
  const own = search.images.find((one) => one.name === name || name.endsWith(`-${one.name || name}`))
  return own ?? (names.length === 1 && main.length === 1 ? main[0] : undefined)
}

const setImage = (name: string, image: Image | undefined, takes: readonly Image[]): string[] =>
  image === undefined ? [] : [`kubectl set image deployment/${name} '*'="$${variableOf(image, takes)}"`]

/** `api:7 web:12`; a deployment that is new has none to go back to. */
const revisions = (names: readonly string[]): string => `for name in ${names.join(' ')}; do
  revision=$(kubectl get deployment "$name" --ignore-not-found --output jsonpath='{.metadata.annotations.deployment\\.kubernetes\\.io/revision}')
  if [ -n "$revision" ]; then version="$version $name:$revision"; fi
done
echo "version=$version" >> "$GITHUB_OUTPUT"
`

const BACK_TO_REVISIONS = `for one in $PREVIOUS; do
  kubectl rollout undo "deployment/\${one%%:*}" --to-revision="\${one##*:}"
  kubectl rollout status "deployment/\${one%%:*}" --timeout=5m
done
`

/** With the configuration that a secret holds. */
export const connect = (stage: Stage): JsonObject => {
  const secret = `${stage.toUpperCase()}_KUBECONFIG`
  return {
    name: 'Connect to the cluster',
    env: { KUBECONFIG_TEXT: `\${{ secrets.${secret} }}` },
    run: [
      `: "\${KUBECONFIG_TEXT:?set the secret ${secret} to a kubeconfig}"`,
      'mkdir -p "$HOME/.kube"',
      '(umask 077 && printf \'%s\' "$KUBECONFIG_TEXT" > "$HOME/.kube/config")',
      '',
    ].join('\n'),
  }
}

const isForOther = (path: string, stage: Stage): boolean =>
  new RegExp(`/[^/]*(?:${stage === 'staging' ? 'prod' : 'stag'}|dev|local|test)[^/]*(?:/|\\.)`).test(
    `/${path}`,
  )

const deploymentsIn = (text: string): string[] =>
  text
    .split(/^---.*$/m)
    .filter((one) => /^kind:\s*Deployment\s*$/m.test(one))
    .flatMap(
      (one) => /^metadata:\s*\n(?:[ \t]+.*\n)*?[ \t]+name:\s*["']?([a-z0-9][\w.-]*)/m.exec(one)?.[1] ?? [],
    )
