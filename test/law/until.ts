/** Plays stories until one fails: `until.ts FIRST COUNT` prints its seed, or nothing where all laws hold. */
import { play } from './play.js'

const [first = 1, count = 1] = process.argv.slice(2).map(Number)

for (let seed = first; seed < first + count; seed++) {
  const error = await play(seed, new Map()).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error === undefined) continue
  console.log(seed)
  if (process.env.LAW_TRACE !== undefined) console.error(error)
  break
}
