/** Tries candidates out, round by round: what reaches something new is varied further. */
import type { Case } from './cases.js'
import { caseOf, targetsOf, variationsOf } from './cases.js'
import type { Dialect } from './dialect.js'
import type { Choices } from './knobs.js'
import { leftOut } from './knobs.js'
import type { Found, Plugin, Request } from './plugins.js'
import { concerns, discovery, requestCase, requestsOf } from './plugins.js'
import { discoveryText } from './discovery.js'
import { Refusal } from '../../../lib/core/recipe.js'
import { Untestable } from '../untestable.js'
import type { Bench } from './bench.js'
import { discover, observe } from './runner.js'
import type { Seen } from './seen.js'
import { common } from './seen.js'
import type { Kept } from './select.js'
import { isHonest, newOnes } from './select.js'
import type { Goal, Unit } from './unit.js'
import { unable } from './verdicts.js'
import { following } from './wants.js'

/** Rounds of trying: each varies what reached something new in the one before. */
const ROUNDS = 3
const PER_CALLABLE = 40

/** A candidate is reckoned at so many milliseconds: the budget says how many there are, whatever the machine is at. */
const CANDIDATE_MS = 100

/** A run far from here, a year later, with other luck: what differs then is not asserted. */
const ELSEWHERE = {
  TZ: 'Asia/Kolkata',
  LANG: 'de_DE.UTF-8',
  LC_ALL: 'de_DE.UTF-8',
  ORCHESTRATE_SHIFT: String(366 * 24 * 3600 * 1000),
}

/** What can be tried: the usual case, others by what is chosen, and the choices that lead into its branches. */
export interface Start {
  readonly make: (choices: Choices) => Case
  readonly goals: readonly Choices[]
}

export const startsOf = (unit: Unit, requests: readonly Request[], dialect: Dialect): readonly Start[] => [
  ...targetsOf(unit).map((target): Start => ({
    make: (choices) => caseOf(target, choices, unit, dialect),
    goals: goalsFor(unit, target.subject.name, target.method),
  })),
  ...requests.map((request): Start => ({
    make: (choices) => requestCase(request, choices, unit, dialect),
    goals: goalsFor(unit, request.plugin.name, '', (goal) => concerns(goal, request)),
  })),
]

const goalsFor = (
  { goals }: Unit,
  subject: string,
  method: string,
  isFit: (goal: Goal) => boolean = () => true,
): readonly Choices[] =>
  goals.flatMap((goal, i) => (goal.of === `${subject}.${method}` && isFit(goal) ? [following(i)] : []))

/** What can be asked of each plugin. */
export async function requestsIn(
  unit: Unit,
  bench: Bench,
  imports: readonly string[],
): Promise<readonly Request[]> {
  const plugins = unit.subjects.filter((one): one is Plugin => one.kind === 'plugin')
  if (plugins.length === 0 || !bench.installed.includes('fastify')) return []
  const texts = plugins.map((plugin) => [plugin.name, discovery(plugin, unit, bench.dialect)] as const)
  const notes = (await discover(bench, discoveryText(imports, texts, bench.dialect))) as readonly Found[]
  return plugins.flatMap((plugin) => {
    const found = notes.find(({ id }) => id === plugin.name)
    return found === undefined ? [] : requestsOf(plugin, found)
  })
}

export interface Explored {
  readonly pairs: readonly Kept[]
  /** The same candidate under other choices. */
  readonly remade: (one: Case, choices: Choices) => Case
}

