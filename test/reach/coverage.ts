/** Coverage in one form, whatever measured it. */

/** Lines, each of a statement or of one way that a branch can go, and whether it ran. */
export interface FileCoverage {
  readonly statements: readonly Counted[]
  readonly branches: readonly Counted[]
}

export interface Counted {
  readonly line: number
  readonly isReached: boolean
}

/** By path from the repository. */
export type Coverage = ReadonlyMap<string, FileCoverage>

export interface Figure {
  readonly reached: number
  readonly all: number
}

export interface Place {
  readonly path: string
  readonly line: number
}

export interface Istanbul {
  readonly statementMap: Readonly<Record<string, Range>>
  readonly s: Readonly<Record<string, number>>
  readonly branchMap: Readonly<Record<string, { readonly loc?: Range; readonly locations: readonly Range[] }>>
  readonly b: Readonly<Record<string, readonly number[]>>
}

interface Range {
  readonly start: { readonly line?: number }
}

export function fromIstanbul({ statementMap, s, branchMap, b }: Istanbul): FileCoverage {
  const statements = Object.entries(statementMap).map(([id, { start }]) => ({
    line: start.line ?? 0,
    isReached: (s[id] ?? 0) > 0,
  }))
  const branches = Object.entries(branchMap).flatMap(([id, { locations, loc }]) =>
    (b[id] ?? []).map((count, way) => ({
      line: locations[way]?.start.line ?? loc?.start.line ?? 0,
      isReached: count > 0,
    })),
  )
  return { statements, branches }
}

/** A file in a JSON report of coverage.py that measured branches. */
export interface CoveragePy {
  readonly executed_lines: readonly number[]
  readonly missing_lines: readonly number[]
  readonly executed_branches?: readonly (readonly number[])[]
  readonly missing_branches?: readonly (readonly number[])[]
}

export function fromCoveragePy(file: CoveragePy): FileCoverage {
  const lines = (numbers: readonly number[], isReached: boolean): Counted[] =>
    numbers.map((line) => ({ line, isReached }))
  const from = (arcs: readonly (readonly number[])[] = []): number[] => arcs.map(([line = 0]) => line)
  return {
    statements: [...lines(file.executed_lines, true), ...lines(file.missing_lines, false)],
    branches: [...lines(from(file.executed_branches), true), ...lines(from(file.missing_branches), false)],
  }
}

/** Of two looks at the same files, what either saw. Which files there are says `after`. */
export const inScope = (coverage: Coverage, after: Coverage): Coverage =>
  new Map(
    [...after].map(([path, file]) => {
      const none = (all: readonly Counted[]): Counted[] => all.map(({ line }) => ({ line, isReached: false }))
      return [
        path,
        coverage.get(path) ?? { statements: none(file.statements), branches: none(file.branches) },
      ]
    }),
  )

export const figure = (coverage: Coverage, kind: keyof FileCoverage): Figure => {
  const all = [...coverage.values()].flatMap((file) => file[kind])
  return { reached: all.filter(({ isReached }) => isReached).length, all: all.length }
}

export const unreached = (coverage: Coverage, kind: keyof FileCoverage): readonly Place[] =>
  [...coverage].flatMap(([path, file]) =>
    file[kind].filter(({ isReached }) => !isReached).map(({ line }) => ({ path, line })),
  )

export const reachedLines = (coverage: Coverage, path: string): ReadonlySet<number> =>
  new Set((coverage.get(path)?.statements ?? []).filter(({ isReached }) => isReached).map(({ line }) => line))
