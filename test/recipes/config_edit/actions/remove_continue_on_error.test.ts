/** `remove_continue_on_error` on workflows in which checks fail silently, in each of the usual ways. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { removeContinueOnError as action } from '../../../../recipes/config_edit/actions/remove_continue_on_error.js'
import { child } from '../../../../recipes/config_edit/value.js'
import { jobsIn } from '../../../../recipes/config_edit/actions/workflow.js'
import { refused, tried } from './rig.js'

/** The steps of the job `check` after the action, as it ran on these. */
function after(steps: string, options: object = {}, job = ''): readonly unknown[] {
  const result = tried(action, workflow(steps, job), { options })
  return jobsIn(result.after).flatMap(({ steps }) => steps.map(({ value }) => value))
}

const workflow = (steps: string, job = ''): string =>
  `on: push\njobs:\n  check:\n    runs-on: ubuntu-latest\n${job}    steps:\n${steps.replace(/^/gm, '      ')}`

test('a security and a test step lose `continue-on-error`, and what is neither keeps it', () => {
  const { after, regions, says } = tried(
    action,
    workflow(`- name: Safety
  continue-on-error: true
  run: safety check
- name: Upload
  continue-on-error: true
  uses: codecov/codecov-action@v4
- name: Unit
  continue-on-error: \${{ github.event_name == 'push' }}
  run: npm test`),
  )
  assert.deepEqual(
    jobsIn(after).flatMap(({ steps }) => steps.map(({ value }) => child(value, 'continue-on-error'))),
    [undefined, true, undefined],
  )
  assert.deepEqual(regions, [
    'jobs.check.continue-on-error',
    'jobs.check.steps[name=Safety].continue-on-error',
    'jobs.check.steps[name=Safety].run',
    'jobs.check.steps[name=Unit].continue-on-error',
    'jobs.check.steps[name=Unit].run',
  ])
  assert.equal(
    says,
    'no longer fails silently: `Safety` of `check`, `Unit` of `check`; what it finds now fails the workflow',
  )
})

test('a job that may fail loses that where it tests', () => {
  const result = tried(action, workflow('- run: pytest -q', '    continue-on-error: true\n'))
  assert.equal(jobsIn(result.after).map(({ value }) => child(value, 'continue-on-error'))[0], undefined)
})

const SCRIPTS: readonly (readonly [string, string])[] = [
  ['npm audit || true', 'npm audit'],
  [
    'npm ci\nnpm audit --audit-level=high || echo "::warning::found" >&2\nls || true\n',
    'npm ci\nnpm audit --audit-level=high\nls || true\n',
  ],
  ['pytest -q; true', 'pytest -q'],
  ['set +e\npython -m pytest\n', 'python -m pytest\n'],
  ['npm ci; set +e; npm test', 'npm ci; npm test'],
  ['bandit -r src --exit-zero -q', 'bandit -r src -q'],
  ['npm test || { echo "failed"; exit 0; }\necho done', 'npm test\necho done'],
  ['safety check ||\\\n  true', 'safety check'],
  ['semgrep ci || :  # noisy', 'semgrep ci  # noisy'],
  ['mvn -B verify -Dmaven.test.failure.ignore=true', 'mvn -B verify'],
]

test('what hides a failure in a script goes, and every other byte stays', () => {
  assert.deepEqual(
    SCRIPTS.map(([run]) => after(`- name: Check\n  run: ${JSON.stringify(run)}`)),
    SCRIPTS.map(([, run]) => [{ name: 'Check', run }]),
  )
})

test('a fallback that fails too, a retry, and a script that decides itself stay', () => {
  const kept = [
    'npm test || exit 1',
    'npm test || npm test',
    'npm test || { echo "x"; exit 1; }',
    'npm test || rc=$?\nexit $rc',
    'set +e\nnpm test\nrc=$?\nexit $rc',
  ]
  assert.deepEqual(
    kept.map((run) => after(`- name: Check\n  run: ${JSON.stringify(run)}`)),
    kept.map((run) => [{ name: 'Check', run }]),
  )
})

test('a step with nothing to be known by is mended too, by way of its job’s steps', () => {
  const result = tried(action, workflow('- run: npm ci\n- run: npm test || true'))
  assert.deepEqual(result.regions, ['jobs.check.continue-on-error', 'jobs.check.steps'])
  assert.deepEqual(
    jobsIn(result.after).flatMap(({ steps }) => steps.map(({ run }) => run)),
    ['npm ci', 'npm test'],
  )
})

test('a failure before a pipe counts, as the shell is told to watch pipes', () => {
  assert.deepEqual(after('- name: Test\n  run: pytest | tee report.txt'), [
    { name: 'Test', run: 'pytest | tee report.txt', shell: 'bash' },
  ])
})

test('what an experimental part of the matrix is allowed stays and is said, unless the job is named', () => {
  const text = workflow(
    '- name: Test\n  run: npm test',
    '    continue-on-error: ${{ matrix.experimental }}\n',
  )
  const left = tried(action, text)
  assert.match(left.says ?? '', /nothing to do: .*left as it is: `continue-on-error` of `check`/)
  const taken = tried(action, text, { options: { jobs: ['check'] } })
  assert.equal(child(jobsIn(taken.after)[0]?.value ?? null, 'continue-on-error'), undefined)
})

test('steps can be named, by their name or by the words of a command', () => {
  const steps = `- name: Lint
  continue-on-error: true
  run: npm run lint || true
- name: Test
  continue-on-error: true
  run: npm test`
  assert.deepEqual(after(steps, { steps: ['npm run lint'] }), [
    { name: 'Lint', run: 'npm run lint' },
    { name: 'Test', 'continue-on-error': true, run: 'npm test' },
  ])
})

test('where nothing fails silently it says that there is nothing to do, and goes on to govern', () => {
  const { edits, says } = tried(action, workflow('- name: Test\n  continue-on-error: false\n  run: npm test'))
  assert.equal(says, 'nothing to do: no test or security step of 1 fails silently')
  assert.equal(edits.length, 3)
})

test('without a step that checks anything, or with a name that is not there, it says what would help', () => {
  assert.match(
    refused(action, workflow('- run: npm run build')).message,
    /no step here runs tests .* `with.steps`/,
  )
  assert.equal(
    refused(action, workflow('- run: npm test'), { options: { jobs: ['tests'] } }).message,
    'there is no job `tests` in `jobs`: there are `check`',
  )
  assert.match(
    refused(action, workflow('- run: npm test'), { options: { steps: ['Safety'] } }).message,
    /no step is called `Safety` or runs it/,
  )
})
