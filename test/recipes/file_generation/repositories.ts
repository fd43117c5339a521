/** Four small repositories of different kinds, and the templates that fit each. */
import type { Options } from 'prettier'
import type { Files } from './rig.js'

export interface Example {
  readonly name: string
  readonly files: Files
  readonly style: Options
  /** Template, output and data. */
  readonly renders: readonly (readonly [string, string, Readonly<Record<string, unknown>>?])[]
}

const json = (value: unknown): string => JSON.stringify(value, null, 2) + '\n'

const K8S = `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  template:
    metadata: { labels: { app: shop } }
    spec:
      containers:
        - { name: web, image: shop, ports: [{ containerPort: 8080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: shop-front }
spec: { selector: { app: shop } }
`

const DEPLOY = `name: Deploy
on:
  push: { branches: [main], tags: ['v*'] }
  workflow_dispatch: { inputs: { environment: { type: choice, options: [staging, production] } } }
jobs:
  staging:
    if: github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    environment: { name: staging, url: 'https://staging.shop.test' }
    steps: [{ run: ./deploy }]
  production:
    if: startsWith(github.ref, 'refs/tags/')
    runs-on: ubuntu-latest
    environment: production
    steps: [{ run: ./deploy }]
`

const DOCUMENTS: Example['renders'] = [
  ['staging-runbook', 'docs/staging.md'],
  ['production-runbook', 'docs/runbooks/production.md', { url: 'https://shop.test', channel: '#shop' }],
  ['incident-guide', 'docs/incidents.md'],
  ['testing-guide', 'docs/testing.md'],
  ['dependabot', '.github/dependabot.yml'],
  [
    'codeowners',
    '.github/CODEOWNERS',
    { owners: '@shop/all', paths: [{ path: '/docs/', owners: '@shop/docs' }] },
  ],
]

const WORKFLOWS: Example['renders'] = [
  ['rollback-workflow', '.github/workflows/rollback.yml'],
  ['blue-green-workflow', '.github/workflows/blue-green.yml'],
  ['canary-workflow', '.github/workflows/canary.yml', { pods: 2, minutes: 5, failures: 0.5 }],
]

/** TypeScript, ES modules, Jest, Fastify, PGlite, zod; types of its own. */
const modules: Example = {
  name: 'TypeScript with ES modules',
  style: { semi: false, singleQuote: true },
  files: {
    'package.json': json({
      name: '@shop/api',
      type: 'module',
      scripts: { test: 'jest', dev: 'tsx src/server.ts', 'db:migrate': 'tsx migrate.ts', lint: 'eslint .' },
      dependencies: { fastify: '5', '@electric-sql/pglite': '0.3', zod: '3' },
      devDependencies: { jest: '30', '@types/jest': '30', typescript: '5', '@playwright/test': '1' },
    }),
    'package-lock.json': '{}',
    'tsconfig.json': '{ "compilerOptions": { "module": "NodeNext", "strict": true } } // ours\n',
    '.env.example': 'API_PORT=4000\n',
    'src/domain/user.ts': `import type { Address } from './address.js'
export type UserId = string & { readonly brand: 'UserId' }
export enum Role { Admin = 'admin', Member = 'member' }
export interface User { id: UserId; email: string; role: Role; address: Address; tags: readonly string[]; bio?: string }
`,
    'src/domain/address.ts': `export interface Address { city: string; country: 'NL' | 'BE' }\n`,
    'src/domain/assessment.ts': `import { z } from 'zod'
export const assessmentSchema = z.object({
  id: z.string().uuid(), title: z.string().min(3), status: z.enum(['draft', 'open']), dueAt: z.date().nullable(), note: z.string().optional(),
})
`,
    'src/app.ts': `import fastify from 'fastify'
import { users } from './routes/users.js'
export async function buildApp(options: { logger: boolean }) {
  const app = fastify(options)
  await app.register(users, { prefix: '/users' })
  app.get('/healthz', () => ({ ok: true }))
  return app
}
`,
    'src/routes/users.ts': `import type { FastifyInstance } from 'fastify'
export async function users(app: FastifyInstance) {
  app.get('/', () => [])
  app.get('/:id', () => ({}))
}
`,
    'migrations/001.sql': 'create table users (id text primary key);\n',
    'k8s/app.yaml': K8S,
    '.github/workflows/deploy.yml': DEPLOY,
    Dockerfile: 'FROM node:20\n',
  },
  renders: [
    ['user-fixtures', 'test/fixtures/user.ts'],
    ['community-fixtures', 'test/fixtures/community.ts', { type: 'Club' }],
    ['assessment-fixtures', 'test/fixtures/assessment.ts', { type: 'src/domain/assessment.ts#Assessment' }],
    ['database-helpers', 'test/support/database.ts'],
    ['integration-setup', 'test/support/app.ts'],
    ['playwright-setup', 'playwright.config.ts'],
    ['k6-load-test', 'load/users.js', { parameters: { id: 1 } }],
    ['coverage-report', 'scripts/coverage.mjs'],
    ...DOCUMENTS,
    ...WORKFLOWS,
  ],
}

