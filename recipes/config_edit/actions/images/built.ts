/** The images that the jobs of a workflow build: by which step, from what, under which name, and whether it pushes them. */
import type { JsonObject } from '../../value.js'
import { child, isObject } from '../../value.js'
import { inputsFrom, optionsOf } from './docker_build.js'
import { commandsOf } from '../script.js'
import { hasShell, resolved, resolvedInShell } from '../variables.js'
import type { Job, Step } from '../workflow.js'
import { actionOf, textOf, under } from '../workflow.js'

export interface Built {
  readonly job: Job
  readonly step: Step
  /** What a person calls it, and names are made of: `api`. */
  readonly name: string
  /** As inputs of `docker/build-push-action`: context, file, target, build-args. */
  readonly inputs: JsonObject
  readonly platforms: readonly string[]
  /** The step sends it to a registry, so that it has to be scanned before. */
  readonly isPushed: boolean
  /** The name by which the runner has it afterwards, if it has it. */
  readonly local?: string
  /** With its tag. */
  readonly reference?: string
  /** Without it. */
  readonly repository?: string
  /** All its names, as a shell reads them. */
  readonly tags?: readonly string[]
}

/** As it stands in a sentence: what nothing names is `the image`. */
export const said = (name: string): string => name.replace(/^(?=(?:image|package)(?:-\d+)?$)/, 'the ')

/** Steps of these names are ours, and build nothing that is shipped. */
export const scanBuildName = (name: string): string => `Build ${said(name)} for its scan`
const isOurs = (step: Step): boolean => /^Build .+ for its scan$/.test(step.name ?? '')

/** The workflow's value says what the variables are that names are made of. */
export function imagesBuilt(job: Job, workflow: JsonObject): readonly Built[] {
  const found = job.steps
    .filter((step) => !isOurs(step))
    .flatMap((step) => [...byAction(job, step), ...byCommands(job, step, workflow)])
    .map((built) => ({ ...built, ...repositoryOf(built) }))
    .map((built) => (built.name === '' ? { ...built, name: nameIn(built, workflow) } : built))
  return found.map((built, index) => ({ ...built, name: unique(found, index) }))
}

/** Several of one name are told apart by their number. */
function unique(all: readonly Built[], index: number): string {
  const name = all[index]?.name ?? ''
  const before = all.slice(0, index).filter((other) => other.name === name).length
  return before === 0 ? name : `${name}-${before + 1}`
}

const KEPT = [
  'context',
  'file',
  'target',
  'build-args',
  'build-contexts',
  'secrets',
  'secret-files',
  'ssh',
  'cache-from',
  'network',
  'allow',
]

function byAction(job: Job, step: Step): Built[] {
  if (actionOf(step) !== 'docker/build-push-action') return []
  const given = child(step.value, 'with')
  const inputs = isObject(given) ? given : {}
  const tags = partsOf(textOf(child(inputs, 'tags')))
  const isPushed =
    isTrue(child(inputs, 'push')) || /push=true|type=registry/.test(textOf(child(inputs, 'outputs')) ?? '')
  const isLoaded = isTrue(child(inputs, 'load'))
  const [reference] = tags
  return [
    {
      job,
      step,
      name: nameFrom(textOf(child(inputs, 'file')), textOf(child(inputs, 'context'))),
      inputs: Object.fromEntries(Object.entries(inputs).filter(([name]) => KEPT.includes(name))),
      platforms: platformsOf(textOf(child(inputs, 'platforms')) ?? ''),
      isPushed,
      ...(isLoaded && !isPushed && reference !== undefined ? { local: reference } : {}),
      ...(reference === undefined ? {} : { reference }),
    },
  ]
}

/** Items of a list in a text, by line or comma; an expression is one whatever is in it. */
const partsOf = (text: string | undefined): readonly string[] =>
  [...(text ?? '').matchAll(/(?:\$\{\{[^]*?\}\}|[^\n,])+/g)]
    .map(([part]) => part.trim())
    .filter((part) => part !== '')

