#!/usr/bin/env node
/** The start: a plain `make` with nothing to do is answered here, by stats alone; everything else by `main`. */
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freshName, stillFresh } from '../lib/world/fresh.js'

declare const BUILD: string

function quick(argv: readonly string[]): string | undefined {
  if (process.env.GITHUB_ACTIONS === 'true') return undefined
  const name = freshName(argv)
  return name === undefined ? undefined : stillFresh(join('.orchestrate', 'fresh', name), BUILD, hmac)
}

/** As `lib/world/surroundings.ts` tells a variable's value. */
function hmac(name: string, folder: string): string {
  const value = process.env[name]
  if (value === undefined) return 'absent'
  return createHmac('sha256', readFileSync(join(folder, 'key')))
    .update(`${name}\0${value}`)
    .digest('base64url')
}

const text = quick(process.argv.slice(2))
if (text === undefined) void import('./main.js').then(({ main }) => main())
else process.stdout.write(`${text}\n`)
