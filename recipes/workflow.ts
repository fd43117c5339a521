/** What has to be true of a GitHub workflow, checked on the nodes of its text. */
import type { Document, LineCounter, Pair, YAMLMap } from 'yaml'
import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml'
import { nearest } from '../lib/core/diagnostic.js'
import type { TextFault } from './yaml_text.js'
import { parseYaml } from './yaml_text.js'

interface Job {
  readonly id: string
  readonly body: YAMLMap
  readonly at: number
  readonly needs: readonly { readonly id: string; readonly at: number }[]
}

/** Every fault of one workflow as `file:line:column  message`, in the order of the file. */
export function faultsOf(file: string, text: string): string[] {
  const { document, lines, faults } = parseYaml(text)
  const found = [...faults, ...(document === undefined ? [] : new Check(document).all())]
  return found
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, message }) => `${file}:${position(lines, offset)}  ${message}`)
}

function position(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset)
  return `${Math.max(1, line)}:${Math.max(1, col)}`
}

class Check {
  private readonly faults: TextFault[] = []

  constructor(private readonly document: Document.Parsed) {}

  all(): TextFault[] {
    const top = this.follow(this.document.contents)
    if (!isMap(top)) this.say(0, 'a workflow has to be a map with `on` and `jobs`')
    else this.workflow(top)
    return this.faults
  }

  private workflow(top: YAMLMap): void {
    const triggers = this.value(top, 'on')
    if (triggers === undefined) this.say(offsetOf(top), 'the workflow has no `on`: what starts it')
    else if (isEmptyNode(triggers)) this.say(offsetOf(triggers), '`on` has to name an event, and is empty')
    const jobs = this.value(top, 'jobs')
    if (jobs === undefined) this.say(offsetOf(top), 'the workflow has no `jobs`')
    else if (!isMap(jobs) || jobs.items.length === 0)
      this.say(offsetOf(jobs), '`jobs` has to be a map with at least one job')
    else this.jobs(jobs)
  }

  private jobs(jobs: YAMLMap): void {
    const read = jobs.items.flatMap((pair) => this.job(pair))
    const ids = jobs.items.map(keyOf)
    for (const { id, needs } of read)
      for (const need of needs)
        if (!ids.includes(need.id))
          this.say(
            need.at,
            `job \`${id}\` needs \`${need.id}\`, and there is no such job${near(need.id, ids)}`,
          )
    this.faults.push(...cyclesOf(read))
  }

  private job(pair: Pair): Job[] {
    const id = keyOf(pair)
    const at = offsetOf(pair.key)
    const body = this.follow(pair.value)
    if (!/^[A-Za-z_][\w-]*$/.test(id))
      this.say(
        at,
        `the job id \`${id}\` has to be of letters, digits, \`-\` and \`_\`, and begin with a letter or \`_\``,
      )
    if (!isMap(body)) {
      this.say(at, `job \`${id}\` has to be a map`)
      return []
    }
    this.kind(id, at, body)
    return [{ id, body, at, needs: this.needs(id, body) }]
  }

  private kind(id: string, at: number, body: YAMLMap): void {
    const [runsOn, uses, steps] = ['runs-on', 'uses', 'steps'].map((key) => this.value(body, key))
    if (runsOn === undefined && uses === undefined)
      this.say(at, `job \`${id}\` has neither \`runs-on\` nor \`uses\``)
    else if (runsOn !== undefined && uses !== undefined)
      this.say(at, `job \`${id}\` has both \`runs-on\` and \`uses\`, and takes one`)
    if (uses !== undefined && steps !== undefined)
      this.say(offsetOf(steps), `job \`${id}\` has \`uses\`, and takes no \`steps\``)
    if (uses !== undefined) return
    if (steps === undefined) this.say(at, `job \`${id}\` has no \`steps\``)
    else if (!isSeq(steps) || steps.items.length === 0)
      this.say(offsetOf(steps), `\`steps\` of job \`${id}\` has to be a list of at least one step`)
    else this.steps(id, steps.items)
  }

  private steps(job: string, steps: readonly unknown[]): void {
    const ids = new Set<string>()
    for (const [i, item] of steps.entries()) {
      const step = this.follow(item)
      const name = `step ${i + 1} of job \`${job}\``
      if (!isMap(step)) {
        this.say(offsetOf(item), `${name} has to be a map`)
        continue
      }
      const [run, uses, id] = ['run', 'uses', 'id'].map((key) => this.value(step, key))
      if (run === undefined && uses === undefined)
        this.say(offsetOf(item), `${name} has neither \`run\` nor \`uses\``)
      if (run !== undefined && uses !== undefined)
        this.say(offsetOf(item), `${name} has both \`run\` and \`uses\`, and takes one`)
      for (const [key, value] of [
        ['run', run],
        ['uses', uses],
      ] as const)
        if (value !== undefined && textOf(value) === undefined)
          this.say(offsetOf(value), `\`${key}\` of ${name} has to be a text`)
      const text = textOf(id)
      if (text !== undefined && ids.has(text))
        this.say(offsetOf(id), `the step id \`${text}\` stands twice in job \`${job}\``)
      if (text !== undefined) ids.add(text)
    }
  }

  private needs(job: string, body: YAMLMap): Job['needs'] {
    const node = this.value(body, 'needs')
    if (node === undefined) return []
    const nodes: readonly unknown[] = isSeq(node) ? node.items : [node]
    return nodes.flatMap((item) => {
      const id = textOf(this.follow(item))
      if (id !== undefined) return [{ id, at: offsetOf(item) }]
      this.say(offsetOf(item), `\`needs\` of job \`${job}\` has to be the id of a job, or a list of ids`)
      return []
    })
  }

  /** The node itself, or the one that an alias stands for. */
  private follow(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.document) : node
  }

  private value(map: YAMLMap, key: string): unknown {
    const pair = map.items.find((one) => keyOf(one) === key)
    return pair === undefined ? undefined : (this.follow(pair.value) ?? pair.key)
  }

  private say(offset: number, message: string): void {
    this.faults.push({ offset, message })
  }
}

/** Each cycle once, told from the job of it that stands first. */
function cyclesOf(jobs: readonly Job[]): TextFault[] {
  const byId = new Map(jobs.map((job) => [job.id, job]))
  const settled = new Set<string>()
  const found: TextFault[] = []
  const visit = (job: Job, way: readonly string[]): void => {
    for (const need of job.needs) {
      const next = byId.get(need.id)
      const start = way.indexOf(need.id)
      if (start >= 0)
        found.push({
          offset: need.at,
          message: `jobs wait for each other: ${told([...way.slice(start), need.id])}`,
        })
      else if (next !== undefined && !settled.has(need.id)) visit(next, [...way, need.id])
    }
    settled.add(job.id)
  }
  for (const job of jobs) if (!settled.has(job.id)) visit(job, [job.id])
  return found
}

const told = (ids: readonly string[]): string => ids.map((id) => `\`${id}\``).join(' → ')

const keyOf = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : '')

function textOf(node: unknown): string | undefined {
  const value = isScalar(node) ? node.value : undefined
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

const offsetOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0)

const isEmptyNode = (node: unknown): boolean =>
  isMap(node) || isSeq(node) ? node.items.length === 0 : textOf(node) === undefined || textOf(node) === ''

function near(wanted: string, names: readonly string[]): string {
  const name = nearest(wanted, names)
  return name === undefined ? '' : `: nearest name \`${name}\``
}
