import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step } from '../../lib/core/plan.js'
import { whyText } from '../../lib/render/why.js'
import { chain, steps } from './forecast.js'

function step(i: number): Step {
  const found = steps[i]
  assert.ok(found)
  return found
}

test('why a task is stale: every reason, the chain to the root, what it waits for', () => {
  assert.equal(
    whyText({ step: step(1), chain, notes: ['the last answer was `no`'] }),
    `1.2 Lint is stale
  input \`src/a.ts\` changed (written by \`1.1\`)
  forced

how it came to this
  \`1.1\` wrote \`src/a.ts\` and is fresh again; it ran because: was interrupted last time
  \`1.3\` wrote \`b.ts\` and is stale: forced

waits for
  task \`1.1\`: it writes what this one reads

to know
  the last answer was \`no\`
`,
  )
})

test('why a task is fresh: what would make it run', () => {
  assert.equal(
    whyText({ step: step(0), chain: [] }),
    `1.1 Generate types is fresh: nothing that it depends on has changed since it last ran

it will run again when one of these changes
  4 inputs: \`a.ts\`, \`b.ts\`, \`c.ts\` and 1 more
  1 setting: \`run\`
  1 tool: \`node --version\`
  1 output: \`dist/\`
  its recipe
`,
  )
})

test('why a task is skipped, and why another is not known yet', () => {
  assert.equal(
    whyText({ step: { ...step(3), waitsFor: [] }, chain: [] }),
    '1.4 Deploy "staging" is skipped: `infra` is not there\n',
  )
  assert.equal(
    whyText({ step: step(2), chain: [] }),
    '1.3 may run: that is known when `1.2` has run\n\nwaits for\n  group `a`: this one comes after all of it\n',
  )
})
