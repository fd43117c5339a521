/** What builds the HTTP application of the repository, so that a test can have one of its own. */
import type * as t from '@babel/types'
import { Refusal } from '../../../lib/core/recipe.js'
import { isSource, scriptsOf } from '../../../lib/survey/sources.js'
import type { Library } from '../model/library.js'
import type { Source } from '../model/source.js'
import { callsIn } from '../model/walk.js'
import type { Repository } from './open.js'

export interface App {
  readonly path: string
  readonly name: string
  readonly isDefault: boolean
  readonly framework: Framework
  /** A function that makes one; else the value itself is the application. */
  readonly isBuilder: boolean
}

export type Framework = 'fastify' | 'express' | 'koa' | 'hono' | 'nest'

const LIKELY =
  /(?:^|\/)(?:build-?)?(?:app|server|application|main|index|api|create-?(?:app|server))\.[cm]?[jt]s$/i
const MAKERS: readonly (readonly [Framework, RegExp])[] = [
  ['nest', /\bNestFactory\.create\b/],
  ['fastify', /\b[fF]astify\s*(?:<[^>]*>)?\(/],
  ['express', /\bexpress\(\s*\)/],
  ['koa', /\bnew Koa\b/],
  ['hono', /\bnew (?:Open[A-Z]+)?Hono\b/],
]

/** `wanted` is `path#name`; else the likely files are read, those nearest to the top first. */
export async function appOf(repository: Repository, wanted: string | undefined): Promise<App> {
  const library = await repository.openLibrary()
  if (wanted !== undefined) return wantedApp(library, wanted)
  const files = scriptsOf(repository.look)
    .filter((path) => isSource(path) && LIKELY.test(path))
    .sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1))
  const sources = files.slice(0, 20).flatMap((path) => library.open(path) ?? [])
  const apps = sources.flatMap(appsIn)
  const best = apps.find(({ isBuilder }) => isBuilder)
  if (best !== undefined) return best
  const [value] = apps
  if (value === undefined)
    throw new Refusal(
      `no file exports an application of fastify, express, koa, hono or nest (looked in ${told(files)}): give \`data: { app: path/of/file.ts#name }\``,
    )
  const listens = sources.some((source) => source.path === value.path && startsItself(source))
  if (listens)
    throw new Refusal(
      `\`${value.path}\` starts its server as soon as it is imported, so a test cannot have one of its own: export a function that builds the application from another file, or give \`data: { app: path/of/file.ts#name }\``,
    )
  return value
}

const told = (files: readonly string[]): string =>
  files.length === 0
    ? 'files called app, server, main and the like'
    : files
        .slice(0, 5)
        .map((file) => `\`${file}\``)
        .join(', ')

const depthOf = (path: string): number => path.split('/').length

function wantedApp(library: Library, wanted: string): App {
  const [path = '', name = 'default'] = wanted.split('#')
  const source = library.open(path)
  if (source === undefined)
    throw new Refusal(`there is no file \`${path}\` that could be read for the application`)
  const local = source.exports.get(name)
  if (local === undefined)
    throw new Refusal(
      `\`${path}\` exports no \`${name}\`: it exports ${[...source.exports.keys()].map((one) => `\`${one}\``).join(', ') || 'nothing'}`,
    )
  return (
    appsIn(source).find((app) => app.name === name || (app.isDefault && name === 'default')) ?? {
      path,
      name: local === '' ? 'buildApp' : name === 'default' ? local : name,
      isDefault: name === 'default',
      framework: frameworkIn(source.text) ?? 'fastify',
      isBuilder: source.functions.has(local),
    }
  )
}

const frameworkIn = (text: string): Framework | undefined => MAKERS.find(([, made]) => made.test(text))?.[0]

/** Exported functions that make an application, and exported applications. */
function appsIn(source: Source): App[] {
  return [...source.exports].flatMap(([exported, local]): App[] => {
    const node: t.Node | undefined = source.functions.get(local) ?? source.values.get(local)
    const framework = node && frameworkIn(source.text.slice(node.start ?? 0, node.end ?? 0))
    if (framework === undefined) return []
    const isDefault = exported === 'default'
    return [
      {
        path: source.path,
        name: isDefault ? local || 'buildApp' : exported,
        isDefault,
        framework,
        isBuilder: source.functions.has(local),
      },
    ]
  })
}

/** Does it listen without being asked to? */
function startsItself(source: Source): boolean {
  const calls = callsIn(source.body)
  const listening = new Set(
    calls
      .filter(
        ({ node }) =>
          node.callee.type === 'MemberExpression' &&
          node.callee.property.type === 'Identifier' &&
          node.callee.property.name === 'listen',
      )
      .map(({ within }) => within),
  )
  return (
    calls.some(
      ({ node, within }) =>
        within === '' && node.callee.type === 'Identifier' && listening.has(node.callee.name),
    ) || listening.has('')
  )
}
