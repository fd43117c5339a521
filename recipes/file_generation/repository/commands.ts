/** The commands that deploy to a platform, watch it and take a deployment back. */
import type { Platform, Unit } from './platform.js'
import { CLUSTER } from './platform.js'

/** For an image in `$IMAGE` and an environment in `$ENVIRONMENT`; what a platform cannot do is ''. */
export interface Commands {
  readonly deploy: string
  /** Returns to the version before, or where the platform does not remember one, to `$IMAGE`. */
  readonly rollback: string
  readonly needsImage: boolean
  readonly watch: string
  readonly logs: string
  readonly history: string
  /** Names of secrets that the commands need in their environment. */
  readonly secrets: readonly string[]
}

export function commandsOf(platform: Platform): Commands {
  switch (platform.kind) {
    case 'script': {
      const words = platform.takes.map((name) =>
        /env|stage|target/.test(name)
          ? '"$ENVIRONMENT"'
          : /image|tag|version|digest|sha|ref/.test(name)
            ? '"$IMAGE"'
            : `"$${name.toUpperCase().replace(/\W/g, '_')}"`,
      )
      const deploy = [
        `./${platform.path}`,
        ...(words.length > 0 ? words : ['"$ENVIRONMENT"', '"$IMAGE"']),
      ].join(' ')
      return {
        deploy,
        rollback: deploy,
        needsImage: deploy.includes('$IMAGE'),
        watch: '',
        logs: '',
        history: '',
        secrets: platform.secrets,
      }
    }
    case 'kubernetes': {
      const each = (make: (unit: Unit, space: string) => string): string =>
        platform.units
          .map((unit) => make(unit, unit.namespace === undefined ? '' : ` --namespace ${unit.namespace}`))
          .join('\n')
      return {
        deploy: each(
          ({ name, container }, space) =>
            `kubectl set image deployment/${name} ${container}="$IMAGE"${space}`,
        ),
        rollback: each(({ name }, space) => `kubectl rollout undo deployment/${name}${space}`),
        needsImage: false,
        watch: each(({ name }, space) => `kubectl rollout status deployment/${name} --timeout 5m${space}`),
        logs: each(({ name }, space) => `kubectl logs deployment/${name} --since 15m --tail 200${space}`),
        history: each(({ name }, space) => `kubectl rollout history deployment/${name}${space}`),
        secrets: [CLUSTER],
      }
    }
    case 'helm': {
      const { release, chart } = platform
      return {
        deploy: `helm upgrade ${release} ${chart} --install --atomic --timeout 5m --set image="$IMAGE"`,
        rollback: `helm rollback ${release} --wait --timeout 5m`,
        needsImage: false,
        watch: `helm status ${release}`,
        logs: `kubectl logs --selector app.kubernetes.io/instance=${release} --since 15m --tail 200`,
        history: `helm history ${release}`,
        secrets: [CLUSTER],
      }
    }
    case 'fly':
      return {
        deploy: `flyctl deploy --app ${platform.app} --image "$IMAGE"`,
        rollback: `flyctl deploy --app ${platform.app} --image "$IMAGE"`,
        needsImage: true,
        watch: `flyctl status --app ${platform.app}`,
        logs: `flyctl logs --app ${platform.app} --no-tail`,
        history: `flyctl releases --app ${platform.app} --image`,
        secrets: ['FLY_API_TOKEN'],
      }
    case 'compose': {
      const compose = `docker compose --file ${platform.file}`
      return {
        deploy: `${compose} up --detach --wait`,
        rollback: `${compose} up --detach --wait`,
        needsImage: true,
        watch: `${compose} ps`,
        logs: `${compose} logs --since 15m --tail 200`,
        history: '',
        secrets: [],
      }
    }
  }
}
