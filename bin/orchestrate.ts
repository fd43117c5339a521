#!/usr/bin/env node
/** The start: a plain `make` with nothing to do is answered here, by stats alone; everything else by `main`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
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

const text = quick(process.argv.slice(2))
if (text === undefined) {
  tune()
  void import('./main.js').then(({ main }) => main())
} else process.stdout.write(`${text}\n`)
