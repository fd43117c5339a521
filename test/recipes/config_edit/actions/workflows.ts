/** Workflows as people write them, with a sin for each action. */

const PYTHON = `on: [push, pull_request]
jobs:
  test-auth:
    runs-on: ubuntu-latest
    continue-on-error: true
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
      - run: pip install -r services/auth/requirements.txt safety
      - name: Safety
        continue-on-error: true
        run: safety check --full-report || true
      - run: pytest -q services/auth || echo "tests failed"
  test-billing:
    runs-on: ubuntu-latest
    continue-on-error: true
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
      - run: pip install -r services/billing/requirements.txt safety
      - name: Safety
        continue-on-error: true
        run: safety check --full-report || true
      - run: pytest -q services/billing || echo "tests failed"
  report: { needs: [test-auth, test-billing], runs-on: ubuntu-latest, steps: [{ run: ./report.sh }] }
`

const RELEASE = `on:
  push: { branches: [main] }
jobs:
  test:
    runs-on: ubuntu-latest
    steps: [{ uses: actions/checkout@v4 }, { run: npm ci }, { run: npm test }]
  image:
    needs: test
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: docker/build-push-action@v6
        with: { push: true, tags: 'ghcr.io/acme/app:latest' }
      - uses: aquasecurity/trivy-action@0.28.0
        with: { image-ref: 'ghcr.io/acme/app:latest', format: sarif, output: trivy.sarif }
      - uses: github/codeql-action/upload-sarif@v3
        with: { sarif_file: trivy.sarif }
  deploy-staging:
    needs: image
    runs-on: ubuntu-latest
    steps: [{ name: Deploy, run: 'echo "deploying to staging"' }]
  deploy-production:
    needs: image
    if: always()
    runs-on: ubuntu-latest
    steps: [{ name: Deploy, run: 'echo "deploying to production"  # TODO' }]
`

const PARTS = `name: Services
on:
  pull_request:
jobs:
  auth:
    runs-on: ubuntu-latest
    defaults:
      run:
        working-directory: services/auth
    steps:
      - uses: actions/checkout@v4
      - run: pip install -r requirements.txt
      - run: pytest -q
  billing:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Install
        run: pip install -r services/billing/requirements.txt
      - name: Test
        run: pytest -q services/billing
`

export const workflows: ReadonlyMap<string, string> = new Map([
  ['python.yml', PYTHON],
  ['release.yml', RELEASE],
  ['parts.yml', PARTS],
])
