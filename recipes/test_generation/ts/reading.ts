/** Reads a unit in a process of its own, for the compiler takes its time and memory. */
import { createRequire } from 'node:module'
import type { Reader } from '../../../lib/core/recipe.js'
import { Refusal } from '../../../lib/core/recipe.js'
import type { Unit } from './unit.js'

const OUT = '.orchestrate-unit.json'

/** The program that reads: a file of its own where this one is bundled, compiled on the way where it is not. */
function program(): readonly string[] {
  const find = createRequire(import.meta.url)
  return import.meta.url.endsWith('.ts')
    ? [
        '--import',
        `file://${find.resolve('tsx').replace(/cjs\/index\.cjs$/, 'esm/index.mjs')}`,
        find.resolve('../../../bin/unit.ts'),
      ]
    : [find.resolve('./unit.cjs')]
}

export async function readingOf(path: string, look: Reader): Promise<Unit> {
  const compiler = createRequire(import.meta.url).resolve('typescript')
  const found = await look.experiment({
    command: ['node', ...program(), compiler, path, OUT],
    wanted: [OUT],
    timeout: 60_000,
    memory: 2048,
  })
  const text = found.files.get(OUT)
  if (text === undefined)
    throw new Refusal(`\`${path}\` cannot be read: ${found.output.trim().split('\n').at(-1) ?? ''}`)
  return JSON.parse(text) as Unit
}
