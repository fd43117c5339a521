/** Ways to deploy with the tool of a platform whose files are in the repository. */
import { imagesOf } from '../../../lib/survey/images.js'
import type { Sight } from '../action.js'
import { pinned } from '../pins.js'
import type { Stage } from './deployment_jobs.js'
import type { Way } from './deployment_way.js'
import { plain } from './deployment_way.js'

type Look = Sight['look']

export function byFly(look: Look, stage: Stage): Way | undefined {
  const config = [`fly.${stage}.toml`, 'fly.toml'].find((path) => look.text(path) !== undefined)
  if (config === undefined) return undefined
  const set = `flyctl deploy --config ${config} --remote-only`
  return {
    deploy: imagesOf(look).length === 1 ? `${set} --image "$IMAGE"` : set,
    remember: `echo "version=$(flyctl releases --config ${config} --image --json | jq --raw-output '.[0].ImageRef // empty')" >> "$GITHUB_OUTPUT"`,
    rollback: `${set} --image "$PREVIOUS"`,
    env: { FLY_API_TOKEN: '${{ secrets.FLY_API_TOKEN }}' },
    before: [{ name: 'Set up flyctl', uses: pinned('superfly/flyctl-actions/setup-flyctl') }],
  }
}

export function byServerless(look: Look, stage: Stage): Way | undefined {
  const file = ['serverless.yml', 'serverless.yaml', 'serverless.ts'].find(
    (path) => look.text(path) !== undefined,
  )
  return file === undefined
    ? undefined
    : {
        ...plain,
        deploy: `npx serverless deploy --stage ${stage}`,
        env: { SERVERLESS_ACCESS_KEY: '${{ secrets.SERVERLESS_ACCESS_KEY }}' },
      }
}

export function byVercel(look: Look, stage: Stage): Way | undefined {
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
  }
}

export function byAppEngine(look: Look, stage: Stage): Way | undefined {
  const file = [`app.${stage}.yaml`, 'app.yaml'].find((path) =>
    /^(?:runtime|service|env):/m.test(look.text(path) ?? ''),
  )
  if (file === undefined) return undefined
  return {
    ...plain,
    deploy: `gcloud app deploy ${file} --quiet --project "$PROJECT"`,
    env: { PROJECT: `\${{ secrets.${stage.toUpperCase()}_GCP_PROJECT }}` },
  }
}

export function byCompose(look: Look, stage: Stage): Way | undefined {
  const [file] = look.list([`{docker-compose,compose}.${stage === 'staging' ? 'stag' : 'prod'}*.y{a,}ml`])
  if (file === undefined) return undefined
  const host = `${stage.toUpperCase()}_HOST`
  return {
    ...plain,
    deploy: `docker compose --file ${file} up --detach --wait --pull always`,
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
