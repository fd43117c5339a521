/** Commands: their settings, their claims, and variables that arrive as data in a real shell. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import type { Spawn } from '../../lib/core/effect.js'
import { command } from '../../recipes/command.js'
import { faultsIn, prepare, read, readerOf, settingsOf } from './reader.js'

test('a command is one spawn, and owns its outputs', async () => {
  const raw = {
    run: ['make', 'all'],
    cwd: './pkg/',
    outputs: ['./dist/', 'a.txt'],
    rewrites: ['src/**'],
    once: true,
  }
  const settings = settingsOf(command, raw)
  assert.deepEqual(await command.prepare(settings, readerOf()), [
    { do: 'spawn', command: ['make', 'all'], cwd: 'pkg/', env: {} },
  ])
  assert.deepEqual(command.claims(settings), [
    { path: 'dist/', whole: true },
    { path: 'a.txt', whole: true },
  ])
  assert.deepEqual(command.rewrites?.(settings), ['src/**'])
  assert.equal(command.once?.(settings), true)
})

test('every fault of the settings is told at once', () => {
  assert.deepEqual(
    faultsIn(read(command, { run: '', outputs: ['/etc/x', 'a/../..', 'dist/*'], onse: true })),
    [
      'onse (key): unknown-key: there is no key `onse` here',
      'run: bad-value: `run` has to be a command for the shell, or a list of words, and is empty',
      'outputs.0: leaves-project: `/etc/x` leaves the project',
      'outputs.1: leaves-project: `a/../..` leaves the project',
      'outputs.2: bad-value: item 3 has to be the exact path of a file, or of a folder with a trailing slash, and is `dist/*`',
    ],
  )
  assert.deepEqual(faultsIn(read(command, {})), [
    ': missing-key: `run` is missing, and has to be a command for the shell, or a list of words',
  ])
})

const values = [
  '$(touch pwned)',
  '; touch pwned #',
  '`touch pwned`',
  "' ; touch pwned ; '",
  '" ; touch pwned ; "',
  'a\ntouch pwned\n',
  '-n',
  '*',
  '',
  '  two  words ',
  '\\',
  '{{ name }}',
  '${HOME}',
  '$((a[$(touch pwned)]))',
]

async function spawnOf(run: string, variables: Readonly<Record<string, string>>): Promise<Spawn> {
  const [effect] = await prepare(command, { run }, readerOf(), variables)
  assert.ok(effect?.do === 'spawn' && typeof effect.command === 'string')
  return effect
}

/** What `/bin/sh` prints, in an empty folder that it has to leave empty. */
function output({ command: run, env }: Spawn): string {
  const folder = mkdtempSync(join(tmpdir(), 'command-'))
  try {
    const printed = execFileSync('/bin/sh', ['-c', String(run)], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    assert.deepEqual(readdirSync(folder), [], `${String(run)} left files`)
    return printed
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const scripts: readonly (readonly [string, (value: string) => string])[] = [
  ['printf %s {{ name }}', (value) => value],
  ['printf %s "{{ name }}"', (value) => value],
  ['printf %s "<{{name}}>"-{{ name }}', (value) => `<${value}>-${value}`],
  ['x={{ name }}; printf %s "$x"', (value) => value],
  ['printf %s "$(printf %s. {{ name }})"', (value) => `${value}.`],
  [
    'printf %s "$(printf %s. "{{ name }}")$(case a in a) printf %s. {{ name }} ;; esac)"',
    (value) => `${value}.${value}.`,
  ],
  ['sh -c \'printf %s "$1"\' sh {{ name }}', (value) => value],
  ["printf %s 'it'\\''s \"'{{ name }} # {{x", (value) => `it's "${value}`],
  ['cat <<END\n\'{{ name }}"\nEND\nprintf %s {{ name }}', (value) => `'${value}"\n${value}`],
  ["cat <<'END' # it's\nit's\nEND\nprintf %s {{ name }}", (value) => `it's\n${value}`],
  ['printf %s\\\n  {{ name }}', (value) => value],
]

for (const [script, expected] of scripts)
  test(`a variable arrives as data in \`${script.replaceAll('\n', '⏎')}\``, async () => {
    for (const value of values) assert.equal(output(await spawnOf(script, { name: value })), expected(value))
  })

test('what is no placeholder of a variable stays as it is', async () => {
  const run = 'echo ${{ github.sha }} {{.Go}} {{ other }} \'{{ other }}\' "$((1 + (2)))" `date`'
  assert.deepEqual(await spawnOf(run, { name: 'x' }), { do: 'spawn', command: run, cwd: '.', env: {} })
})

test('two variables never share a name in the environment', async () => {
  assert.deepEqual(await spawnOf('echo {{ a-b }} {{ a_b }} {{ a-b }}', { 'a-b': '1', a_b: '2' }), {
    do: 'spawn',
    command: 'echo "${ORCHESTRATE_VAR_a_b}" "${ORCHESTRATE_VAR_a_b_}" "${ORCHESTRATE_VAR_a_b}"',
    cwd: '.',
    env: { ORCHESTRATE_VAR_a_b: '1', ORCHESTRATE_VAR_a_b_: '2' },
  })
})

const refused: readonly (readonly [string, string])[] = [
  ["echo '{{ name }}'", 'in single quotes'],
  ["echo $'{{ name }}'", 'in single quotes'],
  ['echo `date {{ name }}`', 'between backticks'],
  ['echo "`date {{ name }}`"', 'between backticks'],
  ["cat <<'END'\n{{ name }}\nEND", 'in a quoted here-document'],
  ['true # {{ name }}', 'in a comment'],
  ['echo $(({{ name }} + 1))', 'in arithmetic'],
  ['((x = {{ name }}))', 'in arithmetic'],
  ['echo "$((1 + {{ name }}))"', 'in arithmetic'],
  ['echo ${x:-{{ name }}}', 'in `${…}`'],
  ['echo \\{{ name }}', 'behind a backslash'],
  ['eval {{ name }}', 'in text that is run as a command'],
  ['true && eval echo "{{ name }}"', 'in text that is run as a command'],
  ['bash -ec "echo {{ name }}"', 'in text that is run as a command'],
  ['echo "$(sh -c {{ name }})"', 'in text that is run as a command'],
  ['[[ {{ name }} -eq 1 ]]', 'in text that is run as a command'],
  ['echo "{{ name }}', 'where quotes do not close'],
  ["echo $'a\\' {{ name }}", 'behind quotes that shells read differently'],
]

for (const [run, place] of refused)
  test(`a variable ${place} is a fault: \`${run.replaceAll('\n', '⏎')}\``, () => {
    const result = read(command, { run }, { name: 'x' })
    assert.deepEqual(faultsIn(result), [
      `run: variable-in-quotes: \`{{ name }}\` stands ${place}, where its value cannot be handed over as data`,
    ])
  })

test('words have their values already, and stay as they are', async () => {
  assert.deepEqual(
    await prepare(command, { run: ['printf', '%s', "'$(x)'", ''] }, readerOf(), { name: 'x' }),
    [{ do: 'spawn', command: ['printf', '%s', "'$(x)'", ''], cwd: '.', env: {} }],
  )
})
