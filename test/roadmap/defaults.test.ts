import assert from 'node:assert/strict'
import { test } from 'node:test'
import { duration, isDuration } from '../../lib/roadmap/durations.js'
import { valid } from './reading.js'

const { task } = valid(`version: 1
defaults:
  retries: { attempts: 3, delay: 2s }
  timeout: 10m
  env: [A]
  inputs: [package-lock.json]
phases:
  - id: phase-1
    timeout: 1h30m
    env: [B]
    groups:
      - id: a
        fail_fast: true
        inputs: [./tsconfig.json]
        tasks:
          - { id: plain, type: command, run: x, inputs: [src/], env: [A, C] }
          - { id: near, type: command, run: x, outputs: [dist/], timeout: 500ms, retries: { backoff: fixed }, fail_fast: false }
          - { id: always, type: command, run: x }
          - { id: other, type: manual, inputs: [a.md] }
    checkpoint:
      - { name: all, run: npm test }
      - { name: some, run: npm test, inputs: [src/] }
`)

test('of retries, timeout and fail_fast the nearest wins', () => {
  const seen = (id: string) => {
    const { retries, timeout, failFast } = task(id)
    return { retries, timeout, failFast }
  }
  const retries = { attempts: 3, backoff: 'exponential', delay: 2000, maxDelay: 30_000 }
  assert.deepEqual(seen('plain'), { retries, timeout: 5_400_000, failFast: true })
  assert.deepEqual(seen('near'), {
    retries: { attempts: 1, backoff: 'fixed', delay: 1000, maxDelay: 30_000 },
    timeout: 500,
    failFast: false,
  })
  assert.deepEqual(seen('phase-1/all'), { retries, timeout: 5_400_000, failFast: false })
})

test('names of variables add up, each once', () => {
  assert.deepEqual(task('plain').env, ['A', 'B', 'C'])
  assert.deepEqual(task('phase-1/all').env, ['A', 'B'])
})

test('inputs are added to those of commands only, before their own', () => {
  assert.deepEqual(task('plain').inputs, ['package-lock.json', 'tsconfig.json', 'src/**'])
  assert.deepEqual(task('near').inputs, ['package-lock.json', 'tsconfig.json'])
  assert.deepEqual(task('other').inputs, ['a.md'])
  assert.deepEqual(task('phase-1/some').inputs, ['package-lock.json', 'src/**'])
})

test('a command that always runs does not come to rest on a default', () => {
  assert.deepEqual(task('always').inputs, [])
  assert.deepEqual(task('phase-1/all').inputs, [':unignored'])
})

test('durations add up their parts', () => {
  assert.deepEqual(
    ['500ms', '1s', '1.5s', '10m', '1h30m', '2d'].map((text) => duration(text, 0)),
    [500, 1000, 1500, 600_000, 5_400_000, 172_800_000],
  )
  assert.deepEqual([duration('0s', 1), duration('25d', 0)], [undefined, undefined])
  assert.deepEqual(['10', 'm', '10 m', '1h30', '-1s', ''].filter(isDuration), [])
})
