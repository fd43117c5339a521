/** Each edit of a YAML text: what it changes, that every other byte stays, and that giving back gives the very bytes. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Edit } from '../../../recipes/config_edit/edits.js'
import { append, before, edited, givenBack, keptOf, pathOf, remove, set } from './yaml_rig.js'

interface Case {
  readonly it: string
  readonly edits: readonly Edit[]
  readonly from: string
  readonly to: string
}

const CHECKOUT = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1'

const cases: readonly Case[] = [
  {
    it: 'sets scalars and keeps comments, spacing and quotes',
    edits: [set('a', 'x y'), set('b', 'it'), set('c', 3), set('d', 'plain'), set('e', 2)],
    from: `# head\na:   'one'   # first\nb: "two"\n\nc: 2 # third\nd: "say" # no\n`,
    to: `# head\na:   'x y'   # first\nb: "it"\n\nc: 3 # third\nd: "plain" # no\ne: 2\n`,
  },
  {
    it: 'sets a scalar over several lines on its line',
    edits: [set('a', 'short'), set('c', 'run'), set('d', true)],
    from: 'a: one\n  two\n  three # end\nb: 1\nc: |+ # why\n  text\n\n\nd: >-\n  folded\n  text\ne: 1\n',
    to: 'a: short # end\nb: 1\nc: run # why\nd: true\ne: 1\n',
  },
  {
    it: 'puts a block in the place of a scalar, and a scalar in the place of a block',
    edits: [set('a', { x: 1, u: [1, { z: 2 }] }), set('b', 'one'), set('c', ['p']), set('d', 'none')],
    from: 'a: one # a\nb: # b\n  - x # x\n  - y # y\n# about c\nc:\n  one\nd:\n  # inside\n  k: v\n  # after\ne: 1\n',
    to: 'a: # a\n  x: 1\n  u:\n    - 1\n    - z: 2\nb: one # b\n# about c\nc:\n  - p\nd: none\n  # after\ne: 1\n',
  },
  {
    it: 'fills what is null',
    edits: [set('on.push', { branches: ['main'] }), set('l[0]', 'x'), set('e', [])],
    from: 'on:\n  push:   \n  pull_request: # all\nl:\n  -\ne:\n',
    to: 'on:\n  push:\n    branches:\n      - main\n  pull_request: # all\nl:\n  - x\ne: []\n',
  },
  {
    it: 'keeps CRLF',
    edits: [set('a.c', { d: ['x'] }), append('l', { run: 'one\ntwo\n' }), set('t', 'a\nb')],
    from: 'a:\r\n  b: 1\r\nl:\r\n  - run: x\r\nt: |\r\n  c\r\n',
    to: 'a:\r\n  b: 1\r\n  c:\r\n    d:\r\n      - x\r\nl:\r\n  - run: x\r\n  - run: |\r\n      one\r\n      two\r\nt: |-\r\n  a\r\n  b\r\n',
  },
  {
    it: 'adds to a file without a final newline',
    edits: [set('b', 2), append('l', 'z')],
    from: 'l:\n- x\na: 1',
    to: 'l:\n- x\n- z\na: 1\nb: 2',
  },
  {
    it: 'follows four spaces, and dashes behind them',
    edits: [
      append('jobs.a.steps', { name: 'm', with: { k: 'v', l: [1] } }),
      set('jobs.b', { steps: [{ run: 'x' }] }),
    ],
    from: 'jobs:\n    a:\n        steps:\n            -   uses: x\n                with:\n                    k: v\n',
    to: 'jobs:\n    a:\n        steps:\n            -   uses: x\n                with:\n                    k: v\n            -   name: m\n                with:\n                    k: v\n                    l:\n                        -   1\n    b:\n        steps:\n            -   run: x\n',
  },
  {
    it: 'follows dashes that stand under their key',
    edits: [append('a.l', { name: 'w', m: ['q'] }), set('a.k', ['z'])],
    from: 'a:\n  l:\n  - name: x\n    m:\n    - p\n  # about end\n  end: 1\n',
    to: 'a:\n  l:\n  - name: x\n    m:\n    - p\n  - name: w\n    m:\n    - q\n  # about end\n  end: 1\n  k:\n  - z\n',
  },
  {
    it: 'stands apart by a blank line where its neighbours do',
    edits: [
      set('jobs.c', { runs: 'x' }),
      append('jobs.a.steps', { run: '3' }),
      before('jobs.a.steps[0]', { run: '0' }),
      before('jobs.b.steps[1]', { run: 'm' }),
    ],
    from: 'jobs:\n  a:\n    steps:\n      - run: 1\n\n      - run: 2\n\n  # the second\n  b:\n    steps:\n      - run: 1\n      - run: 2\n\n# end\n',
    to: "jobs:\n  a:\n    steps:\n      - run: '0'\n\n      - run: 1\n\n      - run: 2\n\n      - run: '3'\n\n  # the second\n  b:\n    steps:\n      - run: 1\n      - run: m\n      - run: 2\n\n  c:\n    runs: x\n\n# end\n",
  },
  {
    it: 'stands behind the comments that are indented as its neighbours, before those that are not',
    edits: [append('a.l', 'w'), set('a.z', 1), set('c.e', 2)],
    from: 'a:\n  l:\n    - x\n    # - commented out\n  # about nothing\n\n# about b\nb: 1\nc:\n  d: 1\n# about f\nf: 1\n',
    to: 'a:\n  l:\n    - x\n    # - commented out\n    - w\n  # about nothing\n  z: 1\n\n# about b\nb: 1\nc:\n  d: 1\n  e: 2\n# about f\nf: 1\n',
  },
  {
    it: 'stands in front of the comments above the item before which it goes',
    edits: [before('l[name=b]', { name: 'z' }), before('l[name=a]', { name: 'm' })],
    from: 'l:\n  # about a\n  - name: a\n  # about b\n  # at length\n  - name: b\n',
    to: 'l:\n  - name: m\n  # about a\n  - name: a\n  - name: z\n  # about b\n  # at length\n  - name: b\n',
  },
  {
    it: 'leaves flow collections on their line, spaced as they are',
    edits: [
      append('on.push.branches', 'a, b'),
      set('env.C', { d: ['x'] }),
      set('t.z', 1),
      append('n', 'q'),
      set('s[1]', 'w'),
    ],
    from: 'on:\n  push:\n    branches: [ main,  dev ] # two\nenv: {A: 1, B: "2"}\nt: { y: {} }\nn: []\ns: [u, "v"]\n',
    to: 'on:\n  push:\n    branches: [ main,  dev,  "a, b" ] # two\nenv: {A: 1, B: "2", C: {d: [x]}}\nt: { y: {}, z: 1 }\nn:\n  - q\ns: [u, "w"]\n',
  },
  {
    it: 'adds to flow collections over several lines',
    edits: [append('a', 'z'), append('b', 'z'), before('b[0]', 'w'), append('c.d', 1)],
    from: 'a: [\n  x, # one\n  y  # two\n]\nb: [\n    x,\n    y, # two\n  ]\nc: { d: [\n  # none\n  ] }\n',
    to: 'a: [\n  x, # one\n  y,  # two\n  z\n]\nb: [\n    w,\n    x,\n    y, # two\n    z,\n  ]\nc: { d: [\n  # none\n  1\n  ] }\n',
  },
  {
    it: 'fills empty maps and lists with lines below their key',
    edits: [set('a.x', 1), append('l', { u: 1, v: 2 }), append('m[0].n', 'k'), append('m[1]', 'k')],
    from: 'a: {} # nothing yet\nl: []\nm:\n  - n: [ ]\n  - []\n',
    to: 'a: # nothing yet\n  x: 1\nl:\n  - u: 1\n    v: 2\nm:\n  - n:\n      - k\n  - - k\n',
  },
  {
    it: 'fills a file of one empty map',
    edits: [set('a', { b: 1 })],
    from: '# nothing\n{}\n',
    to: '# nothing\na:\n  b: 1\n',
  },
  {
    it: 'removes keys and items with their lines, and leaves the comments above',
    edits: [remove('a'), remove('j.x'), remove('j.s[name=two].if'), remove('j.s[name=three]'), remove('z')],
    from: '# about a\na: 1 # gone\n\nj:\n  # about x\n  x: |\n    gone\n    # gone\n\n  y: 1\n  s:\n    - name: one\n\n    - name: two\n      if: gone\n      run: x\n\n    # about three\n    - name: three\n      run: gone\n\n    - name: four\n\nz:\n  gone: 1',
    to: '# about a\n\nj:\n  # about x\n\n  y: 1\n  s:\n    - name: one\n\n    - name: two\n      run: x\n\n    # about three\n\n    - name: four',
  },
  {
    it: 'removes the key behind a dash, and the only one',
    edits: [remove('l[0].name'), remove('l[1].name'), remove('l[2].name'), remove('m.n.o'), remove('p.q')],
    from: 'l:\n  - name: a # gone\n    run: x\n  - name: b\n    # about run\n    run: y\n  - name: c # gone\nm:\n  n: # n\n    # about o\n    o: gone\n    # after\np: # p\n  q: 1\n',
    to: 'l:\n  - run: x\n  - # about run\n    run: y\n  - {}\nm:\n  n: {} # n\n    # about o\n    # after\np: {} # p\n',
  },
  {
    it: 'removes the last key of the file',
    edits: [remove('a')],
    from: '---\n# about a\na:\n  b: 1\n# end\n',
    to: '---\n# about a\n{}\n# end\n',
  },
  {
    it: 'removes the last key of the file, which has an anchor',
    edits: [remove('a')],
    from: '&key a: 1 # gone\n',
    to: '{}\n',
  },
  {
    it: 'removes from flow collections, with a comma',
    edits: [remove('a.x'), remove('b.y'), remove('c.z'), remove('d.w'), remove('e.k'), remove('f.k')],
    from: 'a: { x: 1, y: 2 }\nb: { x: 1, y: 2, }\nc: {y: 1, z: 1}\nd: {w: [1]}\ne: {\n  j: 1,\n  k: 2 # gone\n}\nf: {\n  j: 1, # stays\n  k: 2, # gone\n}\n',
    to: 'a: { y: 2 }\nb: { x: 1, }\nc: {y: 1}\nd: {}\ne: {\n  j: 1\n}\nf: {\n  j: 1, # stays\n}\n',
  },
  {
    it: 'knows keys in quotes, keys that are no strings, and `on`',
    edits: [
      append('on', 'pull_request'),
      set('"a.b"."c d"', 1),
      set('"1.10"', 'x'),
      set('true', 'u'),
      set('"20"', 'z'),
      set('"no"', 1),
      set('"~"', 2),
    ],
    from: `on: [push]\n"a.b":\n  'c d': 0\n1.10: a\ntrue: b\n~: 1\n`,
    to: `on: [push, pull_request]\n"a.b":\n  'c d': 1\n1.10: x\ntrue: u\n~: 2\n'20': z\n'no': 1\n`,
  },
  {
    it: 'leaves tabs in texts, and block scalars with signs of their own',
    edits: [set('z', 'a\n\tb\n'), set('b', 1)],
    from: "a: 'x\ty'\nb: |2-\n    two\n  \tthree\nc: |+\n  keep\n\nd: >-\n  fold\n  ed\n",
    to: "a: 'x\ty'\nb: 1\nc: |+\n  keep\n\nd: >-\n  fold\n  ed\nz: |\n  a\n  \tb\n",
  },
  {
    it: 'adds behind a block scalar that keeps its line breaks',
    edits: [set('a.z', 1), set('b', 1)],
    from: 'a:\n  x: |+\n    text\n\n\n',
    to: 'a:\n  x: |+\n    text\n\n\n  z: 1\nb: 1\n',
  },
  {
    it: 'edits inside an anchored node that nobody refers to, and keeps the anchor',
    edits: [set('a.x', 2), set('b', { z: 1 }), set('c', 'z')],
    from: 'a: &a # a\n  x: 1\nb: &b 1\nc: &c\n  - 1\n',
    to: 'a: &a # a\n  x: 2\nb: &b\n  z: 1\nc: &c z\n',
  },
  {
    it: 'puts a value in the place of an alias, and a key over one that `<<` brings',
    edits: [set('b', 2), set('c.x', 3)],
    from: 'a: &a { x: 1 }\nb: *a # b\nc:\n  <<: *a\n  y: 1\n',
    to: 'a: &a { x: 1 }\nb: 2 # b\nc:\n  <<: *a\n  y: 1\n  x: 3\n',
  },
  {
    it: 'quotes what YAML 1.1 or 1.2 would read otherwise, and nothing else',
    edits: [
      set('l', [
        'yes',
        'Off',
        '1.10',
        '0123',
        '1_000',
        '12:30',
        '~',
        '',
        '2024-01-02',
        '*x',
        '&x',
        '!x',
        '%x',
        '@x',
        '`x',
        '- x',
        '-x',
        '? x',
        'a: b',
        'a:b',
        'a #b',
        'a#b',
        'x:',
        ' x',
        "it's",
        "'x",
        '"x"',
        '[x',
        'x]',
        '{x',
        '0x1F',
        '1e3',
        '.5',
        '.inf',
        'null',
        'n',
        '=',
        '<<',
        '---',
        'https://x.y/z?q=1#f',
        '${{ a.b }}',
        '${{ a }}: b',
        '||',
        'é',
        '\t',
        'a\u0007',
      ]),
    ],
    from: 'l: 0\n',
    to: [
      'l:',
      "  - 'yes'",
      "  - 'Off'",
      "  - '1.10'",
      "  - '0123'",
      "  - '1_000'",
      "  - '12:30'",
      "  - '~'",
      "  - ''",
      "  - '2024-01-02'",
      "  - '*x'",
      "  - '&x'",
      "  - '!x'",
      "  - '%x'",
      "  - '@x'",
      "  - '`x'",
      "  - '- x'",
      '  - -x',
      "  - '? x'",
      "  - 'a: b'",
      '  - a:b',
      "  - 'a #b'",
      '  - a#b',
      "  - 'x:'",
      "  - ' x'",
      "  - it's",
      "  - '''x'",
      `  - '"x"'`,
      "  - '[x'",
      '  - x]',
      "  - '{x'",
      "  - '0x1F'",
      "  - '1e3'",
      "  - '.5'",
      "  - '.inf'",
      "  - 'null'",
      "  - 'n'",
      "  - '='",
      "  - '<<'",
      "  - '---'",
      '  - https://x.y/z?q=1#f',
      '  - ${{ a.b }}',
      "  - '${{ a }}: b'",
      "  - '||'",
      '  - é',
      '  - "\\t"',
      '  - "a\\u0007"',
      '',
    ].join('\n'),
  },
  {
    it: 'quotes as the file does',
    edits: [set('b', 'yes'), set('c', '"'), set('d', ['${{ x }}', 'a\n\n', ' a\nb'])],
    from: 'a: "x"\n',
    to: 'a: "x"\nb: "yes"\nc: "\\""\nd:\n  - ${{ x }}\n  - "a\\n\\n"\n  - " a\\nb"\n',
  },
  {
    it: 'prints texts of several lines as they are, and never folds a long one',
    edits: [
      set('a', 'one\n\n  two # x\nthree\n'),
      set('l[0]', 'x\ny'),
      set('long', 'word '.repeat(60).trim()),
    ],
    from: 'a: 1\nl:\n  - 1\n',
    to: `a: |\n  one\n\n    two # x\n  three\nl:\n  - |-\n    x\n    y\nlong: ${'word '.repeat(60).trim()}\n`,
  },
  {
    it: 'names the version of a pinned action behind it, and takes that of the one before away',
    edits: [
      append('s', { uses: CHECKOUT }),
      set('s[0].uses', CHECKOUT),
      set('s[1].uses', 'a/b@v2'),
      set('s[2].uses', CHECKOUT),
    ],
    from: 's:\n  - uses: a/b@0 # v1.2.3\n  - uses: a/b@0 # v1\n  - uses: a/b@v1 # mine\n',
    to: `s:\n  - uses: ${CHECKOUT} # v7.0.1\n  - uses: a/b@v2\n  - uses: ${CHECKOUT} # mine\n  - uses: ${CHECKOUT} # v7.0.1\n`,
  },
  {
    it: 'edits lists in lists, and a list that is the whole file',
    edits: [append('[0]', 'b'), append('[1]', 'd'), set('[2][0]', 'z')],
    from: '- - a\n-\n  - c\n- [x, y]\n',
    to: '- - a\n  - b\n-\n  - c\n  - d\n- [z, y]\n',
  },
  {
    it: 'edits keys that are told by `?`',
    edits: [set('a.c', 2), set('b', 1), remove('d')],
    from: '? a\n:\n  b: 1\n? d\n: gone\n',
    to: '? a\n:\n  b: 1\n  c: 2\nb: 1\n',
  },
]

for (const { it, edits, from, to } of cases)
  test(`yaml ${it}`, () => {
    assert.equal(edited(from, edits), to)
  })

for (const { it, edits, from, to } of cases)
  test(`yaml does nothing a second time, and gives back byte for byte, where it ${it}`, () => {
    assert.equal(edited(to, edits), to)
    const kept = keptOf(from, edits)
    for (const order of [kept, kept.toReversed()]) assert.equal(givenBack(to, order), from)
  })

test('yaml removes with a child the comments below that stand deeper than it, and gives them back', () => {
  const text = `steps:
  - name: Scan
    with:
      level: high
      # path: .

      # skips: none
    # env: {}
  # the next
  - run: x
`
  const removals = [
    ['steps[name=Scan]', 'steps:\n  # the next\n  - run: x\n'],
    ['steps[name=Scan].with', 'steps:\n  - name: Scan\n    # env: {}\n  # the next\n  - run: x\n'],
  ] as const
  for (const [path, rest] of removals) {
    assert.equal(edited(text, [remove(path)]), rest)
    assert.equal(givenBack(rest, keptOf(text, [remove(path)])), text)
  }
})

test('yaml leaves a region of which nothing was kept', () => {
  assert.equal(givenBack('a: 1\n', [[pathOf('a'), '']]), 'a: 1\n')
})
