/** Time and chance, as they are. */
import { setTimeout } from 'node:timers/promises'
import type { Clock } from '../core/world.js'

export const clock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  async sleep(ms, stop) {
    // A sleep that is stopped has ended early; that is no fault.
    await setTimeout(ms, undefined, stop === undefined ? {} : { signal: stop }).catch(() => undefined)
  },
}
