/** The workflows on which everything is tried: those of the corpus, and such as people write in every manner that YAML allows. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { workflows } from '../recipes/config_edit/actions/workflows.js'
import { PIPELINE } from '../recipes/config_edit/actions/deployments.js'
import type { Subject } from './trial.js'

const CORPUS = new URL('../../../shared/corpus/workflows-dev/', import.meta.url)

export const isThere = existsSync(CORPUS)

/** Comments in every place, lists at the column of their key, long scripts, blank lines of two. */
const COMMENTED = `# Licence: none
---
# What it does
name: CI   # the name

on:   # when
  # pushes
  push:
    branches:
    # main alone
    - main
    - 'release/**'   # and releases
  pull_request:


jobs:

  # Python
  test:   # tests
    # A runner
    runs-on: ubuntu-latest   # the newest
    continue-on-error: true   # flaky
    env:
      # tabs and signs
      SEPARATOR: "a\\tb # no comment"
      PLAIN: it's a:b#c	d
    steps:
    # first of all
    - uses: actions/checkout@v4   # the code

    - name: Audit
      # it fails too often
      continue-on-error: true
      run: >-
        npm audit
        --audit-level high || true
      # below the step

    # tests
    - name: Test
      run: |
        set -e

        npm ci
        npm test   # all
          # not a comment of YAML


  # deployment
  deploy:
    needs:
    - test
    runs-on: ubuntu-latest
    steps:
    - name: Deploy   # one day
      run: echo "TODO deploy to staging"
# the end
`

const FLOW = `{ name: CI, on: { push: { branches: [ main ] }, workflow_dispatch: {} },
  jobs: {
    # tests
    test: { runs-on: ubuntu-latest, continue-on-error: true, steps: [ { uses: actions/checkout@v4 }, { name: Test, run: npm test || true } ] },
    deploy: {
      needs: [test], runs-on: [ self-hosted, linux ],
      steps: [
        { name: Deploy to staging, run: 'echo deploying' }, # later
      ],
    },
  }
}
`

const FOUR = `on:
    push:
        branches: ["main"]
    workflow_dispatch:
jobs:
    image:
        runs-on: ubuntu-latest
        permissions:
            contents: read
        steps:
            -   uses: actions/checkout@v4
            -   name: Build
                uses: docker/build-push-action@v6
                with:
                    context: ./services/auth
                    push: true
                    tags: |
                        ghcr.io/acme/auth:latest
                        ghcr.io/acme/auth:1
            -   name: Scan
                uses: aquasecurity/trivy-action@0.28.0
                continue-on-error: true
                with: {image-ref: "ghcr.io/acme/auth:latest", exit-code: "0"}
    package:
        if: startsWith(github.ref, 'refs/tags/')
        runs-on: ubuntu-latest
        steps:
            -   uses: actions/checkout@v4
            -   run: npm ci
            -   run: npm run build
            -   run: npm publish`

const ANCHORED = `x-env: &env
  NODE_ENV: test
  CI: 'true'
on: [push, workflow_dispatch]
env: &top
  LEVEL: "1"
jobs:
  unit:
    runs-on: &runner ubuntu-latest
    env:
      <<: *env
      OWN: 1
    steps:
      - &checkout
        uses: actions/checkout@v4
        with: { fetch-depth: 0 }
      - run: npm test || true
        continue-on-error: true
  integration:
    runs-on: *runner
    env: *top
    steps:
      - *checkout
      - name: Integration
        run: npm run test:integration
        continue-on-error: \${{ github.ref != 'refs/heads/main' }}
`

const ODD = `"on": 'push'
'jobs':
  "a b":
    runs-on: ubuntu-latest
    steps:
      -
        name: Alone below its dash
        run: "npm test \\
          --silent"
      - {name: Tight,run: 'make deploy'}
      - run: |2+
            indented
          less

      - name: >
          folded
        if: always()
        run: ""
  empty: {runs-on: ubuntu-latest, steps: []}
  called:
    uses: ./.github/workflows/other.yml
    secrets: inherit
`

const own: ReadonlyMap<string, string> = new Map([
  ...workflows,
  ['pipeline.yml', PIPELINE],
  ['commented.yml', COMMENTED],
  ['flow.yml', FLOW],
  ['four.yml', FOUR],
  ['anchored.yml', ANCHORED],
  ['odd.yml', ODD],
])

const asWindows = (text: string): string => `\uFEFF${text.replaceAll('\n', '\r\n')}`

export const ownSubjects: readonly Subject[] = [
  ...[...own].map(([name, text]) => subject(name, text)),
  ...['python.yml', 'commented.yml', 'four.yml'].map((name) =>
    subject(`windows-${name}`, asWindows(own.get(name) ?? '')),
  ),
]

export const corpusSubjects: readonly Subject[] = isThere
  ? readdirSync(CORPUS)
      .filter((name) => /\.ya?ml$/.test(name))
      .map((name) => subject(name, readFileSync(new URL(name, CORPUS), 'utf8')))
  : []

function subject(name: string, text: string): Subject {
  return { name, target: `.github/workflows/${name}`, text }
}
