/**
 * The laws of DESIGN 6, over random roadmaps and what happens to them. LAW_STORIES and LAW_SEED choose how many and which;
 * LAW_TRACE=1 tells one story: `LAW_TRACE=1 LAW_STORIES=1 LAW_SEED=17 node --import tsx --test test/law.test.ts`.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { play } from './law/play.js'
import type { Tally } from './law/tally.js'
import { rare } from './law/tally.js'

const stories = Number(process.env.LAW_STORIES ?? 2000)
const seed = Number(process.env.LAW_SEED ?? 1)

test(`the laws hold in ${stories} random stories`, async (context) => {
  const tally: Tally = new Map()
  for (let i = 0; i < stories; i++) await play(seed + i, tally)
  const lines = [...tally].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, often]) => `${what}: ${often}`)
  for (const line of lines) context.diagnostic(line)
  assert.deepEqual(
    rare(tally, stories >= 2000 ? 20 : 0),
    [],
    'nothing of the contract is rare in the stories',
  )
})
