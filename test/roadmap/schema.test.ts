import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roadmapSchema } from '../../lib/roadmap/schema.js'
import { codesOf, read, withTasks } from './reading.js'

test('a roadmap with every kind of key is taken', () => {
  const { diagnostics } = read({
    'roadmap.yaml': `# yaml-language-server: $schema=schema.json
version: 1
name: Test coverage and CI/CD
project: .
include: [ roadmaps/python.yaml ]
recipes: [ ./recipes/mine.js ]
variables: { api: packages/api }
defaults:
  retries: { attempts: 3, backoff: exponential, delay: 1s, max_delay: 30s }
  timeout: 10m
  fail_fast: false
  env: [ NODE_ENV ]
  inputs: [ package-lock.json ]
phases:
  - id: phase-1
    name: Foundation
    groups:
      - id: a
        name: CI blockers
        execution: parallel
        max_parallel: 4
        depends_on: []
        tasks:
          - id: "1.1"
            name: Measure every source file
            type: config_edit
            action: expand_coverage_collection
            target: jest.config.js
            with: { margin: 2 }
          - id: "1.2"
            type: command
            run: npm run codegen
            inputs: [ "schema/**/*.graphql", "!schema/draft/**", "task:1.1" ]
            outputs: [ src/generated/ ]
            rewrites: [ "src/**/*.ts" ]
            depends_on: [ "1.1" ]
            env: [ CODEGEN_TARGET ]
            tools: [ node --version ]
            when: { exists: schema }
            labels: [ codegen ]
          - { id: "1.3", type: test_generation, target: src/a.ts, test_file: src/a.test.ts, template: service, budget: 3 }
          - { id: "1.4", type: file_generation, template: runbook, output: docs/runbook.md, data: { name: x } }
          - { id: "1.5", type: manual, question: Is it right?, instructions: Look, allow_skip: true, approval: true }
          - { id: "1.6", type: git_commit, message: All of it, paths: [ "src/**" ] }
          - { id: "1.7", type: pull_request, title: It, body: all, base: main, branch: it }
    checkpoint:
      - { name: unit tests, run: npm test }
      - { name: coverage, coverage: { run: npm run coverage, report: coverage/coverage-summary.json, statements: 25 } }
      - { name: workflows are valid, workflows: .github/workflows/*.yml }
  - id: phase-4
    depends_on: [ phase-1 ]
    parallel_with: [ phase-2 ]
`,
    'roadmaps/python.yaml': 'version: 1\nphases: [{ id: phase-2 }]\n',
  })
  assert.deepEqual(diagnostics, [])
})

test("a user's own recipe has keys of its own, a built-in one has not", () => {
  const { diagnostics } = read(
    withTasks('- { id: a1, type: paint, colour: red, toString: 1 }\n- { id: a2, type: manual, toString: 1 }'),
  )
  assert.deepEqual(codesOf(diagnostics), ['unknown-key 8:37'])
})

test('every key of a roadmap is described', () => {
  const missing: string[] = []
  const look = (schema: unknown, at: string): void => {
    if (typeof schema !== 'object' || schema === null) return
    for (const [name, value] of Object.entries(schema)) {
      look(value, `${at}/${name}`)
      const isKey = at.endsWith('/properties') && !/\/(if|\d+)\//.test(at) && value !== true
      if (isKey && !('description' in value) && !('$ref' in value)) missing.push(`${at}/${name}`)
    }
  }
  look(roadmapSchema, '')
  assert.deepEqual(missing, [])
})
