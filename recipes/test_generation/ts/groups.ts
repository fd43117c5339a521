/** Things under the word that they share, each group and its things in the order that they had. */
export function grouped<T>(things: readonly T[], by: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of things) {
    const own = groups.get(by(one))
    if (own === undefined) groups.set(by(one), [one])
    else own.push(one)
  }
  return groups
}
