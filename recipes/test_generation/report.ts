/** What a run says of the tests that it wrote: a line for the run, the places that are not reached for the log of the task. */
import type { Measured, Tell, Unreached } from '../../lib/core/recipe.js'
import { measuredLine } from '../../lib/core/recipe.js'

export function told(target: string, measured: Measured): Tell {
  return {
    do: 'tell',
    text: `\`${target}\`: ${measuredLine(measured)}`,
    more: [...basis(measured), ...unreachedLines(target, measured.unreached)],
    measured,
  }
}

function basis({ compared, mutants, sampled }: Measured): string[] {
  const before =
    compared === 'own tests'
      ? 'before: by the tests that the repository has for it'
      : 'before: without any test of it'
  return sampled === undefined
    ? [before]
    : [before, `mutants: ${mutants.tried} of ${sampled}, drawn with a fixed seed`]
}

const unreachedLines = (target: string, unreached: readonly Unreached[]): string[] =>
  unreached.length === 0
    ? []
    : ['not reached:', ...unreached.map(({ line, why }) => `  ${target}:${line}  ${why}`)]