/** The usual case of each start, then what differs in one choice, then what differs from that in one more. */
export async function explore(
  starts: readonly Start[],
  bench: Bench,
  probe: (cases: readonly Case[]) => string,
  budget: number,
): Promise<Explored> {
  const most = Math.max(starts.length, Math.round(budget / CANDIDATE_MS))
  const made = new Map<Case, Start>()
  const begin = (start: Start, choices: Choices): Case => {
    const one = start.make(choices)
    made.set(one, start)
    return one
  }
  const varied = (bases: readonly Case[]): Case[] =>
    inTurn(
      bases.map((base) => {
        const start = made.get(base)
        return start === undefined ? [] : variationsOf(base, (choices) => begin(start, choices), PER_CALLABLE)
      }),
    )
  const known = new Set<string>()
  const ids = new Set<string>()
  const pairs: Kept[] = []
  const usual = starts.map((start) => begin(start, new Map()))
  const directed = inTurn(starts.map((start) => start.goals.map((choices) => begin(start, choices))))
  let next = [...usual, ...directed, ...varied(usual)]
  for (let round = 0; round < ROUNDS; round++) {
    const cases = next.filter(({ id }) => !ids.has(id)).slice(0, Math.min(most / 2, most - ids.size))
    if (cases.length === 0) break
    for (const { id } of cases) ids.add(id)
    const seen = await observed(cases, bench, probe)
    const found = cases.flatMap((one): Kept[] => {
      const what = seen.get(one.id)
      return what === undefined ? [] : [{ case: one, seen: what }]
    })
    pairs.push(...found)
    next = varied(newOnes(found, known).map((one) => one.case))
  }
  return { pairs, remade: (one, choices) => made.get(one)?.make(choices) ?? one }
}

/** The first of each, then the second: where not all can be tried, each has its share. */
function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_one, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat()
}

/** Without the stubs that nothing calls: who reads the test need not wonder what they are for. */
export function lean({ case: one, seen }: Kept, remade: Explored['remade']): Kept {
  const idle = seen.calls.filter(([, calls]) => calls.length === 0).map(([stub]) => leftOut(stub))
  if (idle.length === 0) return { case: one, seen }
  const short = remade(one, new Map([...one.choices, ...idle.map((at) => [at, 1] as const)]))
  return {
    case: short,
    seen: { ...seen, id: short.id, calls: seen.calls.filter(([stub]) => short.stubs.includes(stub)) },
  }
}

/** One that takes the whole process with it costs itself alone: the others are run again without it. */
async function observed(
  cases: readonly Case[],
  bench: Bench,
  probe: (cases: readonly Case[]) => string,
  env: Readonly<Record<string, string>> = {},
): Promise<Map<string, Seen>> {
  const all = new Map<string, Seen>()
  let left = cases
  for (let turn = 0; turn < 4 && left.length > 0; turn++) {
    const { seen, broken } = await observe(bench, probe(left), env)
    if (broken !== undefined && turn === 0) throw whyBroken(broken, bench)
    for (const one of seen) all.set(one.id, one)
    const next = left.findIndex(({ id }) => !all.has(id))
    left = next < 0 ? [] : left.slice(next + 1)
  }
  return all
}

/** What hangs, grows or leaves as soon as it is loaded costs itself alone; anything else is for a person to see to. */
function whyBroken(said: string, bench: Bench): Error {
  if (said.startsWith('it took too'))
    return new Untestable(`nothing can be tried: ${said} before it gave anything`)
  if (!/Error|Cannot/.test(said) || said.includes('process.exit called'))
    return new Untestable('it ends the process as soon as it is imported: start what it does from a function')
  return new Refusal(`\`${bench.testFile}\` cannot be run${unable(said, bench)}`)
}

/** Seen again elsewhere: what is the same there stays. */
export async function steady(
  chosen: readonly Kept[],
  bench: Bench,
  probe: (cases: readonly Case[]) => string,
): Promise<Kept[]> {
  if (chosen.length === 0) return []
  const again = await observed(
    chosen.map((one) => one.case),
    bench,
    probe,
    ELSEWHERE,
  )
  return chosen.flatMap(({ case: one, seen }): Kept[] => {
    const other = again.get(one.id)
    if (other?.outcome !== seen.outcome || other.isAsync !== seen.isAsync) return []
    const calls = seen.calls.map(([stub, made], i): Seen['calls'][number] => {
      const theirs = other.calls[i]?.[1] ?? []
      return [
        stub,
        theirs.length === made.length ? made.map((call, j) => common(call, theirs[j] ?? ['unstable'])) : [],
      ]
    })
    const steady = { ...seen, value: common(seen.value, other.value), calls }
    return isHonest(steady, one.isResponse) ? [{ case: one, seen: steady }] : []
  })
}
