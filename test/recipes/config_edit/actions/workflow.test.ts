/** How a workflow is read: the commands of a script, what a step is for, and the path that leads to a step. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { purposesOf } from '../../../../recipes/config_edit/actions/purpose.js'
import { commandsOf } from '../../../../recipes/config_edit/actions/script.js'
import type { Step } from '../../../../recipes/config_edit/actions/workflow.js'
import { jobsIn, stepSegment, workflowOf } from '../../../../recipes/config_edit/actions/workflow.js'
import type { JsonObject } from '../../../../recipes/config_edit/value.js'

const stepsOf = (...steps: readonly JsonObject[]): readonly Step[] =>
  jobsIn({ jobs: { job: { steps } } }).flatMap((job) => job.steps)

const purposes = (step: JsonObject): string[] =>
  stepsOf(step)
    .flatMap((one) => [...purposesOf(one)])
    .sort()

test('a script falls into commands at what joins them, and not inside quotes, expressions and heredocs', () => {
  const script = `CI=1 npm ci && npm test || true # no; more
echo "a && b" \${{ x || y }} > out 2>&1
cat <<END | sort
npm audit; true
END
if ! yarn audit; then echo found; fi`
  assert.deepEqual(
    commandsOf(script)
      .filter(({ words }) => words.length > 0)
      .map(({ words, then }) => [words.join(' '), then]),
    [
      ['npm ci', '&&'],
      ['npm test', '||'],
      ['true', '\n'],
      ['echo a && b ${{ x || y }} > out 2>&1', '\n'],
      ['cat', '|'],
      ['sort', '\n'],
      ['yarn audit', ';'],
      ['echo found', ';'],
    ],
  )
})

test('a command stands where the script has it', () => {
  const script = 'cd api\n  pytest -q || true\n'
  const [, command] = commandsOf(script)
  assert.equal(script.slice(command?.start, command?.end), 'pytest -q')
})

test('what a step is for is read from what it runs, whatever starts that', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['npx jest --ci 2>&1 | tee log', ['test']],
    ['poetry run python -m pytest', ['test']],
    ['pnpm --filter api run test:unit', ['test']],
    ['yarn workspace web test', ['test']],
    ['docker compose exec -T web python manage.py test', ['test']],
    ['./gradlew check', ['test']],
    ['npm run lint && npm audit --audit-level=high', ['security']],
    ['python -m bandit -r src', ['security']],
    ['docker run --rm -v "$PWD:/src" aquasec/trivy:0.57.0 fs /src', ['security', 'trivy']],
    ['pip install pytest safety', ['install']],
    ['npm install jest', ['install']],
    ['echo "npm test"', []],
    ['trivy --version', []],
    ['kubectl -n prod apply -f k8s', ['deploy']],
    ['kubectl apply -f k8s --dry-run=client', []],
    ['helm upgrade --install api ./chart', ['deploy']],
    ['vercel pull --yes', []],
    ['./scripts/deploy.sh production', ['deploy']],
    ['npm publish --access public', ['publish']],
  ]
  assert.deepEqual(
    cases.map(([run]) => [run, purposes({ run })]),
    cases,
  )
})

test('an action is known by its name, whatever its version', () => {
  assert.deepEqual(purposes({ uses: 'aquasecurity/trivy-action@0.28.0' }), ['security', 'trivy'])
  assert.deepEqual(purposes({ uses: 'github/codeql-action/upload-sarif@v3' }), [])
  assert.deepEqual(purposes({ uses: 'cypress-io/github-action@v6' }), ['test'])
})

test('a step is found by its name, else by any key that only it has and that does not change', () => {
  const steps = stepsOf(
    { name: 'Test', run: 'npm test' },
    { name: 'Test', run: 'npm run e2e' },
    { uses: 'actions/cache@v4', id: 'cache' },
    { uses: 'actions/cache@v4' },
    { run: 'npm ci' },
  )
  const segments = steps.map((step) => stepSegment(steps, step))
  assert.deepEqual(segments, [
    { kind: 'match', by: 'run', value: 'npm test' },
    { kind: 'match', by: 'run', value: 'npm run e2e' },
    { kind: 'match', by: 'id', value: 'cache' },
    undefined,
    { kind: 'match', by: 'run', value: 'npm ci' },
  ])
  assert.deepEqual(
    steps.slice(4).map((step) => stepSegment(steps, step, ['run'])),
    [undefined],
  )
})

test('a file without jobs is told to be no workflow', () => {
  assert.deepEqual(workflowOf({ name: 'x' }), {
    steps: [],
    message: 'the file has no `jobs`, so it is no workflow: name one of `.github/workflows`',
  })
  assert.deepEqual(workflowOf({ jobs: [] }), {
    steps: ['jobs'],
    message: '`jobs` has to be an object, and is a list',
  })
})
