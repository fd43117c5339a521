/** How a job that pushes an image tells others of it: its name, its digest, and a tag by which its commit finds it again. */
import type { Edit } from '../../edits.js'
import type { Segments } from '../../path.js'
import type { Json, JsonObject } from '../../value.js'
import { child, isObject } from '../../value.js'
import type { Built } from './built.js'
import { metadataOf } from './built.js'
import { insertedEdits } from './inserted.js'
import { commandsOf } from '../script.js'
import { hasShell, resolved, resolvedInShell } from '../variables.js'
import type { Step } from '../workflow.js'
import { jobPath, key, stepSegment, textOf, under } from '../workflow.js'

export interface Told {
  /** A text with expressions. */
  readonly name: string
  /** Other jobs may write it too; else it has to be an output of this one. */
  readonly isPortable: boolean
  /** A registry has it in lower case, whatever the expression gives. */
  readonly isLowered: boolean
  /** `steps.build.outputs.digest`, in the job itself. */
  readonly digest: string
  readonly edits: readonly Edit[]
}

/** Nothing where only a shell knows the name, or no edit can find the step. */
export function toldBy(built: Built, workflow: JsonObject, isByCommit: boolean): Told | undefined {
  return built.step.uses === undefined
    ? toldByCommand(built, workflow, isByCommit)
    : toldByAction(built, workflow, isByCommit)
}

function toldByAction(built: Built, workflow: JsonObject, isByCommit: boolean): Told | undefined {
  const { job, step, repository, reference } = built
  const path = pathOf(built, step)
  if (repository === undefined || hasShell(repository) || path === undefined) return undefined
  const id = step.id ?? `build-${built.name}`
  const metadata = metadataOf(job, reference)
  const tagged = metadata ?? step
  const tags = metadata === undefined ? tagsOf(step, repository) : metadataTags(metadata)
  const tagsPath = pathOf(built, tagged)
  return {
    ...nameFor(repository, built, workflow),
    isLowered: metadata !== undefined && repository.includes('${{'),
    digest: `steps.${id}.outputs.digest`,
    edits: [
      { do: 'set', path: [...path, key('id')], value: id },
      ...(isByCommit && tagsPath !== undefined
        ? [{ do: 'set' as const, path: [...tagsPath, key('with'), key('tags')], value: tags }]
        : []),
    ],
  }
}

function pathOf({ job }: Built, step: Step): Segments | undefined {
  const segment = stepSegment(job.steps, step, ['id', 'with'])
  return segment === undefined ? undefined : [...jobPath(job.id, 'steps'), segment]
}

const COMMIT = '${{ github.sha }}'

function tagsOf({ value }: Step, repository: string): Json {
  const tags = textOf(under(value, 'with', 'tags')) ?? ''
  return /\$\{\{\s*github\.sha\s*\}\}\s*$/m.test(tags) ? tags : lines(tags, `${repository}:${COMMIT}`)
}

/** What the action does where nobody says otherwise, as its documentation has it. */
const USUAL = 'type=schedule\ntype=ref,event=branch\ntype=ref,event=tag\ntype=ref,event=pr'

function metadataTags({ value }: Step): Json {
  const tags = textOf(under(value, 'with', 'tags')) ?? USUAL
  const isTagged = /^type=sha,(?=.*format=long)(?=.*prefix=(?:,|$))|value=\$\{\{\s*github\.sha\s*\}\}/m
  return isTagged.test(tags) ? tags : lines(tags, 'type=sha,format=long,prefix=')
}

const lines = (text: string, last: string): string => `${text.trimEnd()}\n${last}\n`

/** `docker push`, in the step that builds or a later one; a step behind it asks the registry for the digest. */
function toldByCommand(built: Built, workflow: JsonObject, isByCommit: boolean): Told | undefined {
  const push = pushOf(built)
  if (push === undefined) return undefined
  const owners = [push.step.value, built.job.value, workflow]
  const reference = resolvedInShell(push.reference, ...owners)
  const repository = reference.replace(/:(?:[\w.-]|\$\{\{[^]*?\}\})+$/, '')
  if (hasShell(reference)) return undefined
  const isTagged = !isByCommit || /\$\{\{\s*github\.sha\s*\}\}$/.test(reference)
  const tell = tellName(built.name)
  const id = `pushed-${built.name}`
  const inspect = `digest=$(docker buildx imagetools inspect "$IMAGE" --format '{{.Manifest.Digest}}')\necho "digest=$digest" >> "$GITHUB_OUTPUT"\n`
  const tag = 'docker buildx imagetools create --tag "$NAME:$GITHUB_SHA" "$IMAGE"\n'
  const env = { IMAGE: reference, ...(isTagged ? {} : { NAME: repository }) }
  const step = { name: tell, id, env, run: isTagged ? inspect : `${inspect}${tag}` }
  return {
    ...nameFor(repository, built, workflow),
    isLowered: false,
    digest: `steps.${id}.outputs.digest`,
    edits: insertedEdits(built.job, [{ beside: push.step, side: 'after', steps: [step] }]),
  }
}

const tellName = (name: string): string => `Find the digest of ${name === 'image' ? 'the image' : name}`

interface Push {
  readonly step: Step
  /** As it stands in the script. */
  readonly reference: string
}

/** The last push of a name that the image was built under, or was given later. */
function pushOf({ job, step, tags = [] }: Built): Push | undefined {
  const names = new Set(tags)
  const pushes: Push[] = []
  for (const later of job.steps.filter(({ index }) => index >= step.index))
    for (const { words } of commandsOf(later.run ?? '')) {
      const [verb, from = '', to = ''] = commandOfDocker(words)
      if (verb === 'tag' && names.has(from)) names.add(to)
      const isBoth = verb === 'build' && later === step && words.includes('--push')
      const reference = isBoth ? tags[0] : verb === 'push' && names.has(from) ? from : undefined
      if (reference !== undefined) pushes.push({ step: later, reference })
    }
  return pushes.at(-1)
}

/** `push` and what is pushed, without options; nothing of another program. */
function commandOfDocker(words: readonly string[]): readonly string[] {
  const [program, ...rest] = words.filter((word) => word !== 'sudo' && !word.startsWith('-'))
  return program === 'docker' ? rest.filter((word) => word !== 'image' && word !== 'buildx') : []
}

/** What only the job or its step knows by a variable is put in. */
function nameFor(repository: string, { job, step }: Built, workflow: JsonObject) {
  const name = resolved(repository, step.value, job.value)
  const env = child(workflow, 'env')
  const isKnown = (text: string): boolean =>
    /^(?:github|vars|secrets|inputs)\.[\w.-]+$/.test(text) ||
    (isObject(env) && text.startsWith('env.') && child(env, text.slice(4)) !== undefined)
  const expressions = [...name.matchAll(/\$\{\{([^]*?)\}\}/g)].map(([, text = '']) => text.trim())
  return { name, isPortable: expressions.every(isKnown) }
}
