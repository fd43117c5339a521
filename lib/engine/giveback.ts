/** `clean`: gives the places of tasks back as they were before these first wrote them. */
import type { Left, Return } from '../core/clean.js'
import { clean, heirs, lastOf, writtenAround, writtenInside } from '../core/clean.js'
import { grouped } from '../core/groups.js'
import type { Path, Place } from '../core/place.js'
import { pathOf, regionOf } from '../core/place.js'
import { Refusal } from '../core/recipe.js'
import type { Change, Move, Written } from '../core/record.js'
import type { TaskId } from '../core/task.js'
import type { Given, Stage } from './back.js'
import { giveBack, moveTo, regionMoves } from './back.js'
import { rehearsal } from './overlay.js'
import { isChanged, standing } from './regions.js'
import { isKept } from './transaction.js'

/**
 * The same steps over an overlay first: what they come to is told in a dry run, and done where nothing forbids them.
 * Where a task that is not meant wrote inside what is to be given back, nothing is done at all.
 */
export function cleanTasks(tasks: readonly TaskId[], stage: Stage, force: boolean): Given {
  const { given, refused } = cleanIn(tasks, { ...stage, world: rehearsal(stage.world) }, force)
  return stage.dry || refused ? given : cleanIn(tasks, stage, force).given
}

function cleanIn(
  tasks: readonly TaskId[],
  stage: Stage,
  force: boolean,
): { readonly given: Given; readonly refused: boolean } {
  const { graph, world } = stage
  const { state } = world.store
  const meant = new Set(tasks)
  const passed = heirs(meant, state, (task) => graph.index.has(task))
  const sight = {
    now: (place: Place) => standing(place, state.places.get(place)?.by ?? ('' as TaskId), stage),
    isKept: (content: Return['to']) => isKept(content, world),
    isPassed: (place: Place) => passed.has(place),
  }
  const { returns, left } = clean(tasks, state, sight, force)
  const held = force ? [] : heldBack(returns, meant, passed, stage)
  if (held.length > 0) return { given: { moves: [], left: held }, refused: true }

  const moves: Given['moves'][number][] = []
  const stuck: Left[] = []
  for (const [task, own] of grouped(returns.filter(isWhole), ({ task }) => task))
    moves.push(...wholesBack(own, stage).map((move) => ({ ...move, task })))
  for (const [path, own] of grouped(
    returns.filter((one) => !isWhole(one)),
    ({ place }) => pathOf(place),
  ))
    try {
      const task = earliestOf(own, stage)
      const isEdited = left.some(({ place }) => pathOf(place) === path)
      moves.push(...regionsBack(path, own, isEdited ? [] : tasks, stage).map((move) => ({ ...move, task })))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      for (const { task, place } of own)
        stuck.push({ task, place, why: `cannot be given back: ${error.message}` })
    }
  const turn = new Map(returns.toReversed().map(({ place }, i) => [pathOf(place), i]))
  moves.sort((a, b) => (turn.get(b.path) ?? 0) - (turn.get(a.path) ?? 0))
  const kept = new Set([...left, ...stuck].map(({ place }) => place))
  forget(tasks, kept, passed, stage)
  return { given: { moves, left: [...left, ...stuck] }, refused: false }
}

/** What tasks that are not meant wrote later inside a place that is to be given back, or around it. */
function heldBack(
  returns: readonly Return[],
  meant: ReadonlySet<TaskId>,
  passed: ReadonlyMap<Place, TaskId>,
  stage: Stage,
): Left[] {
  const { state } = stage.world.store
  const writers = (places: readonly [Place, Written][]): string => {
    const others = places.filter(
      ([place, written]) =>
        (passed.has(place) || !meant.has(written.by)) &&
        standing(place, written.by, stage) !== 'absent' &&
        isChanged(place, written, stage),
    )
    const names = others.map(([place, written]) => `\`${passed.get(place) ?? written.by}\``)
    return [...new Set(names)].join(' and ')
  }
  return returns.flatMap(({ task, place }): Left[] => {
    const [inside, around] = [writers(writtenInside(place, state)), writers(writtenAround(place, state))]
    if (inside === '' && around === '') return []
    const what = inside === '' ? `lies in what ${around}` : `holds what ${inside}`
    return [{ task, place, why: `${what} wrote later: clean that first, or both` }]
  })
}

const isWhole = ({ place }: Return): boolean => regionOf(place) === undefined

function wholesBack(own: readonly Return[], stage: Stage): Move[] {
  const moves = own.flatMap(({ place, to }) => moveTo(pathOf(place), to, stage.world))
  const [first] = own
  if (first !== undefined)
    giveBack(first.task, moves, stage, { places: own.map(({ place }) => [place, undefined]) })
  return moves
}

/**
 * One file in one or two steps: the last writes of it as whole texts, as far as they are of these tasks, and what is older
 * region by region.
 */
function regionsBack(path: Path, own: readonly Return[], tasks: readonly TaskId[], stage: Stage): Move[] {
  const { world } = stage
  const task = earliestOf(own, stage)
  const last = lastOf(path, new Set(tasks), world.disk.digest(path), world.store.state)
  const before = last.at(-1)?.moves.find((move) => move.path === path)?.before
  const isThere = before !== undefined && isKept(before, world)
  const unwound = isThere ? moveTo(path, before, world) : []
  const stands = new Map(isThere ? last.flatMap(({ regions }) => regions) : [])
  // What came later than a place that is as it was first is away with it, changed or only found as it was wanted.
  const done = own.slice(0, own.findLastIndex(({ place, to }) => stands.get(place) === to) + 1)
  if (unwound.length > 0)
    giveBack(task, unwound, stage, {
      places: gone(done, stage),
      undone: last.filter(({ moves }) => moves.length === 1).map((one) => [one.run, one.task]),
    })
  const rest = own.slice(done.length)
  if (rest.length === 0) return unwound
  const moves = regionMoves(path, rest, stage)
  giveBack(task, moves, stage, { places: gone(rest, stage) })
  return [...unwound, ...moves]
}

/** Places that are given back, and what others came to govern inside them: nothing is known of these any more. */
function gone(own: readonly Return[], { world }: Stage): [Place, Written | undefined][] {
  const inside = own.flatMap(({ place }) => writtenInside(place, world.store.state))
  const places = new Set([...own.map(({ place }) => place), ...inside.map(([place]) => place)])
  return [...places].map((place) => [place, undefined])
}

/** No record, and no place but for what was left and what others want too. */
function forget(
  tasks: readonly TaskId[],
  kept: ReadonlySet<Place>,
  passed: ReadonlyMap<Place, TaskId>,
  stage: Stage,
): void {
  const { store } = stage.world
  const ended = tasks.map((task) => [task, undefined] as const)
  const places = [...store.state.places].flatMap(([place, written]): [Place, Written | undefined][] => {
    if (!tasks.includes(written.by) || kept.has(place)) return []
    const heir = passed.get(place)
    return [[place, heir === undefined ? undefined : { ...written, by: heir }]]
  })
  const change: Change = { records: ended, running: ended, places }
  const [task] = tasks
  if (task !== undefined) giveBack(task, [], stage, change)
}

/** What earlier tasks know of a file is put right as if the first of those that wrote it took its writes back. */
function earliestOf(own: readonly Return[], { graph }: Stage): TaskId {
  const order = new Map(graph.order.map((node, i) => [graph.targets[node]?.task.id, i]))
  const [first] = own.map(({ task }) => task).sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
  return first ?? ('' as TaskId)
}
