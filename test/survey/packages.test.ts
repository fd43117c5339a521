/** What is read from package.json and from lockfiles. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'yaml'
import { managerOf, packageOf, workspacesOf } from '../../lib/survey/packages.js'
import { json, looking } from './looking.js'

const yaml = (text: string): unknown => parse(text)

test('a package is its name, kind, scripts, dependencies of every kind, and what installs it', () => {
  const manifest = {
    name: 'api',
    type: 'module',
    scripts: { test: 'vitest run', odd: 1 },
    dependencies: { fastify: '^5.0.0' },
    devDependencies: { vitest: '^3.0.0' },
    engines: { node: '>=20' },
  }
  assert.deepEqual(packageOf(looking({ 'package.json': json(manifest), 'package-lock.json': '{}' })), {
    folder: '',
    name: 'api',
    isModule: true,
    scripts: new Map([['test', 'vitest run']]),
    dependencies: new Map([
      ['vitest', '^3.0.0'],
      ['fastify', '^5.0.0'],
    ]),
    node: '>=20',
    manager: {
      name: 'npm',
      lockfile: 'package-lock.json',
      install: 'npm ci',
      run: 'npm run',
      pass: ' --',
      exec: 'npx',
      add: 'npm install --save-dev',
    },
  })
})

test('there is no package where its file is missing, broken or no map', () => {
  assert.equal(packageOf(looking({})), undefined)
  assert.equal(packageOf(looking({ 'package.json': '{' })), undefined)
  assert.equal(packageOf(looking({ 'package.json': '7' })), undefined)
})

test('the manager is the one that packageManager names, else that of the nearest lockfile, else npm', () => {
  const of = (files: Readonly<Record<string, string>>, folder = ''): string => {
    const { name, install } = managerOf(looking(files), folder)
    return `${name}: ${install}`
  }
  assert.deepEqual(
    [
      of({}),
      of({ 'yarn.lock': '' }),
      of({ 'yarn.lock': '', '.yarnrc.yml': '' }),
      of({ 'package.json': json({ packageManager: 'yarn@4.1.0' }) }),
      of({ 'package.json': json({ packageManager: 'pnpm@9.0.0' }), 'package-lock.json': '{}' }),
      of({ 'pnpm-lock.yaml': '', 'packages/a/package.json': '{}' }, 'packages/a'),
      of({ 'bun.lock': '' }),
    ],
    [
      'npm: npm install',
      'yarn: yarn install --frozen-lockfile',
      'yarn: yarn install --immutable',
      'yarn: yarn install',
      'pnpm: pnpm install',
      'pnpm: pnpm install --frozen-lockfile',
      'bun: bun install --frozen-lockfile',
    ],
  )
})

test('workspaces are read from package.json and from pnpm-workspace.yaml', () => {
  const packages = {
    'packages/a/package.json': '{}',
    'packages/b/package.json': '{}',
    'packages/b/dist/package.json': '{}',
    'apps/web/package.json': '{}',
  }
  const npm = {
    ...packages,
    'package.json': json({ workspaces: ['packages/*', './apps/*/', '!packages/b'] }),
  }
  assert.deepEqual(workspacesOf(looking(npm), yaml), ['apps/web', 'packages/a'])
  const yarn = { ...packages, 'package.json': json({ workspaces: { packages: ['packages/**'] } }) }
  assert.deepEqual(workspacesOf(looking(yarn), yaml), ['packages/a', 'packages/b'])
  const pnpm = { ...packages, 'package.json': '{}', 'pnpm-workspace.yaml': 'packages: [apps/*]\n' }
  assert.deepEqual(workspacesOf(looking(pnpm), yaml), ['apps/web'])
  assert.deepEqual(workspacesOf(looking({ ...packages, 'package.json': '{}' }), yaml), [])
})