/** What an expression comes to is known of a matrix alone: one at a time. */
const platformsOf = (text: string): readonly string[] =>
  text.includes('${{') && !/^\$\{\{\s*matrix\./.test(text.trim()) ? [] : partsOf(text)

const isTrue = (value: unknown): boolean =>
  value === true || (typeof value === 'string' && value !== '' && value !== 'false')

function byCommands(job: Job, step: Step, workflow: JsonObject): Built[] {
  const commands = commandsOf(step.run ?? '').map(({ words }) =>
    words[0] === 'sudo' ? words.slice(1) : words,
  )
  return commands.flatMap((words) => {
    const at = words.findIndex((word) => word === 'build')
    if (words[0] !== 'docker' || !/^docker (?:buildx |image )?build$/.test(words.slice(0, at + 1).join(' ')))
      return []
    const options = optionsOf(words.slice(at + 1))
    const inputs = inputsFrom(options, textOf(child(step.value, 'working-directory')))
    const tags = options.values.get('tag') ?? []
    const reference =
      tags[0] === undefined ? undefined : resolvedInShell(tags[0], step.value, job.value, workflow)
    const pushed = commands.some((other) => other[0] === 'docker' && other.includes('push'))
    const isPushed = options.flags.has('push') || pushed
    const isPlain = reference !== undefined && !hasShell(reference)
    const isKept = !isPushed && isPlain && (words[1] !== 'buildx' || options.flags.has('load'))
    return [
      {
        job,
        step,
        name: nameFrom(textOf(child(inputs, 'file')), textOf(child(inputs, 'context'))),
        inputs,
        platforms: options.values.get('platform')?.[0]?.split(',') ?? [],
        isPushed,
        ...(isKept ? { local: reference } : {}),
        ...(isPlain ? { reference } : {}),
        tags,
      },
    ]
  })
}

/** Of the folder or the Dockerfile's suffix; empty where these say nothing. */
function nameFrom(file: string | undefined, context: string | undefined): string {
  const plain = (path: string | undefined): string =>
    path === undefined || path.includes('$') ? '' : path.replace(/^\.\/?/, '').replace(/\/$/, '')
  const suffix = /(?:Docker|Container)file\.([\w-]+)$|([\w-]+)\.dockerfile$/i.exec(plain(file))
  const folder = plain(file)
    .split('/')
    .slice(0, -1)
    .findLast((part) => !/^(?:docker|build|deploy)$/i.test(part))
  return slug(suffix?.[1] ?? suffix?.[2] ?? folder ?? plain(context).split('/').at(-1) ?? '')
}

/** From the tag, or from the step that makes the tags. */
function repositoryOf({ job, reference }: Built): { repository?: string } {
  const meta = metadataOf(job, reference)
  const images = textOf(under(meta?.value, 'with', 'images'))
  const [repository = ''] = meta === undefined ? [reference?.replace(TAG, '')] : partsOf(images)
  const isKnown =
    repository !== '' && !repository.startsWith('name=') && !/^\$\{\{[^}]*tags[^}]*\}\}$/.test(repository)
  return isKnown ? { repository } : {}
}

const TAG = /:(?:[\w.-]|\$\{\{[^]*?\}\}|\$\{?\w+\}?)+$/

/** The step from which a reference has its tags. */
export function metadataOf({ steps }: Job, reference: string | undefined): Step | undefined {
  const id = /^\$\{\{\s*steps\.([\w-]+)\.outputs\.tags\s*\}\}$/.exec(reference ?? '')?.[1]
  return id === undefined ? undefined : steps.find((step) => step.id === id)
}

/** `api` of `ghcr.io/acme/api`; `image` where the end is an expression. */
function nameIn({ job, step, repository, tags }: Built, workflow: JsonObject): string {
  const named = repository ?? tags?.[0]?.replace(TAG, '') ?? ''
  const last = resolved(named, step.value, job.value, workflow).split('/').at(-1) ?? ''
  const name = /^[\w.-]+$/.test(last) ? slug(last) : ''
  return name === '' ? 'image' : name
}

const slug = (text: string): string => text.toLowerCase().replace(/[^a-z0-9-]+/g, '-')
