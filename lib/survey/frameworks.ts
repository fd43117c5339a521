/** Which frameworks a package is built on, and what kind of unit a source file is: by its path and by what is in it. */
import type { Package } from './packages.js'

export const FRAMEWORKS = ['fastify', 'express', 'nest', 'koa', 'hono', 'next'] as const
export type Framework = (typeof FRAMEWORKS)[number]

const PACKAGES: Readonly<Record<Framework, RegExp>> = {
  fastify: /^fastify$/,
  express: /^express$/,
  nest: /^@nestjs\/core$/,
  koa: /^koa$/,
  hono: /^hono$/,
  next: /^next$/,
}

export function frameworksOf({ dependencies }: Package): readonly Framework[] {
  return FRAMEWORKS.filter((name) => [...dependencies.keys()].some((one) => PACKAGES[name].test(one)))
}

/** `module`: code of no special kind. */
export type Kind = 'service' | 'route' | 'plugin' | 'config' | 'graphql' | 'module'

interface Sign {
  readonly kind: Kind
  /** Both have to hold. */
  readonly path: RegExp
  readonly text: RegExp
}

const VERBS = 'get|post|put|patch|delete|options|head|all|route|use'
/** `app.get('/users'`, `router.route('/')`, `fastify.route({`: whatever the thing is called. */
const DECLARES_ROUTES = new RegExp(
  `\\.(?:${VERBS})(?:<[^>]*>)?\\(\\s*(?:['"\`]/|\\{\\s*(?:method|url|path)\\b)`,
)

/** The first that fits counts. */
const SIGNS: readonly Sign[] = [
  {
    kind: 'graphql',
    path: /graphql|resolvers?\b|[./_-]gql\b|typedefs?/i,
    text: /graphql|gql|resolver|mercurius|typeDefs|Query|Mutation/i,
  },
  { kind: 'graphql', path: /^/, text: /@Resolver\(|\bIResolvers\b|\bmercurius\b.*\bresolvers\b/ },
  {
    kind: 'config',
    path: /(?:^|\/)(?:config|configs|configuration|settings)\/|(?:^|\/)(?:config|env|environment|settings)\.[cm]?[jt]s$|\.config\.[cm]?[jt]s$/i,
    text: /process\.env|import\.meta\.env|\bexport\b|module\.exports|exports\./,
  },
  { kind: 'plugin', path: /^/, text: /from ['"]fastify-plugin['"]|require\(['"]fastify-plugin['"]\)/ },
  {
    kind: 'plugin',
    path: /(?:^|\/)(?:plugins?|middlewares?|hooks|guards|interceptors|pipes)\/|\.(?:plugin|middleware|guard|interceptor|pipe)\.[cm]?[jt]sx?$/i,
    text: /^/,
  },
  {
    kind: 'route',
    path: /(?:^|\/)(?:routes?|routers?|controllers?|endpoints?|handlers?|api)\/|(?:^|[./-])(?:routes?|router|controller|handler)s?\.[cm]?[jt]sx?$|Controller\.[cm]?[jt]sx?$/i,
    text: /\b(?:req|request|reply|res|response|ctx|app|router|fastify|server)\b|@(?:Get|Post|Put|Patch|Delete|Controller)\(/i,
  },
  {
    kind: 'route',
    path: /^/,
    text: /@Controller\(|\bexport (?:async )?(?:function|const) (?:GET|POST|PUT|PATCH|DELETE)\b/,
  },
  { kind: 'route', path: /^/, text: DECLARES_ROUTES },
  {
    kind: 'service',
    path: /(?:^|\/)(?:services?|use-?cases?|usecases|domain|repositories|repository|providers?|managers?|jobs|workers?|clients?|stores?|models?|db|database|data|core)\/|(?:^|[./-])(?:service|usecase|use-case|repository|provider|manager|client|store|model)\.[cm]?[jt]sx?$|(?:Service|UseCase|Repository|Client|Store|Manager)\.[cm]?[jt]sx?$/i,
    text: /^/,
  },
]

export function kindOf(path: string, text: string): Kind {
  return SIGNS.find((sign) => sign.path.test(path) && sign.text.test(text))?.kind ?? 'module'
}

/** A Python file that declares routes of a web framework. */
export const isPythonRoute = (text: string): boolean =>
  /^\s*@\w+\.(?:get|post|put|patch|delete|route|websocket|api_route)\(|\bAPIRouter\(|\bBlueprint\(|^urlpatterns\b/m.test(
    text,
  )
