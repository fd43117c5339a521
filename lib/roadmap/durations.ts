/** Durations as they are written: `500ms`, `10m`, `1h30m`, `2d`. */

const UNITS = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

/** A timer counts to 2^31 milliseconds; a longer one would ring at once. */
const LONGEST = 24 * 86_400_000

export const isDuration = (text: string): boolean => /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/.test(text)

/** In milliseconds; undefined for what is less than `least` or longer than 24 days. */
export function duration(text: string, least: number): number | undefined {
  let total = 0
  for (const [, amount, unit] of text.matchAll(/([\d.]+)([a-z]+)/g))
    total += Number(amount) * (UNITS.get(unit ?? '') ?? 0)
  const whole = Math.round(total)
  return whole > LONGEST || whole < least ? undefined : whole
}
