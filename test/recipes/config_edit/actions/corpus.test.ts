/** Every action over every workflow of the corpus: it keeps the laws, or says in words why it cannot apply. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { Path } from '../../../../lib/core/recipe.js'
import type { Action } from '../../../../recipes/config_edit/action.js'
import type { Json } from '../../../../recipes/config_edit/value.js'
import { locate, readerOf } from '../../reader.js'
import type { Given } from './rig.js'
import { tried } from './rig.js'
import { workflows } from './workflows.js'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const ACTIONS = join(HERE, '../../../../recipes/config_edit/actions')
const CORPUS = join(HERE, '../../../../../shared/corpus/workflows-dev')
const isThere = existsSync(CORPUS)

const SERVICES = Object.fromEntries(
  ['auth', 'billing'].flatMap((name) => [
    [`services/${name}/requirements.txt`, ''],
    [`services/${name}/app/main.py`, ''],
  ]),
)

/** What an action cannot do without, and no single workflow tells. */
const GIVEN: Readonly<Record<string, Given>> = {
  add_migration_step: { options: { command: 'npx prisma migrate deploy', database: 'postgres' } },
  add_path_filters: { files: SERVICES },
  parallelize_python_builds: { files: SERVICES },
  implement_staging_deploy: {
    options: { deploy: './deploy.sh', health: 'https://staging.example.org/health' },
  },
  implement_production_deploy: { options: { deploy: './deploy.sh', health: 'https://example.org/health' } },
}

const isAction = (value: unknown): value is Action =>
  typeof value === 'object' && value !== null && 'plan' in value && 'broken' in value

/** Those of workflows; the others have a corpus of their own. */
async function actions(): Promise<readonly Action[]> {
  const files = readdirSync(ACTIONS).filter((name) => name.endsWith('.ts') && name !== 'index.ts')
  const modules = files.map(
    (name) => import(join(ACTIONS, name)) as Promise<Readonly<Record<string, unknown>>>,
  )
  const found = (await Promise.all(modules)).flatMap((one) => Object.values(one)).filter(isAction)
  return found.filter(({ name }) => !/coverage|thresholds/.test(name))
}

const files = isThere ? readdirSync(CORPUS).filter((name) => /\.ya?ml$/.test(name)) : []
const texts = [
  ...workflows,
  ...files.map((name) => [name, readFileSync(join(CORPUS, name), 'utf8')] as const),
]
const all = texts.map(([name, text]) => ({ name, text, value: parse(text, { merge: true }) as Json }))

for (const action of await actions())
  test(`\`${action.name}\` keeps the laws over every workflow, or says what it looked for`, (context) => {
    if (!isThere) context.diagnostic('the corpus is not there: tried on the workflows of the tests alone')
    const { options = {}, files = {} } = GIVEN[action.name] ?? {}
    const read = action.options(options, { keys: ['with'], locate })
    assert.ok(read.ok)
    const counts = { applied: 0, nothing: 0, refused: 0 }
    for (const { name, text, value } of all) {
      const target = `.github/workflows/${name}`
      const sight = { target: target as Path, look: readerOf(files) }
      const plan = action.plan(value, read.value, sight)
      if ('message' in plan) {
        counts.refused++
        assert.match(plan.message, /^[^A-Z].*`.*[^.]$/s, `${name}: ${plan.message}`)
        continue
      }
      counts[plan.says?.startsWith('nothing to do') === true ? 'nothing' : 'applied']++
      try {
        tried(action, text, { options, files, target })
      } catch (error) {
        throw new Error(`${name}: ${error instanceof Error ? error.message : ''}`, { cause: error })
      }
    }
    context.diagnostic(
      `${action.name}: applied ${counts.applied}, nothing to do ${counts.nothing}, refused ${counts.refused}`,
    )
    assert.ok(counts.applied + counts.nothing > 0, 'it applies somewhere')
  })
