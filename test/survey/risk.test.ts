/** What makes a file risky. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { graveWords, isAboutSecurity, riskOf, sizeOf } from '../../lib/survey/risk.js'

test('lines count with code on them, branches where it goes one way or another, and neither in comments and texts', () => {
  const text = `// if this\n/* while\n that */\n\nexport const f = (a?: string) => {\n  if (a && a !== 'for ever') return a ?? 'x'\n  return a ? 1 : 2\n}\n`
  assert.deepEqual(sizeOf('a.ts', text), { lines: 4, branches: 4 })
  assert.deepEqual(
    sizeOf('a.py', '"""if\nelse"""\ndef f(a):\n    # for\n    if a and not b:\n        raise E\n'),
    {
      lines: 4,
      branches: 3,
    },
  )
})

test('grave words are found in any spelling, each once', () => {
  assert.deepEqual(graveWords('src/auth/JWTAuthService.ts'), ['auth', 'jwt'])
  assert.deepEqual(graveWords('src/author/tokenize.ts'), [])
  assert.equal(isAboutSecurity(['payment']), false)
  assert.equal(isAboutSecurity(['payment', 'permissions']), true)
})

test('more lines, branches, importers and graver words all weigh more', () => {
  const size = { lines: 100, branches: 10 }
  const least = riskOf(size, 1, [])
  assert.ok(riskOf({ ...size, lines: 200 }, 1, []) > least)
  assert.ok(riskOf({ ...size, branches: 20 }, 1, []) > least)
  assert.ok(riskOf(size, 5, []) > least)
  assert.ok(riskOf(size, 1, ['auth']) > least)
})
