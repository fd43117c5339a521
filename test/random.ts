/** Randomness that can be repeated: mulberry32 (a public-domain generator by Tommy Ettinger), with a few ways to choose. */

export class Random {
  constructor(private seed: number) {}

  /** From 0 up to 1. */
  next(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0
    let t = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** From 0 up to `n`, a whole number. */
  below(n: number): number {
    return Math.floor(this.next() * n)
  }

  chance(p: number): boolean {
    return this.next() < p
  }

  pick<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)]
    if (found === undefined) throw new Error('nothing to pick from')
    return found
  }

  /** Up to `n` different ones. */
  some<T>(list: readonly T[], n: number): T[] {
    const left = [...list]
    const found: T[] = []
    while (found.length < n && left.length > 0) found.push(...left.splice(this.below(left.length), 1))
    return found
  }
}
