/** Edits of real workflows: the value is as another parser sees it, no other line changes, and giving back gives the very bytes. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Document, Node } from 'yaml'
import { isCollection, parse, parseDocument } from 'yaml'
import type { Edit } from '../../../recipes/config_edit/edits.js'
import type { Json } from '../../../recipes/config_edit/value.js'
import { asJson, isList, isObject } from '../../../recipes/config_edit/value.js'
import { workflows } from './actions/workflows.js'
import { append, before, edited, givenBack, keptOf, remove, set } from './yaml_rig.js'

const CORPUS = fileURLToPath(new URL('../../../../shared/corpus/workflows-dev', import.meta.url))
const isThere = existsSync(CORPUS)
/** The long way through takes every job of every file, the short one a job of each. */
const isSoak = Number(process.env.LAW_STORIES ?? 0) >= 2000

type Way = readonly (string | number)[]
type Job = Record<string, unknown>

interface Workflow {
  readonly jobs: Record<string, Job>
}

interface Trial {
  readonly edit: Edit
  /** What it does to the value, by hand. */
  readonly model: (job: Job) => void
  /** The way to what may lose lines; what is added in lines loses none. */
  readonly loses?: Way
  /** Where something is added: between brackets a line of them changes. */
  readonly adds?: Way
}

const STEP = { name: 'Added', uses: 'a/b@v1', with: { list: 'x\ny\n', on: 'yes' } }
const SETUP = { run: 'echo "${{ github.ref }}: #1"' }

function trialsOf(job: string, body: Json): Trial[] {
  const path = `jobs.${JSON.stringify(job)}`
  const own: Way = ['jobs', job]
  const limits = { set: ['a', 'b: c'], nothing: null }
  const trials: Trial[] = [
    { edit: set(`${path}.x-added`, limits), model: (at) => (at['x-added'] = limits), adds: own },
  ]
  if (!isObject(body)) return trials
  if (typeof body['runs-on'] === 'string')
    trials.push({
      edit: set(`${path}.runs-on`, 'self-hosted'),
      model: (at) => (at['runs-on'] = 'self-hosted'),
      loses: [...own, 'runs-on'],
    })
  const { steps } = body
  if (!isList(steps) || steps.length === 0) return trials
  const list = (at: Job) => at.steps as Job[]
  const adds = [...own, 'steps']
  trials.push({ edit: append(`${path}.steps`, STEP), model: (at) => list(at).push(STEP), adds })
  trials.push({
    edit: before(`${path}.steps[0]`, SETUP),
    model: (at) => list(at).unshift(SETUP),
    adds,
  })
  const index = steps.findIndex((step) => isObject(step) && Object.keys(step).length > 1)
  const key = Object.keys(steps[index] ?? {}).at(-1)
  if (key === undefined) return trials
  trials.push({
    // The index is the item's own: nothing before it changes. A roadmap has to say which by a name.
    edit: remove(`${path}.steps[${index}].${JSON.stringify(key)}`),
    model: (at) => Reflect.deleteProperty(list(at)[index] ?? {}, key),
    loses: [...own, 'steps', index, key],
  })
  return trials
}

const read = (text: string): Workflow => parse(text, { merge: true }) as Workflow

function modelled(root: Workflow, job: string, { model }: Trial): Workflow {
  const copy = structuredClone(root)
  model(copy.jobs[job] ?? {})
  return copy
}

/** First and last of the lines that the other text has not, counted from 0; undefined where it has them all. */
function lost(from: string, to: string): readonly [number, number] | undefined {
  const [old, now] = [from.split('\n'), to.split('\n')]
  let [first, last] = [0, 0]
  while (first < old.length && old[first] === now[first]) first++
  const most = Math.min(old.length, now.length) - first
  while (last < most && old.at(-1 - last) === now.at(-1 - last)) last++
  return first + last === old.length ? undefined : [first, old.length - 1 - last]
}

/** The lines of a key with its value, as another parser sees them, and of the comments below that stand deeper than the key. */
function linesAt(text: string, document: Document, way: Way): readonly [number, number] {
  const parent = document.getIn(way.slice(0, -1), true)
  const pair = isCollection(parent)
    ? parent.items
        .map((one) => one as { key?: Node; value?: Node })
        .find(({ key }) => key?.toString() === way.at(-1))
    : undefined
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length - 1
  const [from, end] = [pair?.key?.range?.[0] ?? 0, pair?.value?.range?.[1] ?? 0]
  const lines = text.split('\n')
  const column = from - (text.lastIndexOf('\n', from - 1) + 1)
  let last = lineOf(text.slice(0, end).trimEnd().length)
  for (let i = last + 1; /^\s*(?:#|$)/.test(lines[i] ?? 'x'); i++)
    if ((lines[i]?.search(/#/) ?? -1) > column) last = i
  return [lineOf(from), last]
}

const isFlow = (document: Document, way: Way): boolean => {
  const node = document.getIn(way, true)
  return isCollection(node) && node.flow === true
}

/** Only lines of what the edit changes are lost. */
function checkLines(text: string, after: string, { edit, loses, adds }: Trial, document: Document): void {
  const gone = lost(text, after)
  const told = `${JSON.stringify(edit)}\n${after}`
  if (adds !== undefined && !isFlow(document, adds)) assert.equal(gone, undefined, told)
  if (loses === undefined || gone === undefined) return
  const [first, last] = linesAt(text, document, loses)
  const above = text.split('\n').slice(gone[0], first)
  assert.ok(
    above.every((line) => line.trim() === '') && gone[1] <= last,
    `${told}\n${gone.join('-')} is not in ${first}-${last}`,
  )
}

function texts(): readonly (readonly [string, string])[] {
  const files = isThere ? readdirSync(CORPUS).filter((name) => /\.ya?ml$/.test(name)) : []
  const own = [...workflows].flatMap(([name, text]) => [
    [name, text] as const,
    [`${name} with CRLF`, text.replaceAll('\n', '\r\n')] as const,
  ])
  return [...own, ...files.map((name) => [name, readFileSync(join(CORPUS, name), 'utf8')] as const)]
}

test('yaml edits real workflows and leaves every other line, once, and gives back every byte', (context) => {
  if (!isThere) context.diagnostic('../shared/corpus is not there: tried on the workflows of the tests alone')
  let count = 0
  for (const [number, [name, text]] of texts().entries()) {
    const [root, document] = [read(text), parseDocument(text)]
    const all = Object.entries(root.jobs)
    for (const [job, body] of isSoak ? all : all.slice(number % all.length).slice(0, 1))
      for (const trial of trialsOf(job, asJson(body) ?? null)) {
        const edits = [trial.edit]
        const after = edited(text, edits)
        assert.deepEqual(read(after), modelled(root, job, trial), name)
        assert.equal(edited(after, edits), after, name)
        checkLines(text, after, trial, document)
        assert.equal(givenBack(after, keptOf(text, edits)), text, `${name}: ${JSON.stringify(trial.edit)}`)
        count++
      }
  }
  assert.ok(count >= (isThere ? 300 : 20), `${count} edits`)
  context.diagnostic(`${count} edits`)
})
