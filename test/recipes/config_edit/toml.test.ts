/** TOML: each edit changes its statement alone, and what stood there comes back. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { configEdit } from '../../../recipes/config_edit/index.js'
import { carryOut, keptOf, prepare, readerOf, settingsOf } from '../reader.js'

const PYPROJECT = `# the project
[project]
name = "moderation"   # also the image
dependencies = [
  "aiohttp>=3",
  "pydantic", # types
]

[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = '-q'

[[tool.mypy.overrides]]
module = "a"

[[tool.mypy.overrides]]
module = "b"

[tool.ruff]
line-length = 100
lint.select = ["E"]
`

interface Case {
  readonly it: string
  readonly edits: readonly Readonly<Record<string, unknown>>[]
  readonly before?: string
  /** Lines that go, and lines that come, as \`-\` and \`+\`. */
  readonly changed: readonly string[]
}

const cases: readonly Case[] = [
  {
    it: 'a scalar is set and its comment stays',
    edits: [{ set: 'project.name', value: 'mod' }],
    changed: ['-name = "moderation"   # also the image', '+name = "mod"   # also the image'],
  },
  {
    it: 'a new key goes behind the last of its section',
    edits: [{ set: 'tool.pytest.ini_options.asyncio_mode', value: 'auto' }],
    changed: ['+asyncio_mode = "auto"'],
  },
  {
    it: 'a table that is not there gets a section of its own',
    edits: [
      { set: 'tool.coverage', value: { run: { source: ['src'], branch: true }, report: { fail_under: 60 } } },
    ],
    changed: [
      '+',
      '+[tool.coverage.run]',
      '+source = ["src"]',
      '+branch = true',
      '+',
      '+[tool.coverage.report]',
      '+fail_under = 60',
    ],
  },
  {
    it: 'an item is appended to a list on lines of its own',
    edits: [{ append: 'project.dependencies', value: 'httpx' }],
    changed: ['+  "httpx",'],
  },
  {
    it: 'an item is appended to a list on one line',
    edits: [{ append: 'tool.pytest.ini_options.testpaths', value: 'more' }],
    changed: ['-testpaths = ["tests"]', '+testpaths = ["tests", "more"]'],
  },
  {
    it: 'an item is inserted before another',
    edits: [{ insert_before: 'tool.pytest.ini_options.testpaths[0]', value: 'first' }],
    changed: ['-testpaths = ["tests"]', '+testpaths = ["first", "tests"]'],
  },
  {
    it: 'a table is appended to a list of tables',
    edits: [{ append: 'tool.mypy.overrides', value: { module: 'c', strict: true } }],
    changed: ['+[[tool.mypy.overrides]]', '+module = "c"', '+strict = true', '+'],
  },
  {
    it: 'a key of dotted keys is set beside them',
    edits: [{ set: 'tool.ruff.lint.ignore', value: ['D'] }],
    changed: ['+lint.ignore = ["D"]'],
  },
  {
    it: 'a key goes with its line',
    edits: [{ remove: 'project.name' }],
    changed: ['-name = "moderation"   # also the image'],
  },
  {
    it: 'a table goes with its section',
    edits: [{ remove: 'tool.pytest' }],
    changed: ['-[tool.pytest.ini_options]', '-testpaths = ["tests"]', "-addopts = '-q'", '-'],
  },
  {
    it: 'a back slash does not have to be escaped',
    edits: [{ set: 'tool.ruff.line', value: String.raw`\d+` }],
    changed: [String.raw`+line = '\d+'`],
  },
  {
    it: 'an empty file gets its first section',
    before: '',
    edits: [{ set: 'tool.x.y', value: 1 }],
    changed: ['+[tool.x]', '+y = 1'],
  },
  {
    it: 'a file without a section gets its first key',
    before: 'a = 1',
    edits: [{ set: 'b', value: [{ c: 'd' }, 1] }],
    changed: ['+b = [{ c = "d" }, 1]'],
  },
]

for (const { it, edits, before = PYPROJECT, changed } of cases)
  test(`${it}, and comes back`, async () => {
    const look = readerOf({ 'f.toml': before })
    const raw = { target: 'f.toml', edits }
    const settings = settingsOf(configEdit, raw)
    const kept = keptOf(configEdit, settings, look)
    carryOut(await prepare(configEdit, raw, look), look)
    const after = look.files.get('f.toml') ?? ''
    assert.deepEqual(difference(before, after), changed)
    assert.deepEqual(await prepare(configEdit, raw, look), [], 'a second time does nothing')
    assert.equal(
      configEdit.giveBack?.('f.toml' as never, [...kept].reverse(), look).trimEnd(),
      before.trimEnd(),
    )
  })

test('CRLF stays CRLF', async () => {
  const look = readerOf({ 'f.toml': '[a]\r\nb = 1\r\n' })
  const edits = [
    { set: 'a.c', value: 2 },
    { set: 'd', value: { e: 3 } },
  ]
  assert.deepEqual(await prepare(configEdit, { target: 'f.toml', edits }, look), [
    { do: 'write', path: 'f.toml', text: '[a]\r\nb = 1\r\nc = 2\r\n\r\n[d]\r\ne = 3\r\n' },
  ])
})

test('a text that is no TOML is refused where it is wrong', async () => {
  const look = readerOf({ 'f.toml': 'a = 1\nb = \n' })
  await assert.rejects(prepare(configEdit, { target: 'f.toml', edits: [{ set: 'a', value: 2 }] }, look), {
    name: 'Refusal',
    message: 'f.toml:3:1  unspecified values are invalid',
  })
})

test('a table cannot be replaced by a scalar', async () => {
  const look = readerOf({ 'f.toml': '[a]\nb = 1\n' })
  await assert.rejects(prepare(configEdit, { target: 'f.toml', edits: [{ set: 'a', value: 2 }] }, look), {
    name: 'Refusal',
    message:
      'f.toml:1:1  `set: a` cannot be done here: a table stands there, and it can be changed key by key alone',
  })
})

/** Lines of the one that are not in the other, in order: enough for edits that change one place. */
function difference(before: string, after: string): string[] {
  const [old, now] = [before, after].map((text) => text.replace(/\n$/, '').split('\n'))
  if (old === undefined || now === undefined) return []
  let head = 0
  while (head < old.length && head < now.length && old[head] === now[head]) head++
  let tail = 0
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail))
    tail++
  const gone = old.slice(head, old.length - tail).map((line) => `-${line}`)
  const come = now.slice(head, now.length - tail).map((line) => `+${line}`)
  return before === '' ? come : [...gone, ...come]
}
