/** Workflows that deploy, or say that they would, and looks into what came of them. */
import type { Json } from '../../../../recipes/config_edit/value.js'
import { child, isList } from '../../../../recipes/config_edit/value.js'

export const job = (file: Json, id: string): Json => at(file, 'jobs', id)

export const at = (value: Json, ...keys: readonly (string | number)[]): Json =>
  keys.reduce<Json>((inner, key) => child(inner, key) ?? null, value)

/** The names of a job's steps, or what else they are. */
export function titles(file: Json, id: string): readonly Json[] {
  const steps = at(file, 'jobs', id, 'steps')
  return (isList(steps) ? steps : []).map(
    (step) => child(step, 'name') ?? child(step, 'uses') ?? child(step, 'run') ?? null,
  )
}

/** A step of a job by its name. */
export function step(file: Json, id: string, name: string): Json {
  const steps = at(file, 'jobs', id, 'steps')
  return (isList(steps) ? steps : []).find((one) => child(one, 'name') === name) ?? null
}

/** What a step runs. */
export function script(file: Json, id: string, name: string): string {
  const run = child(step(file, id, name), 'run')
  return typeof run === 'string' ? run : ''
}

export const SCRIPT = { 'scripts/deploy.sh': '#!/bin/sh\nenvironment=${1:?}\nimage=${2:?an image}\n' }
export const IMAGE = { Dockerfile: 'FROM node:22\nHEALTHCHECK CMD curl localhost:3000/healthz\n' }

/** The usual sins: tests, a staging job that only talks, a production job beside it. */
export const PIPELINE = `
name: CI
on:
  push: { branches: [main] }
  pull_request: {}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
      - run: npm test
  deploy-staging:
    needs: test
    if: github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Deploy to staging
        run: echo "Deploying to staging…"
      - run: |
          # TODO: smoke tests
          echo "done"
      - name: Summary
        run: echo "deployed" >> "$GITHUB_STEP_SUMMARY"
  deploy-production:
    needs: [test]
    if: github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    environment: { name: production, url: https://example.org }
    steps:
      - name: Deploy
        run: 'true'
`
