/** Whether what is imported from a package takes time, as its types tell. */
import type * as TS from 'typescript'
import type { Binding } from './bindings.js'

type Compiler = typeof TS

/** Does anything of it take time? An `ObjectId` of the same package does not, and stays what it is. */
export function isLively(
  ts: Compiler,
  checker: TS.TypeChecker,
  { symbol }: Binding,
  at: TS.SourceFile,
): boolean {
  const seen = new Set<TS.Type>()
  const takesTime = (type: TS.Type, depth: number): boolean => {
    if (type.flags & ts.TypeFlags.Any) return depth === 0
    if (type.isUnion()) return type.types.some((one) => takesTime(one, depth))
    if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) || seen.has(type)) return false
    seen.add(type)
    if (type.getProperty('then') !== undefined) return true
    if (depth > 3) return false
    const made = [...type.getCallSignatures(), ...type.getConstructSignatures()]
    if (made.some((one) => takesTime(one.getReturnType(), depth + 1))) return true
    return checker
      .getPropertiesOfType(type)
      .slice(0, 80)
      .some(
        (one) => one.name !== 'prototype' && takesTime(checker.getTypeOfSymbolAtLocation(one, at), depth + 1),
      )
  }
  return takesTime(checker.getTypeOfSymbolAtLocation(symbol, at), 0)
}
