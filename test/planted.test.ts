/** The laws fail under faults planted on purpose: all twelve in a soak (LAW_STORIES from 2,000), else four of them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caughtBy, faults } from './law/planted.js'

const STORIES = 400
const isSoak = Number(process.env.LAW_STORIES ?? 0) >= 2000
const chosen = isSoak ? faults : faults.filter((_, i) => i % 3 === 0)

for (const fault of chosen)
  test(`the laws see it where ${fault.what}`, async (context) => {
    const seed = await caughtBy(fault, STORIES)
    context.diagnostic(`${fault.file}: seed ${seed ?? 'none'}`)
    assert.notEqual(seed, undefined, `none of ${STORIES} stories fails`)
  })
