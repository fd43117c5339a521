/** What a step is for, read from the programs that it runs and the actions that it uses; never from its name alone. */
import type { Command } from './script.js'
import { commandsOf } from './script.js'
import type { Step } from './workflow.js'
import { actionOf } from './workflow.js'

export type Purpose = 'install' | 'build' | 'test' | 'security' | 'trivy' | 'deploy' | 'publish'

/** Begin with the program; its path, launchers such as `npx` or `poetry run`, and options of these are already gone. */
const COMMANDS: readonly (readonly [Purpose, RegExp])[] = [
  ['trivy', /^trivy(?! (?:plugin|version|--version|clean|server)) /],
  ['security', /^trivy(?! (?:plugin|version|--version|clean|server)) /],
  [
    'security',
    /^(?:npm|yarn|pnpm|bun|cargo|composer|bundle|bundler)(?: npm)? audit\b|^(?:cargo-audit|bundle-audit|bundler-audit)\b/,
  ],
  [
    'security',
    /^(?:safety(?! --version)|pip-audit|pip_audit|bandit|semgrep|snyk(?! (?:auth|config))|gitleaks|grype|osv-scanner|trufflehog|checkov|tfsec|govulncheck|gosec|brakeman|kubesec|cargo deny|retire|better-npm-audit|audit-ci|auditjs|dependency-check(?:\.sh)?|zap-(?:baseline|full-scan|api-scan)\.py|codeql database analyze)(?: |$)/,
  ],
  [
    'security',
    /^(?:npm|yarn|pnpm|bun) (?:run )?(?:[\w:-]*[:-])?(?:audit|security|snyk|sast)(?:[:-][\w:-]*)?(?: |$)/,
  ],
  [
    'test',
    /^(?:jest|vitest|mocha|ava|tap|c8|nyc|karma|cypress|pytest|py\.test|unittest|tox|nox|nose2|phpunit|rspec|ctest|tstyche|wdio|newman|k6|lostpixel|stryker)(?! --version)(?: |$)/,
  ],
  [
    'test',
    /^(?:playwright test|node .*--test\b|ng (?:test|e2e)|turbo (?:run )?test|nx (?:run-many .*)?(?:-t |--targets?[= ])?(?:test|e2e)|lerna run test|deno test|coverage run|hatch (?:run )?test|go test|gotestsum|cargo (?:test|nextest)|dotnet test|swift test|rake (?:test|spec)|rails test|manage\.py test)\b/,
  ],
  ['test', /^(?:mvnw?|mvnw\.cmd) .*\b(?:test|verify|integration-test)\b|^gradlew? .*\b(?:test|check)\b/],
  [
    'test',
    /^(?:npm|yarn|pnpm|bun) (?:run |run-script )?(?:t|tst|(?:[\w:-]*[:-])?(?:tests?|e2e|coverage|spec)(?:[:-][\w:-]*)?|unit|integration)(?: |$)/,
  ],
  [
    'test',
    /^(?:make|just|task|rake|poe|invoke|inv) (?:.* )?(?:[\w:-]*[:-])?(?:tests?|e2e|coverage)(?:[:-][\w:-]*)?(?: |$)/,
  ],
  [
    'install',
    /^(?:(?:npm|pnpm|bun) (?:ci|i|install)|yarn(?: install)?(?: --[\w-]+)*$|pip3? install|poetry install|uv (?:sync|pip (?:install|sync))|pipenv (?:install|sync)|pdm (?:install|sync)|conda install|bundle install|composer install|make install)(?: |$)/,
  ],
  [
    'build',
    /^(?:docker (?:buildx )?(?:build|bake)|docker compose build|(?:npm|yarn|pnpm|bun) (?:run )?(?:build)(?:[:-][\w:-]*)?|tsc|vite build|next build|build(?: |$)|poetry build|uv build|go build|cargo build|make (?:.* )?build)\b/,
  ],
  [
    'deploy',
    /^(?:kubectl (?:.* )?(?:apply|replace|rollout restart|set image|patch)|oc (?:.* )?(?:apply|rollout|set image)|kustomize build .*|helm (?:.* )?(?:upgrade|install)|helmfile (?:.* )?(?:apply|sync)|argocd app (?:sync|set))\b(?!.* --dry-run)/,
  ],
  [
    'deploy',
    /^(?:(?:terraform|tofu|terragrunt)(?: -chdir=\S+)? (?:.* )?apply|pulumi up|cdk deploy|sam deploy|(?:serverless|sls) deploy|copilot (?:.* )?deploy|ansible-playbook|cap \S+ deploy|kamal deploy|nomad (?:job )?run|docker stack deploy)\b/,
  ],
  [
    'deploy',
    /^aws (?:.* )?(?:deploy|update-service|update-function-code|create-deployment|update-environment|s3 sync|s3 cp|start-deployment)\b|^eb deploy\b/,
  ],
  [
    'deploy',
    /^(?:gcloud (?:.* )?deploy|gcloud run services update|az (?:webapp|functionapp|containerapp|aks|deployment) (?:.* )?(?:deploy|create|update|up|config|deployment|set)|fly(?:ctl)? deploy|railway up|heroku container:release|git push (?:heroku|dokku)|firebase deploy|wrangler (?:pages )?(?:deploy|publish)|netlify deploy|surge)\b/,
  ],
  ['deploy', /^vercel(?: (?!pull|build|env|link|--version)|$)/],
  [
    'deploy',
    /^(?:npm|yarn|pnpm|bun|make|just|task) (?:run )?(?:[\w:-]*[:-])?deploy(?:[:-][\w:-]*)?(?: |$)|^deploy[\w-]*(?:\.(?:sh|py|js|ts|mjs))?(?: |$)/,
  ],
  [
    'publish',
    /^(?:(?:npm|yarn|pnpm|bun)(?: npm)? publish|twine upload|poetry publish|uv publish|cargo publish|gem push|semantic-release|changeset publish|lerna publish|goreleaser release)\b/,
  ],
]

