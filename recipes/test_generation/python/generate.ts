/** From a module of Python to the text of its tests, and what they were measured to reach. */
import type { Reader } from '../../../lib/core/recipe.js'
import { Refusal } from '../../../lib/core/recipe.js'
import type { Generated } from '../generated.js'
import { Untestable } from '../untestable.js'
import { benchOf } from './bench.js'
import type { Explored } from './explore.js'
import { explored } from './explore.js'
import { proven } from './prove.js'

export async function generate(
  {
    target,
    testFile,
    budget,
  }: { readonly target: string; readonly testFile: string; readonly budget: number },
  look: Reader,
): Promise<Generated> {
  if (look.text(target) === undefined) throw new Refusal(`there is no \`${target}\` to test`)
  const bench = benchOf(target, look)
  const found = await explored(target, bench, budget, look)
  if (found.tests.length === 0)
    throw new Untestable(`nothing of \`${target}\` can be tested: ${whyNothing(found)}`)
  const { text, tests } = await proven(found.tests, bench, target, testFile, look)
  return { text, measured: { ...found.measured, tests, compared: 'none' } }
}

function whyNothing({ closed, tried }: Explored): string {
  if (closed[0] !== undefined) return closed[0]
  return tried > 0
    ? 'what it gives differs from run to run, or it only raises errors: hand in the clock, the randomness and what it needs'
    : 'it holds no function or class that can be called with values that a test can make'
}
