/** `make_trivy_blocking` on scans by the action and on the command line, alone and beside a report. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evenAfterFailure } from '../../../../recipes/config_edit/actions/condition.js'
import { makeTrivyBlocking as action } from '../../../../recipes/config_edit/actions/make_trivy_blocking.js'
import { jobsIn } from '../../../../recipes/config_edit/actions/workflow.js'
import { refused, tried } from './rig.js'

const workflow = (steps: string, job = ''): string =>
  `on: push\njobs:\n  scan:\n    runs-on: ubuntu-latest\n${job}    steps:\n${steps.replace(/^/gm, '      ')}`

function after(steps: string, options: object = {}): readonly unknown[] {
  return jobsIn(tried(action, workflow(steps), { options }).after).flatMap(({ steps }) =>
    steps.map(({ value }) => value),
  )
}

test('a scan that only reports stops the job, and its results are uploaded all the same', () => {
  assert.deepEqual(
    after(`- name: Scan
  uses: aquasecurity/trivy-action@0.28.0
  continue-on-error: true
  with:
    image-ref: app:latest
    format: sarif
    output: trivy.sarif
    exit-code: '0'
- name: Upload
  uses: github/codeql-action/upload-sarif@v3
  with: { sarif_file: trivy.sarif }
- uses: actions/upload-artifact@v4
  if: success() && github.ref == 'refs/heads/main'
  with: { name: scan, path: trivy.sarif }
- uses: actions/upload-artifact@v4
  with: { name: dist, path: dist }`),
    [
      {
        name: 'Scan',
        uses: 'aquasecurity/trivy-action@0.28.0',
        with: {
          'image-ref': 'app:latest',
          format: 'sarif',
          output: 'trivy.sarif',
          'exit-code': '1',
          severity: 'CRITICAL,HIGH',
          'ignore-unfixed': true,
          'limit-severities-for-sarif': true,
        },
      },
      {
        name: 'Upload',
        uses: 'github/codeql-action/upload-sarif@v3',
        with: { sarif_file: 'trivy.sarif' },
        if: 'always()',
      },
      {
        uses: 'actions/upload-artifact@v4',
        if: "always() && github.ref == 'refs/heads/main'",
        with: { name: 'scan', path: 'trivy.sarif' },
      },
      { uses: 'actions/upload-artifact@v4', with: { name: 'dist', path: 'dist' } },
    ],
  )
})

test('of a report and a table of the same image only the table is the gate', () => {
  const { regions } = tried(
    action,
    workflow(`- name: Report
  uses: aquasecurity/trivy-action@0.28.0
  with: { image-ref: app, format: sarif, output: r.sarif }
- name: Gate
  uses: aquasecurity/trivy-action@0.28.0
  with: { image-ref: app, severity: CRITICAL }`),
  )
  assert.deepEqual(regions, [
    'jobs.scan.continue-on-error',
    'jobs.scan.steps[name=Gate].continue-on-error',
    'jobs.scan.steps[name=Gate].with.exit-code',
    'jobs.scan.steps[name=Gate].with.severity',
    'jobs.scan.steps[name=Gate].with.ignore-unfixed',
  ])
})

test('a scan on the command line gets the options that it lacks, and loses what hides its end', () => {
  assert.deepEqual(
    after(`- name: Scan
  run: |
    docker build -t app .
    trivy image --exit-code 0 --severity LOW,HIGH app || true
    trivy config . || echo ok`),
    [
      {
        name: 'Scan',
        run: 'docker build -t app .\ntrivy image --exit-code 1 --severity CRITICAL,HIGH --ignore-unfixed app\ntrivy config --exit-code 1 --severity CRITICAL,HIGH .\n',
      },
    ],
  )
})

test('a scan in a container of its own counts too', () => {
  assert.deepEqual(
    after('- name: Scan\n  run: docker run --rm aquasec/trivy:0.57.0 fs --severity CRITICAL /src', {
      ignore_unfixed: false,
    }),
    [{ name: 'Scan', run: 'docker run --rm aquasec/trivy:0.57.0 fs --exit-code 1 --severity CRITICAL /src' }],
  )
})

test('severities can be given', () => {
  assert.deepEqual(after('- name: Scan\n  run: trivy fs .', { severity: ['CRITICAL'] }), [
    { name: 'Scan', run: 'trivy fs --exit-code 1 --severity CRITICAL --ignore-unfixed .' },
  ])
})

test('a scan that stops the job already is left as strict as it is', () => {
  const steps = `- name: Scan
  uses: aquasecurity/trivy-action@0.28.0
  with: { scan-type: fs, exit-code: 1, ignore-unfixed: 'true' }`
  const { says, regions } = tried(action, workflow(steps))
  assert.equal(says, 'nothing to do: `Scan` of `scan` stops the job already')
  assert.ok(!regions.some((region) => region.endsWith('severity')))
})

test('two scans without names are set by way of the job’s steps', () => {
  const { regions } = tried(
    action,
    workflow(`- uses: aquasecurity/trivy-action@0.28.0
  with: { image-ref: a }
- uses: aquasecurity/trivy-action@0.28.0
  with: { image-ref: b }`),
  )
  assert.deepEqual(regions, ['jobs.scan.continue-on-error', 'jobs.scan.steps'])
})

test('a condition is widened to hold after a failure, and one that does already stays', () => {
  const cases: readonly (readonly [string | undefined, string])[] = [
    [undefined, 'always()'],
    ['failure()', 'failure()'],
    ["github.ref == 'refs/heads/main'", "always() && github.ref == 'refs/heads/main'"],
    ["${{ a == 'b' || c == 'd' }}", "${{ always() && (a == 'b' || c == 'd') }}"],
    ['success()', 'always()'],
    ['${{ !cancelled() }}', '${{ !cancelled() }}'],
  ]
  assert.deepEqual(
    cases.map(([now]) => [now, evenAfterFailure(now)]),
    cases,
  )
})

test('without trivy it says what was looked for, and what adds it', () => {
  assert.match(
    refused(action, workflow('- run: npm audit')).message,
    /no step here scans with trivy: looked for .* `add_container_scanning`/,
  )
})
