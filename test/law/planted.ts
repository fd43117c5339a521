/** Faults planted in the program, one line each, and the program's laws tried on what comes of it. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface Fault {
  readonly what: string
  readonly file: string
  /** Stands once in the file. */
  readonly right: string
  readonly wrong: string
}

export const faults: readonly Fault[] = [
  {
    what: 'the order of keys counts',
    file: 'lib/engine/snapshot.ts',
    right: 'Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))',
    wrong: 'Object.entries(value)',
  },
  {
    what: 'files in an output folder are not looked at',
    file: 'lib/engine/snapshot.ts',
    right: 'for (const file of files ?? []) tree.set(placeOf(file), world.disk.digest(file))',
    wrong: '',
  },
  {
    what: 'what a formatter rewrites is no input of it',
    file: 'lib/engine/snapshot.ts',
    right: 'if (target.rewrites.length > 0) for (const path of disk.expand(target.rewrites)) take(path)',
    wrong: '',
  },
  {
    what: 'a changed input is no reason',
    file: 'lib/core/decide.ts',
    right: 'difference(then.inputs, now.inputs)',
    wrong: "difference(then.inputs, now.inputs).filter(({ kind }) => kind !== 'changed')",
  },
  {
    what: 'a changed variable is no reason',
    file: 'lib/core/decide.ts',
    right: 'then.env.get(name) !== now.env.get(name)',
    wrong: 'then.env.has(name) !== now.env.has(name)',
  },
  {
    what: 'an output that was removed is no reason',
    file: 'lib/core/decide.ts',
    right: 'difference(then.governed, now.governed)',
    wrong: "difference(then.governed, now.governed).filter(({ kind }) => kind !== 'removed')",
  },
  {
    what: 'the same proposal is written over a hand edit',
    file: 'lib/core/merge.ts',
    right: "if (base === proposed) return { kind: 'text', text: current, merged: false }",
    wrong: "if (base === proposed) return { kind: 'text', text: proposed, merged: false }",
  },
  {
    what: 'the base of a merge is what was written, hand edits and all',
    file: 'lib/engine/resolve.ts',
    right: '?.proposed ??',
    wrong: '?.written ??',
  },
  {
    what: 'what stood there first is forgotten at the second write',
    file: 'lib/engine/apply.ts',
    right: "firstBefore(known, first ?? 'absent')",
    wrong: "firstBefore(undefined, first ?? 'absent')",
  },
  {
    what: 'of a transaction only the first move is made',
    file: 'lib/engine/transaction.ts',
    right: 'for (const move of transaction.moves) {',
    wrong: 'for (const move of transaction.moves.slice(0, 1)) {',
  },
  {
    what: 'who reads a new file of a later writer by a glob does not hear of it',
    file: 'lib/engine/later.ts',
    right: 'if (isRead(path)) holders.add(node)',
    wrong: 'if (isRead(path)) holders.delete(node)',
  },
  {
    what: 'inputs are put on record as they are after the run',
    file: 'lib/engine/settle.ts',
    right: 'const inputs = inputsBefore(present, looked)',
    wrong: 'const inputs = snapshot(target, world, undefined).inputs',
  },
]

/** The seed of the first of `stories` that fails with the fault; undefined: the laws do not see it. */
export async function caughtBy(fault: Fault | undefined, stories: number): Promise<number | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'planted-'))
  try {
    const outfile = join(folder, 'until.mjs')
    await bundle(outfile, fault)
    const { stdout } = await promisify(execFile)(process.execPath, [outfile, '1', `${stories}`])
    return stdout === '' ? undefined : Number(stdout)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function bundle(outfile: string, fault: Fault | undefined): Promise<void> {
  let planted = 0
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['test/law/until.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    alias: { 'jsonc-parser': './scripts/jsonc-parser.mjs' },
    logLevel: 'error',
    plugins: [
      {
        name: 'planted',
        setup: (esbuild) => {
          if (fault === undefined) return
          esbuild.onLoad({ filter: new RegExp(`${fault.file}$`) }, ({ path }) => {
            const parts = readFileSync(path, 'utf8').split(fault.right)
            assert.equal(parts.length, 2, `\`${fault.right}\` stands once in ${fault.file}`)
            planted++
            return { contents: parts.join(fault.wrong), loader: 'ts' }
          })
        },
      },
    ],
  })
  assert.equal(planted, fault === undefined ? 0 : 1)
}