/** TypeScript to CommonJS, Vitest, Express, pg; a deploy script. */
const common: Example = {
  name: 'TypeScript to CommonJS',
  style: { tabWidth: 4 },
  files: {
    'package.json': json({
      name: 'shop',
      repository: 'github:shop-people/shop',
      scripts: { test: 'vitest run', start: 'node dist/server.js', build: 'tsc' },
      dependencies: { express: '4', pg: '8' },
      devDependencies: { vitest: '3', typescript: '5' },
    }),
    'pnpm-lock.yaml': '',
    'tsconfig.json': '{ "compilerOptions": { "module": "commonjs", "esModuleInterop": true } }',
    'src/entities/user.ts': `export class User {
  private secret = 1
  constructor(readonly id: number, public name: string) {}
  greet() { return this.name + this.secret }
}
`,
    'src/entities/community.ts': `export class Community {
  readonly name: string
  constructor(fields: { name: string; owner: { id: number } }) { this.name = fields.name }
}
`,
    'src/app.ts': `import express from 'express'
const app = express()
app.get('/status', (request, response) => { response.send('well') })
export default app
`,
    'scripts/deploy.sh': '#!/bin/sh\n# usage: deploy.sh <environment> <image>\nfly deploy "$DEPLOY_TOKEN"\n',
    '.github/workflows/deploy.yml': DEPLOY,
  },
  renders: [
    ['user-fixtures', 'test/fixtures/user.ts'],
    ['community-fixtures', 'test/fixtures/community.ts'],
    ['assessment-fixtures', 'test/fixtures/assessment.ts'],
    ['database-helpers', 'test/support/database.ts'],
    ['integration-setup', 'test/support/app.ts'],
    ['playwright-setup', 'playwright.config.ts'],
    ['k6-load-test', 'load/status.js'],
    ['coverage-report', 'scripts/coverage.mjs', { goal: 60 }],
    ...DOCUMENTS,
    ['rollback-workflow', '.github/workflows/rollback.yml'],
  ],
}

/** JavaScript in CommonJS, tested with node:test. */
const script: Example = {
  name: 'JavaScript',
  style: {},
  files: {
    'package.json': json({
      name: 'shop',
      author: 'Ann <ann@shop.test>',
      scripts: { test: 'node --test', start: 'node server.js' },
      dependencies: { mongodb: '6', fastify: '5' },
    }),
    'app.js': `const fastify = require('fastify')
function buildApp() { const app = fastify(); app.get('/ping', async () => 'pong'); return app }
module.exports = { buildApp }
`,
    'fly.toml': 'app = "shop"\n',
  },
  renders: [
    ['user-fixtures', 'test/fixtures/user.js'],
    ['community-fixtures', 'test/fixtures/community.cjs'],
    ['assessment-fixtures', 'test/fixtures/assessment.mjs'],
    ['database-helpers', 'test/support/database.js'],
    ['integration-setup', 'test/support/app.js'],
    ['playwright-setup', 'playwright.config.js'],
    ['k6-load-test', 'load/ping.js'],
    ['coverage-report', 'scripts/coverage.mjs'],
    ['codeowners', 'CODEOWNERS'],
    ['dependabot', '.github/dependabot.yml', { interval: 'daily', limit: 2 }],
    ['testing-guide', 'TESTING.md'],
    [
      'incident-guide',
      'INCIDENTS.md',
      { checks: ['curl https://shop.test'], status: 'https://status.shop.test' },
    ],
    ['staging-runbook', 'STAGING.md', { deploy: 'flyctl deploy', url: 'https://shop.fly.dev' }],
    ['rollback-workflow', '.github/workflows/rollback.yml', { environments: ['production'] }],
  ],
}

/** Python alone: FastAPI in a `src` folder, and a small service beside it. */
const python: Example = {
  name: 'Python',
  style: {},
  files: {
    'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["fastapi", "pytest"]\n',
    'src/shop/__init__.py': '',
    'src/shop/main.py':
      'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/items/{id}")\ndef item(id: int):\n    return id\n\n\n@app.get("/health")\ndef health():\n    return "well"\n',
    'services/mail/requirements.txt': 'flask\npytest\n',
    'services/mail/app.py': 'from flask import Flask\n\n\ndef create_app():\n    return Flask(__name__)\n',
    'alembic.ini': '',
    '.github/workflows/deploy.yml': DEPLOY,
  },
  renders: [
    ['python-conftest', 'tests/conftest.py', { env: { DATABASE_URL: 'sqlite://' } }],
    ['python-conftest', 'services/mail/tests/unit/conftest.py'],
    ['k6-load-test', 'load/items.js', { parameters: { id: 7 } }],
    [
      'rollback-workflow',
      '.github/workflows/rollback.yml',
      { rollback: 'ansible-playbook rollback.yml', secrets: ['VAULT'] },
    ],
    ...DOCUMENTS,
  ],
}

export const examples: readonly Example[] = [modules, common, script, python]
