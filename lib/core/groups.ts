/** Things under what they have in common, each group and its things in the order that they had. */
export function grouped<T, K>(things: readonly T[], by: (one: T) => K | undefined): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const one of things) {
    const key = by(one)
    if (key === undefined) continue
    const own = groups.get(key)
    if (own === undefined) groups.set(key, [one])
    else own.push(one)
  }
  return groups
}
