/** The laws fail under faults planted on purpose. PLANTED=all plants all twelve, as a soak does; else four. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caughtBy, faults } from './law/planted.js'

const STORIES = 400
const chosen = process.env.PLANTED === 'all' ? faults : faults.filter((_, i) => i % 3 === 0)

for (const fault of chosen)
  test(`the laws see it where ${fault.what}`, async (context) => {
    const seed = await caughtBy(fault, STORIES)
    context.diagnostic(`${fault.file}: seed ${seed ?? 'none'}`)
    assert.notEqual(seed, undefined, `none of ${STORIES} stories fails`)
  })
