/** A process of its own that reads one source file and prints what it found as JSON: `unit TYPESCRIPT PATH OUT`. */
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { readUnit } from '../recipes/test_generation/ts/read.js'

const [, , compiler = '', path = '', out = ''] = process.argv
const ts = createRequire(import.meta.url)(compiler) as Parameters<typeof readUnit>[0]
writeFileSync(out, JSON.stringify(readUnit(ts, process.cwd(), path)))
