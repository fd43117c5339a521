#!/usr/bin/env node
/** The start: a plain `make` with nothing to do is answered here, by stats alone; everything else by `main`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { freshName, stillFresh } from '../lib/world/fresh.js'

declare const BUILD: string

function quick(argv: readonly string[]): string | undefined {
  if (process.env.GITHUB_ACTIONS === 'true') return undefined
  const name = freshName(argv)
  return name === undefined ? undefined : stillFresh(join('.orchestrate', 'fresh', name), BUILD, hmac)
}

/** As `lib/world/surroundings.ts` tells a variable's value. Loading `crypto` takes a tenth of the whole start. */
function hmac(name: string, folder: string): string {
  const value = process.env[name]
  if (value === undefined) return 'absent'
  const { createHmac } = process.getBuiltinModule('node:crypto')
  return createHmac('sha256', readFileSync(join(folder, 'key')))
    .update(`${name}\0${value}`)
    .digest('base64url')
}

/**
 * Most of a run is over before optimised code of it would be ready, and memory is to be taken as it is needed, not ahead.
 * Each with the last V8 that is known to have it: it complains aloud of a flag that it does not know.
 */
const FLAGS = [
  ['--interrupt-budget=500000', 11],
  ['--heap-growing-percent=25', 13],
] as const

function tune(): void {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8')
  for (const [flag, last] of FLAGS) if (Number.parseInt(process.versions.v8) <= last) setFlagsFromString(flag)
}

/**
 * The program, with the code that the build has compiled beside it: to compile a megabyte anew takes longer than most of
 * what it does. The bundle is ASCII. V8 refuses what another version of it, or other flags, compiled; then it compiles.
 */
function load(file: string): { main(importModule: (url: string) => Promise<unknown>): Promise<void> } {
  const { Script } = process.getBuiltinModule('node:vm')
  const { createRequire } = process.getBuiltinModule('node:module')
  const cache = `${file}.cache`
  const cachedData = existsSync(cache) ? readFileSync(cache) : undefined
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'latin1')}\n})`,
    {
      filename: file,
      ...(cachedData === undefined ? {} : { cachedData }),
    },
  )
  const module = { exports: {} as ReturnType<typeof load> }
  const run = script.runInThisContext() as (...words: unknown[]) => void
  run(module.exports, createRequire(file), module, file, dirname(file))
  if (process.env.ORCHESTRATE_CODE_CACHE === 'write')
    process.on('exit', () => writeFileSync(cache, script.createCachedData()))
  return module.exports
}

const text = quick(process.argv.slice(2))
if (text === undefined) {
  tune()
  void load(join(__dirname, 'main.cjs')).main((url) => import(url))
} else process.stdout.write(`${text}\n`)
