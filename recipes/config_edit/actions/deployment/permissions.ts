/** The least that a job's token has to be allowed: what its steps are known to need, and no more. */
import type { Json, JsonObject } from '../../value.js'
import { child, isObject } from '../../value.js'
import type { Step } from '../workflow.js'
import { resolvedInShell } from '../variables.js'
import { actionOf } from '../workflow.js'

export type Permissions = Readonly<Record<string, 'read' | 'write'>>

const BY_ACTION: readonly (readonly [RegExp, Permissions])[] = [
  [/^actions\/attest/, { 'id-token': 'write', attestations: 'write' }],
  [/^actions\/deploy-pages$/, { pages: 'write', 'id-token': 'write' }],
  [/^actions\/(?:labeler|stale)$/, { issues: 'write', 'pull-requests': 'write' }],
  [
    /^actions\/github-script$|comment|^danger\/|^dorny\/test-reporter$|^romeovs\/lcov/,
    { 'pull-requests': 'write' },
  ],
  [/^dorny\/paths-filter$|^actions\/dependency-review-action$/, { 'pull-requests': 'read' }],
  [/^dorny\/test-reporter$|^enricomi\/publish-unit-test|^mikepenz\/action-junit/, { checks: 'write' }],
  [/^github\/codeql-action|^ossf\/scorecard-action$/, { 'security-events': 'write' }],
  [
    /release|^peter-evans\/create-pull-request$|^stefanzweifel\/|gh-pages|^ad-m\/github-push/,
    { contents: 'write' },
  ],
  [
    /^aws-actions\/configure-aws-credentials$|^google-github-actions\/auth$|^azure\/login$/,
    { 'id-token': 'write' },
  ],
  [/^(?:sigstore|slsa-framework)\/|^pypa\/gh-action-pypi-publish$/, { 'id-token': 'write' }],
]
const BY_COMMAND: readonly (readonly [RegExp, Permissions])[] = [
  [/\bgit push\b|\bgh release (?:create|upload|edit)\b/, { contents: 'write' }],
  [/\bgh pr (?:comment|create|edit|merge|review)\b/, { 'pull-requests': 'write' }],
  [/\bgh issue\b/, { issues: 'write' }],
  [/\bgh api\b[^\n]*\/deployments/, { deployments: 'read' }],
  [/\bgh (?:run|workflow)\b/, { actions: 'read' }],
  [/\bcosign (?:sign|attest)\b|--provenance\b/, { 'id-token': 'write' }],
]

/** What the steps need, where the variables that they name are those of these owners of an `env`. */
export function neededBy(steps: readonly Step[], ...owners: readonly JsonObject[]): Permissions {
  const texts = steps.map(({ value }) => resolvedInShell(JSON.stringify(value), value, ...owners))
  const isTold = texts.some(logsIn)
  const isThere = isTold || texts.some((text) => text.includes('ghcr.io'))
  const packages: Permissions = isThere && steps.some(isPush) ? WRITES : isTold ? READS : {}
  return [...steps.map(neededByOne), packages].reduce(joined, { contents: 'read' })
}

const READS = { packages: 'read' } as const
const WRITES = { packages: 'write' } as const

/** To the registry of the repository; no other takes the token of the run. */
const logsIn = (text: string): boolean =>
  /\blogin\b/.test(text) && /\bghcr\.io\b|\bsecrets\.GITHUB_TOKEN\b|\bgithub\.token\b/.test(text)

const isPush = (step: Step): boolean => {
  const inputs = child(step.value, 'with') ?? {}
  const pushes = JSON.stringify(child(inputs, 'push') ?? null)
  const exports = JSON.stringify(child(inputs, 'outputs') ?? null)
  const builds =
    /^docker\/(?:build-push|bake)-action$/.test(actionOf(step) ?? '') &&
    (!/^(?:false|"false"|null)$/.test(pushes) || /push=true|type=registry/.test(exports))
  return (
    builds ||
    /\b(?:docker|podman|buildah|helm|oras|crane) (?:\S+ )*push\b|\b(?:imagetools create|cosign \w+|skopeo copy|crane copy|oras attach)\b|--push\b/.test(
      step.run ?? '',
    )
  )
}

function neededByOne(step: Step): Permissions {
  const action = actionOf(step) ?? ''
  const found = [
    ...BY_ACTION.filter(([pattern]) => pattern.test(action)),
    ...BY_COMMAND.filter(([pattern]) => pattern.test(step.run ?? '')),
  ].map(([, permissions]) => permissions)
  return found.reduce(joined, {})
}

export const joined = (a: Permissions, b: Permissions): Permissions => {
  const all = new Map(Object.entries(a))
  for (const [name, level] of Object.entries(b)) if (all.get(name) !== 'write') all.set(name, level)
  return Object.fromEntries(all)
}

/** Does a block allow this? `write-all` allows everything, `read-all` all reading. */
export function allows(block: Json | undefined, wanted: Permissions): boolean {
  return Object.entries(wanted).every(([name, level]) => {
    if (block === 'write-all') return true
    if (block === 'read-all') return level === 'read'
    const given = isObject(block) ? child(block, name) : undefined
    return given === 'write' || given === level
  })
}

/**
 * The block that a job is to have, so that it may do what is wanted: its own or the workflow's with what is missing; where
 * there is none (a block takes all defaults away) or one that allows everything, what its steps need.
 */
export function permissionsFor(
  job: JsonObject,
  workflow: JsonObject,
  steps: readonly Step[],
  wanted: Permissions = {},
): Json {
  const own = child(job, 'permissions')
  const block = own ?? child(workflow, 'permissions')
  const pulled = JSON.stringify([child(job, 'container') ?? null, child(job, 'services') ?? null])
  const pulls: Permissions = /GITHUB_TOKEN|github\.token/.test(pulled) ? READS : {}
  const needed = [neededBy(steps, job, workflow), pulls, wanted].reduce(joined)
  if (!isObject(block)) return needed
  return allows(block, needed) && own !== undefined ? block : { ...block, ...raised(block, needed) }
}

const raised = (block: JsonObject, needed: Permissions): Permissions =>
  Object.fromEntries(Object.entries(needed).filter(([name, level]) => !allows(block, { [name]: level })))
