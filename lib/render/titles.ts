/** Ids and names of tasks as one column of a table. */
import type { Task } from '../core/task.js'
import { oneLine } from './paint.js'
import { displayWidth, pad, truncate } from './width.js'
import { saysMore } from './words.js'

/** Where there is room for more. */
const WIDEST_NAME = 44
/** Columns that a name leaves to what stands right of it. */
const ROOM = 30
const NARROWEST_NAME = 12

/**
 * A title for each task, all of one width: names stand below each other, an id without one may reach below them. Names are
 * cut so that of a line of `columns`, the first `left` of which are taken, some are left; ids, which are typed, are not.
 */
export function titles(tasks: readonly Task[], left: number, columns = Infinity): (task: Task) => string {
  const named = tasks.filter(({ id, name }) => saysMore(id, name))
  const ids = widest(named.map(({ id }) => id))
  const most = Math.max(NARROWEST_NAME, Math.min(WIDEST_NAME, columns - left - ids - 2 - ROOM))
  const title = ({ id, name }: Task): string =>
    saysMore(id, name) ? `${pad(id, ids)}  ${truncate(oneLine(name), most)}` : id
  const width = widest(tasks.map(title))
  return (task) => pad(title(task), width)
}

function widest(texts: readonly string[]): number {
  let most = 0
  for (const text of texts) most = Math.max(most, displayWidth(text))
  return most
}
