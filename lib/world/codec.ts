/** State and changes as JSON arrays and back: small, quick, and never trusting what is read. */
import type { Content, Place } from '../core/place.js'
import type { Adjustment, Change, Running, RunRecord, State, Written } from '../core/record.js'
import type { TaskId } from '../core/task.js'
import type { Cell, Cells } from './cells.js'
import { asBoolean, asList, asText, flat, grouped, mapOf, plain, table } from './cells.js'
import {
  decodeRecord,
  decodeRunning,
  decodeTransaction,
  decodeWritten,
  encodeRecord,
  encodeRunning,
  encodeTransaction,
  encodeWritten,
} from './entries.js'

/** The whole state, each string once. */
export function encodeState(state: State): Cell {
  const strings = table()
  const { texts } = strings
  const body: Cell = [
    flat(state.records, (task, record) => [texts.put(task), encodeRecord(texts, record)]),
    flat(state.running, (task, running) => [texts.put(task), encodeRunning(texts, running)]),
    flat(state.places, (place, written) => [texts.put(place), encodeWritten(texts, written)]),
    [...state.applying.values()].map((one) => encodeTransaction(texts, one)),
    state.transactions.map((one) => encodeTransaction(texts, one)),
    flat(state.opaque, (run, tasks) => [texts.put(run), tasks.map(texts.put)]),
  ]
  return [strings.all, body]
}

/** Throws where the shape is not that of a state. */
export function decodeState(value: unknown): State {
  const [strings, body] = asList(value)
  const texts = table(asList(strings).map(asText)).texts
  const [records, running, places, applying, transactions, opaque] = asList(body).map(asList)
  return {
    records: mapOf(records, (key, one) => [texts.get(key) as TaskId, decodeRecord(texts, one)]),
    running: mapOf(running, (key, one) => [texts.get(key) as TaskId, decodeRunning(texts, one)]),
    places: mapOf(places, (key, one) => [texts.get(key) as Place, decodeWritten(texts, one)]),
    applying: new Map(
      asList(applying).map((one) => {
        const transaction = decodeTransaction(texts, one)
        return [transaction.task, transaction]
      }),
    ),
    transactions: asList(transactions).map((one) => decodeTransaction(texts, one)),
    opaque: mapOf(opaque, (key, tasks) => [
      texts.get(key),
      asList(tasks).map((task) => texts.get(task) as TaskId),
    ]),
  }
}

/** One line of the journal: strings as they are, and only what the change holds, by its first letters. */
export function encodeChange(change: Change): Cell {
  const { put } = plain
  return {
    ...some('r', change.records, ([task, one]) => [task, one === undefined ? 0 : encodeRecord(plain, one)]),
    ...some('n', change.running, ([task, one]) => [task, one === undefined ? 0 : encodeRunning(plain, one)]),
    ...some('p', change.places, ([place, one]) => [place, one === undefined ? 0 : encodeWritten(plain, one)]),
    ...some('j', change.adjusted, ({ task, inputs, governed }) => [task, inputs.flat(), governed.flat()]),
    ...(change.applying === undefined ? {} : { b: encodeTransaction(plain, change.applying) }),
    ...some('e', change.applied, ([task, kept]) => [task, kept]),
    ...some('u', change.undone, ([run, task]) => [run, task]),
    ...(change.opaque === undefined ? {} : { o: change.opaque.map(put) }),
  }
}

export function decodeChange(value: unknown): Change {
  if (typeof value !== 'object' || value === null) throw new TypeError('not a change')
  const { r, n, p, j, b, e, u, o } = value as Readonly<Record<string, unknown>>
  const pairs = <K extends string, V>(list: unknown, decode: (texts: Cells, one: unknown) => V) =>
    asList(list).map((pair) => {
      const [key, one] = asList(pair)
      return [asText(key) as K, one === 0 ? undefined : decode(plain, one)] as const
    })
  return {
    ...(r === undefined ? {} : { records: pairs<TaskId, RunRecord>(r, decodeRecord) }),
    ...(n === undefined ? {} : { running: pairs<TaskId, Running>(n, decodeRunning) }),
    ...(p === undefined ? {} : { places: pairs<Place, Written>(p, decodeWritten) }),
    ...(j === undefined ? {} : { adjusted: asList(j).map(decodeAdjustment) }),
    ...(b === undefined ? {} : { applying: decodeTransaction(plain, b) }),
    ...(e === undefined ? {} : { applied: pairs<TaskId, boolean>(e, (_, one) => asBoolean(one)).map(kept) }),
    ...(u === undefined ? {} : { undone: asList(u).map(runAndTask) }),
    ...(o === undefined ? {} : { opaque: runAndTask(o) }),
  }
}

const some = <T>(
  key: string,
  list: readonly T[] | undefined,
  encode: (one: T) => Cell,
): Record<string, Cell> => (list === undefined || list.length === 0 ? {} : { [key]: list.map(encode) })

const kept = ([task, one]: readonly [TaskId, boolean | undefined]): [TaskId, boolean] => [task, one === true]

function runAndTask(value: unknown): [string, TaskId] {
  const [run, task] = asList(value)
  return [asText(run), asText(task) as TaskId]
}

function decodeAdjustment(value: unknown): Adjustment {
  const [task, inputs, governed] = asList(value)
  return {
    task: asText(task) as TaskId,
    inputs: grouped(inputs, 2).map(([place, content]) => [
      asText(place) as Place,
      asText(content) as Content,
    ]),
    governed: grouped(governed, 2).map(([place, content]) => [
      asText(place) as Place,
      asText(content) as Content,
    ]),
  }
}
