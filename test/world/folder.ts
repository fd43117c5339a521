/** A temporary folder with files in it, gone when the test has ended. */
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'

export function folder(t: TestContext, files: Readonly<Record<string, string>> = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'orchestrate-world-')))
  t.after(() => {
    chmodSync(root, 0o700)
    rmSync(root, { recursive: true, force: true })
  })
  for (const [path, text] of Object.entries(files)) put(root, path, text)
  return root
}

export function put(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

/** Gives a file a modification time; its change time is now, as ever. */
export function date(root: string, path: string, seconds: number): void {
  utimesSync(join(root, path), seconds, seconds)
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
