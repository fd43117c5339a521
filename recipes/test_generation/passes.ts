/** Whether a test file passes: the postcondition, seen by running it. */
import type { Reader } from '../../lib/core/recipe.js'
import { benchOf as pythonBench } from './python/bench.js'
import { runPytest } from './python/prove.js'
import { benchOf } from './ts/bench.js'
import { endRunners, runTests } from './ts/runner.js'

export async function passes(target: string, testFile: string, look: Reader): Promise<boolean> {
  const [source, text] = [look.text(target), look.text(testFile)]
  if (source === undefined || text === undefined) return false
  if (target.endsWith('.py'))
    return (await runPytest(pythonBench(target, look), testFile, text, look)).code === 0
  const bench = benchOf(target, testFile, source, look)
  const { failed, passed, broken } = await runTests(bench, text)
  await endRunners(bench)
  return failed.length === 0 && passed > 0 && broken === undefined
}