const ACTIONS: readonly (readonly [Purpose, RegExp])[] = [
  ['trivy', /^aquasecurity\/trivy-action$/],
  [
    'security',
    /^(?:aquasecurity\/(?:trivy|tfsec)-|anchore\/scan-action|snyk\/actions|gitleaks\/|github\/codeql-action\/(?:analyze|init|autobuild)|pypa\/gh-action-pip-audit|(?:returntocorp|semgrep)\/|dependency-check\/|google\/osv-scanner|trufflesecurity\/|bridgecrewio\/checkov|actions\/dependency-review-action|ossf\/scorecard|pycqa\/bandit|pyupio\/safety|zaproxy\/|golang\/govulncheck|securego\/gosec|bearer\/|controlplaneio\/kubesec|docker\/scout-action|shiftleft)/,
  ],
  ['test', /^(?:cypress-io\/github-action|grafana\/(?:k6|run-k6)-action|matt-ball\/newman-action)/],
  ['build', /^docker\/(?:build-push-action|bake-action)/],
  [
    'deploy',
    /^(?:azure\/(?:webapps-deploy|functions-action|k8s-deploy|aks-|container-apps-deploy|static-web-apps-deploy|arm-deploy)|aws-actions\/(?:amazon-ecs-deploy|aws-cloudformation)|google-github-actions\/deploy-|superfly\/flyctl-actions(?!\/setup)|amondnet\/vercel-action|actions\/deploy-pages|peaceiris\/actions-gh-pages|jamesives\/github-pages-deploy|cloudflare\/(?:wrangler|pages)-action|firebaseextended\/action-hosting-deploy|akhileshns\/heroku-deploy|easingthemes\/ssh-deploy|burnett01\/rsync-deployments|nwtgck\/actions-netlify|digitalocean\/app_action|serverless\/github-action|railwayapp\/)/,
  ],
  [
    'publish',
    /^(?:pypa\/gh-action-pypi-publish|js-devtools\/npm-publish|changesets\/action|goreleaser\/goreleaser-action|cycjimmy\/semantic-release-action)/,
  ],
]

/** Images that `docker run` starts as if they were programs. */
const IMAGES =
  /^(?:trivy|semgrep|gitleaks|grype|bandit|snyk|trufflehog|checkov|tfsec|osv-scanner|dependency-check|k6|newman)$/

