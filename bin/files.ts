/** Where the program itself stands, and files by their absolute paths. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Refusal } from '../lib/core/recipe.js'

/** The package's own folder: `dist/bin` or `bin` is two or one below it. */
export const HOME = packageFolder(dirname(fileURLToPath(import.meta.url)))

function packageFolder(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : packageFolder(dirname(from))
}

export function bytesOf(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path)
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'ENOTDIR')
    )
      return undefined
    throw new Refusal(`cannot read \`${path}\`: ${error instanceof Error ? error.message : String(error)}`, 2)
  }
}

export function create(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw new Refusal(`cannot write \`${path}\`: ${error instanceof Error ? error.message : String(error)}`)
  }
}
