/** What the state is made of, entry by entry, as JSON arrays and back. */
import type { Counted, Fingerprint } from '../core/fingerprint.js'
import type { Content, Digest, Path, Place } from '../core/place.js'
import type { Reason } from '../core/reason.js'
import type { Move, Running, RunRecord, Transaction, Written } from '../core/record.js'
import type { TaskId } from '../core/task.js'
import type { Cell, Cells } from './cells.js'
import { asBoolean, asList, asNumber, flat, grouped, inGroupsOf, optional } from './cells.js'

const OUTCOMES = ['done', 'failed', 'waiting', 'changed'] as const

export function encodeRecord(texts: Cells, record: RunRecord): Cell {
  const { put } = texts
  const { fingerprint, because, looked, changed } = record
  return [
    OUTCOMES.indexOf(record.outcome),
    encodeFingerprint(texts, fingerprint),
    put(record.startedAt),
    record.ms,
    put(record.run),
    because.map((reason) => Object.entries(reason).flatMap(([key, text]) => [put(key), put(text)])),
    looked?.map(put) ?? 0,
    changed?.map(put) ?? 0,
    record.accepted ?? 0,
    record.message === undefined ? 0 : put(record.message),
  ]
}

export function decodeRecord(texts: Cells, value: unknown): RunRecord {
  const [outcome, fingerprint, startedAt, ms, run, because, looked, changed, accepted, message] =
    asList(value)
  const kind = OUTCOMES[asNumber(outcome)]
  if (kind === undefined) throw new TypeError('not an outcome')
  return {
    outcome: kind,
    fingerprint: decodeFingerprint(texts, fingerprint),
    startedAt: texts.get(startedAt),
    ms: asNumber(ms),
    run: texts.get(run),
    because: asList(because).map((one) => decodeReason(texts, one)),
    ...optional('looked', looked, (list) => asList(list).map(texts.get)),
    ...optional('changed', changed, (list) => asList(list).map((path) => texts.get(path) as Path)),
    ...optional('accepted', accepted, asBoolean),
    ...optional('message', message, texts.get),
  }
}

/** Reasons are told, never acted upon: that it has a kind, and texts, is enough. */
function decodeReason({ get }: Cells, value: unknown): Reason {
  const reason = Object.fromEntries(grouped(value, 2).map(([key, text]) => [get(key), get(text)]))
  if (reason.kind === undefined) throw new TypeError('not a reason')
  return reason as unknown as Reason
}

function encodeFingerprint(
  { put }: Cells,
  { recipe, settings, env, tools, inputs, governed }: Fingerprint,
): Cell {
  const counted = (name: string, { digest, text }: Counted) => [put(name), put(digest), put(text)]
  const content = (name: string, digest: string) => [put(name), put(digest)]
  return [
    put(recipe),
    flat(settings, counted),
    flat(env, content),
    flat(tools, counted),
    flat(inputs, content),
    flat(governed, content),
  ]
}

function decodeFingerprint(texts: Cells, value: unknown): Fingerprint {
  const [recipe, settings, env, tools, inputs, governed] = asList(value)
  return {
    recipe: texts.get(recipe),
    settings: decodeCounted(texts, settings),
    env: decodeContents<string>(texts, env),
    tools: decodeCounted(texts, tools),
    inputs: decodeContents<Place>(texts, inputs),
    governed: decodeContents<Place>(texts, governed),
  }
}

/** Most fingerprints have no env and no tools: all of those share one empty map. */
const EMPTY: ReadonlyMap<never, never> = new Map<never, never>()

function decodeContents<K extends string>({ get }: Cells, value: unknown): ReadonlyMap<K, Content> {
  const cells = inGroupsOf(2, value)
  if (cells.length === 0) return EMPTY
  const map = new Map<K, Content>()
  for (let at = 0; at < cells.length; at += 2) map.set(get(cells[at]) as K, get(cells[at + 1]) as Content)
  return map
}

function decodeCounted({ get }: Cells, value: unknown): ReadonlyMap<string, Counted> {
  const cells = inGroupsOf(3, value)
  if (cells.length === 0) return EMPTY
  const map = new Map<string, Counted>()
  for (let at = 0; at < cells.length; at += 3)
    map.set(get(cells[at]), { digest: get(cells[at + 1]) as Digest, text: get(cells[at + 2]) })
  return map
}

export function encodeRunning({ put }: Cells, { run, startedAt, group }: Running): Cell {
  return [put(run), put(startedAt), group === undefined ? 0 : [group.pid, put(group.startTime)]]
}

export function decodeRunning({ get }: Cells, value: unknown): Running {
  const [run, startedAt, group] = asList(value)
  return {
    run: get(run),
    startedAt: get(startedAt),
    ...optional('group', group, (one) => {
      const [pid, startTime] = asList(one)
      return { pid: asNumber(pid), startTime: get(startTime) }
    }),
  }
}

export function encodeWritten({ put }: Cells, { by, recipe, before, proposed, written }: Written): Cell {
  return [by, recipe, before, proposed, written].map(put)
}

export function decodeWritten({ get }: Cells, value: unknown): Written {
  const [by, recipe, before, proposed, written] = asList(value)
  return {
    by: get(by) as TaskId,
    recipe: get(recipe),
    before: get(before) as Content,
    proposed: get(proposed) as Content,
    written: get(written) as Content,
  }
}

export function encodeTransaction(
  texts: Cells,
  { run, task, moves, places, regions, record }: Transaction,
): Cell {
  const { put } = texts
  return [
    put(run),
    put(task),
    moves.flatMap(({ path, before, after, mode }) => [put(path), put(before), put(after), mode ?? -1]),
    places.flatMap(([place, one]) => [put(place), one === undefined ? 0 : encodeWritten(texts, one)]),
    regions.flatMap(([place, content]) => [put(place), put(content)]),
    record === undefined ? 0 : encodeRecord(texts, record),
  ]
}

export function decodeTransaction(texts: Cells, value: unknown): Transaction {
  const { get } = texts
  const [run, task, moves, places, regions, record] = asList(value)
  return {
    run: get(run),
    task: get(task) as TaskId,
    moves: grouped(moves, 4).map((move) => decodeMove(texts, move)),
    places: grouped(places, 2).map(([place, one]) => [
      get(place) as Place,
      one === 0 ? undefined : decodeWritten(texts, one),
    ]),
    regions: grouped(regions, 2).map(([place, content]) => [get(place) as Place, get(content) as Content]),
    record: record === 0 ? undefined : decodeRecord(texts, record),
  }
}

function decodeMove({ get }: Cells, [path, before, after, mode]: readonly unknown[]): Move {
  return {
    path: get(path) as Path,
    before: get(before) as Content,
    after: get(after) as Content,
    ...(mode === -1 ? {} : { mode: asNumber(mode) }),
  }
}
