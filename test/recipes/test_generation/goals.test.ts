/** What leads into the branches of a unit. The compiler is opened once: that is what takes the time here. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as ts from 'typescript'
import { goalsOf } from '../../../recipes/test_generation/ts/goals.js'
import { openProgram } from '../../../recipes/test_generation/ts/read.js'
import { folder } from '../../world/folder.js'

const SOURCES = {
  'errors.ts': `
    export class Missing extends Error {
      constructor(public readonly code: 'GONE' | 'NEVER') { super(code) }
    }
    export const isMissing = (error: unknown): error is Missing => error instanceof Missing`,
  'unit.ts': `
    import { isMissing } from './errors'
    const HANDLE = /^[a-z]{3,9}$/
    const RESERVED = new Set(['root'])
    const DAY = 24
    interface Row { id: string; owner: string | null; visits: number; createdAt: Date }
    interface Db { one(id: string): Promise<Row | undefined> }

    export function check(handle: string, hours?: number): string {
      if (!HANDLE.test(handle)) return 'malformed'
      if (RESERVED.has(handle)) return 'reserved'
      return (hours ?? 0) > 2 * DAY ? 'late' : 'fine'
    }

    export class Store {
      constructor(private readonly db: Db) {}

      async owner(id: string): Promise<string> {
        const { owner, visits } = await this.find(id)
        if (visits === 0) return 'nobody yet'
        return owner ?? 'nobody'
      }

      async rename(id: string): Promise<boolean> {
        await this.find(id)
        const taken = await this.db.one(id + '!')
        return taken === undefined
      }

      async orNothing(id: string): Promise<Row | undefined> {
        try {
          return await this.db.one(id)
        } catch (error) {
          if (isMissing(error) && error.code === 'NEVER') return undefined
          throw error
        }
      }

      private async find(id: string): Promise<Row> {
        const row = await this.db.one(id)
        if (!row) throw new Error('missing')
        return row
      }
    }

    export default (text: string) => {
      try { return JSON.parse(text) } catch { return process.env.MODE === 'strict' ? undefined : null }
    }`,
}

test('guards are solved on the way to a branch: in values, answers, failures, and variables', (t) => {
  const root = folder(t, SOURCES)
  const program = openProgram(ts, root, 'unit.ts')
  const at = program.getSourceFile(`${root}/unit.ts`)
  if (at === undefined) throw new Error('unit.ts')
  const goals = goalsOf({ ts, checker: program.getTypeChecker(), at }, root, 'parse')
  assert.deepEqual(
    goals.map(({ of, wants, needs }) => [
      of,
      ...wants.map(({ at, code }) => `${at} ${code}`),
      ...needs.map(({ name, from }) => `${name} of ${from}`),
    ]),
    [
      ['check.', "m0.handle ''"],
      ['check.', "m0.handle 'root'"],
      ['check.', 'm1.hours undefined'],
      ['check.', 'm1.hours 49'],
      ['Store.owner', 'c0.db.one() undefined'],
      ['Store.owner', 'c0.db.one().visits 0'],
      ['Store.owner', 'c0.db.one().owner null'],
      ['Store.rename', 'c0.db.one() undefined'],
      ['Store.rename', 'c0.db.one()#1 undefined'],
      ['Store.orNothing', "c0.db.one! new Missing('GONE')", 'Missing of errors.ts'],
      ['Store.orNothing', "c0.db.one! new Error('failed')"],
      ['Store.orNothing', "c0.db.one! new Missing('NEVER')", 'Missing of errors.ts'],
      ['parse.', "m0.text '{}'"],
      ['parse.', "e.MODE 'strict'"],
    ],
  )
})