export function purposesOf(step: Step): ReadonlySet<Purpose> {
  const found = commandsOf(step.run ?? '').flatMap(purposesOfCommand)
  const action = actionOf(step)
  if (action !== undefined)
    found.push(...ACTIONS.flatMap(([purpose, pattern]) => (pattern.test(action) ? [purpose] : [])))
  return new Set(found)
}

export function purposesOfCommand(command: Command): Purpose[] {
  const text = programOf(command.words).join(' ')
  return COMMANDS.flatMap(([purpose, pattern]) => (pattern.test(text) ? [purpose] : []))
}

const LAUNCHERS: readonly RegExp[] = [
  /^(?:sudo|nohup|command|exec|env|xvfb-run|doppler run|dotenv|cross-env|nice|retry)(?: (?:-\S+|--|[A-Za-z_]\w*=\S*))* /,
  /^timeout(?: -\S+)* \d+\w* /,
  /^(?:npx|pnpx|bunx|uvx|pipx run)(?: (?:-p|--package) \S+| -\S+)* /,
  /^(?:npm|pnpm|yarn|bun) (?:exec|dlx)(?: -\S+)* /,
  /^(?:poetry|pipenv|pdm|rye|hatch|uv) run(?: (?:--(?:with|group|extra|python|directory|project)[ =]\S+|-\S+))* /,
  /^bundle exec /,
  /^(?:python|py)[\d.]*(?: -[^m]\S*)* -m /,
  /^(?:python[\d.]*|node|bash|sh|pwsh)(?: -[a-z]+)* (?=\S*(?:manage\.py|deploy))/,
  /^coverage run(?: (?:--?[\w-]+(?:=\S+)?))* -m /,
  /^docker[ -]compose(?: -\S+(?: \S+\.ya?ml)?)* (?:run|exec)(?: (?:-e|--env|-u|--user|-w|--workdir|-v|--volume) \S+| -\S+)* \S+ (?=\S)/,
]

/** The words of a command from the program on: no launcher, no folder, no options of a package manager before its script. */
export function programOf(words: readonly string[]): readonly string[] {
  let text = words.join(' ')
  for (let before = ''; before !== text;) {
    before = text
    for (const launcher of LAUNCHERS) text = text.replace(launcher, '')
    text = text.replace(/^\S*\/(?=[^\s/]+)/, '')
  }
  const started =
    /^docker run .*?(?:^|[ /])([\w-]+)(?::\S+)?(?= |$)/.exec(text) === null ? undefined : imageIn(text)
  if (started !== undefined) return started.split(' ')
  return managed(text).split(' ')
}

/** `trivy image app` of `docker run --rm aquasec/trivy:0.50 image app`. */
function imageIn(text: string): string | undefined {
  const words = text.split(' ')
  const at = words.findIndex((word) =>
    IMAGES.test(
      word
        .split('/')
        .at(-1)
        ?.replace(/[:@].*$/, '') ?? '',
    ),
  )
  const name = words[at]
    ?.split('/')
    .at(-1)
    ?.replace(/[:@].*$/, '')
  return at < 0 || name === undefined ? undefined : [name, ...words.slice(at + 1)].join(' ')
}

/** `pnpm test` of `pnpm --filter api -r test`, `yarn test` of `yarn workspace api test`. */
const managed = (text: string): string =>
  text
    .replace(
      /^(npm|pnpm|yarn|bun|make)((?: (?:(?:--filter|--workspace|--prefix|--cwd|--dir|-w|-F|-C)[ =]\S+|-\S+))+)(?= )/,
      '$1',
    )
    .replace(/^yarn workspace \S+ /, 'yarn ')
    .replace(/^yarn workspaces (?:run|foreach(?: -\S+)*(?: run)?) /, 'yarn ')
    .replace(
      /^(npm|pnpm|yarn|bun) (run(?:-script)?)((?: (?:(?:--filter|--workspace|--prefix|-w|-F|-C)[ =]\S+|-\S+))+)(?= )/,
      '$1 $2',
    )
