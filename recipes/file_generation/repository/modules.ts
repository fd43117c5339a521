/** How files of this repository find one another: what an import stands for, and how one is written. */
import type { Look } from '../../../lib/survey/look.js'
import { folderOf } from '../../../lib/core/place.js'

const ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx', '.d.ts']

/** The file that `from` means by `specifier`; undefined for a package, and for what is not there. */
export function resolveImport(
  look: Look,
  from: string,
  specifier: string,
  aliases: readonly Alias[],
): string | undefined {
  if (specifier.startsWith('.')) return fileAt(look, join(folderOf(from), specifier))
  for (const { pattern, targets } of aliases) {
    const [start = '', end] = pattern.split('*')
    const fits =
      end === undefined ? specifier === pattern : specifier.startsWith(start) && specifier.endsWith(end)
    if (!fits) continue
    const middle = end === undefined ? '' : specifier.slice(start.length, specifier.length - end.length)
    for (const target of targets) {
      const found = fileAt(look, join('', target.replace('*', middle)))
      if (found !== undefined) return found
    }
  }
  return undefined
}

/** `paths` of a tsconfig: a pattern with at most one `*`, and where to look, from the project. */
export interface Alias {
  readonly pattern: string
  readonly targets: readonly string[]
}

function fileAt(look: Look, base: string): string | undefined {
  const stem = base.replace(/\.[cm]?jsx?$/, '')
  const names = [
    ...ENDINGS.map((ending) => stem + ending),
    ...ENDINGS.map((ending) => `${base}/index${ending}`),
  ]
  const wanted = new Set([base, ...names])
  const there = new Set<string>(
    look.list([base, `${stem}.*`, `${base}/index.*`]).filter((path) => wanted.has(path)),
  )
  return [base, ...names].find((name) => there.has(name))
}

/** How `from` names the file `to`, with the ending that `ending` says. */
export function specifierOf(from: string, to: string, ending: '.js' | '.ts' | ''): string {
  const relative = relativeTo(folderOf(from), to)
  const [, stem = relative, own = ''] = /^(.*?)(\.d\.ts|\.[cm]?[jt]sx?)$/.exec(relative) ?? []
  if (ending === '') return stem.replace(/\/index$/, '')
  if (ending === '.ts') return stem + own
  return stem + own.replace('.d.ts', '.js').replace('ts', 'js').replace('jsx', 'js')
}

/** From a folder to a file, always with `./` or `../` before it. */
export function relativeTo(folder: string, to: string): string {
  const [here, there] = [folder === '' ? [] : folder.split('/'), to.split('/')]
  let common = 0
  while (common < here.length && common < there.length - 1 && here[common] === there[common]) common++
  const up = '../'.repeat(here.length - common)
  return (up === '' ? './' : up) + there.slice(common).join('/')
}

export function join(folder: string, name: string): string {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of name.split('/'))
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  return parts.join('/')
}
