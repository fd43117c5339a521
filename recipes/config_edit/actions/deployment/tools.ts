/** Ways to deploy with the tool of a platform whose files are in the repository. */
import { pinned } from '../../pins.js'
import type { Search, Way } from './way.js'
import { namedIn, plain, preferred } from './way.js'

export function byFly(search: Search): Way | undefined {
  const { look, stage } = search
  const config = [`fly.${stage}.toml`, 'fly.toml'].find((path) => look.text(path) !== undefined)
  if (config === undefined) return undefined
  const takes = preferred(search)
  const set = `flyctl deploy --config ${config} --remote-only`
  return {
    deploy: takes.length === 1 ? `${set} --image "$IMAGE"` : set,
    remember: `echo "version=$(flyctl releases --config ${config} --image --json | jq --raw-output '.[0].ImageRef // empty')" >> "$GITHUB_OUTPUT"`,
    rollback: `${set} --image "$PREVIOUS"`,
    env: { FLY_API_TOKEN: '${{ secrets.FLY_API_TOKEN }}' },
    before: [{ name: 'Set up flyctl', uses: pinned('superfly/flyctl-actions/setup-flyctl') }],
    takes: takes.length === 1 ? takes : [],
  }
}

export function byServerless({ look, stage }: Search): Way | undefined {
  const file = ['serverless.yml', 'serverless.yaml', 'serverless.ts'].find(
    (path) => look.text(path) !== undefined,
  )
  return file === undefined
    ? undefined
    : {
        ...plain,
        deploy: `npx serverless deploy --stage ${stage}`,
        env: { SERVERLESS_ACCESS_KEY: '${{ secrets.SERVERLESS_ACCESS_KEY }}' },
        takes: [],
      }
}

export function byVercel({ look, stage }: Search): Way | undefined {
  if (look.text('vercel.json') === undefined) return undefined
  const env = {
    VERCEL_ORG_ID: '${{ secrets.VERCEL_ORG_ID }}',
    VERCEL_PROJECT_ID: '${{ secrets.VERCEL_PROJECT_ID }}',
    VERCEL_TOKEN: '${{ secrets.VERCEL_TOKEN }}',
  }
  return {
    ...plain,
    deploy: `npx vercel deploy --yes${stage === 'production' ? ' --prod' : ''} --token "$VERCEL_TOKEN"`,
    env,
    takes: [],
  }
}

export function byAppEngine({ look, stage }: Search): Way | undefined {
  const file = [`app.${stage}.yaml`, 'app.yaml'].find((path) =>
    /^(?:runtime|service|env):/m.test(look.text(path) ?? ''),
  )
  if (file === undefined) return undefined
  return {
    ...plain,
    deploy: `gcloud app deploy ${file} --quiet --project "$PROJECT"`,
    env: { PROJECT: `\${{ secrets.${stage.toUpperCase()}_GCP_PROJECT }}` },
    takes: [],
  }
}

export function byCompose(search: Search): Way | undefined {
  const { look, stage } = search
  const [file] = look.list([`{docker-compose,compose}.${stage === 'staging' ? 'stag' : 'prod'}*.y{a,}ml`])
  if (file === undefined) return undefined
  const named = namedIn(look.text(file) ?? '', search.images)
  const host = `${stage.toUpperCase()}_HOST`
  return {
    ...plain,
    deploy: `docker compose --file ${file} up --detach --wait --pull always`,
    takes: named.length > 0 ? named : preferred(search),
    env: { DOCKER_HOST: `ssh://\${{ secrets.${host} }}` },
    before: [
      {
        name: `Connect to ${stage}`,
        env: {
          SSH_KEY: `\${{ secrets.${stage.toUpperCase()}_SSH_KEY }}`,
          KNOWN_HOSTS: `\${{ secrets.${stage.toUpperCase()}_KNOWN_HOSTS }}`,
        },
        run: [
          `: "\${SSH_KEY:?set the secret ${stage.toUpperCase()}_SSH_KEY}"`,
          'mkdir -p "$HOME/.ssh"',
          '(umask 077 && printf \'%s\\n\' "$SSH_KEY" > "$HOME/.ssh/id_ed25519")',
          'printf \'%s\\n\' "$KNOWN_HOSTS" >> "$HOME/.ssh/known_hosts"',
          '',
        ].join('\n'),
      },
    ],
  }
}
