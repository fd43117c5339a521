/** Texts as prettier wants them, by settings that are data and stand in the project. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openJail } from './jail.js'

/** In prettier's own order. */
const DATA = ['.prettierrc', '.prettierrc.json', '.prettierrc.yaml', '.prettierrc.yml']

/** These are code, or need code to read: a template's text is not worth running it. */
const CODE = ['js', 'ts', 'mjs', 'mts', 'cjs', 'cts'].flatMap((end) => [
  `.prettierrc.${end}`,
  `prettier.config.${end}`,
])

export type Format = (path: string, text: string) => Promise<string>

/** A text that cannot be formatted stays as it is, and that is said; one that prettier has no name for just stays. */
export function openFormat(root: string, notice: (text: string) => void): Format {
  const jail = openJail(root)
  return async (path, text) => {
    const file = jail.absolute(path)
    const prettier = await import('prettier')
    try {
      const ignorePath = join(root, '.prettierignore')
      const { ignored, inferredParser } = await prettier.getFileInfo(file, {
        ignorePath,
        resolveConfig: false,
      })
      if (ignored || inferredParser === null) return text
      const config = configFor(dirname(file), root)
      if (config?.isCode === true)
        notice(`\`${config.name}\` is code and is not loaded: \`${path}\` has prettier's own settings`)
      const settings =
        config === undefined || config.isCode
          ? {}
          : await prettier.resolveConfig(file, { config: config.file, editorconfig: false, useCache: false })
      // Plugins are code, too.
      return await prettier.format(text, { ...settings, plugins: [], filepath: file })
    } catch (error) {
      const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
      notice(
        `\`${path}\` is left as it was rendered, for prettier cannot format it: ${why.replaceAll(`${root}/`, '')}`,
      )
      return text
    }
  }
}

interface Config {
  readonly file: string
  readonly name: string
  readonly isCode: boolean
}

/** The nearest settings from a folder up to the project, and no further. */
function configFor(folder: string, root: string): Config | undefined {
  const here = (name: string): Config => ({ file: join(folder, name), name, isCode: CODE.includes(name) })
  if (hasPrettierKey(join(folder, 'package.json'))) return here('package.json')
  const name = [...DATA, ...CODE].find((name) => existsSync(join(folder, name)))
  if (name !== undefined) return here(name)
  return folder === root || dirname(folder) === folder ? undefined : configFor(dirname(folder), root)
}

/** Settings themselves; the name of a package with settings would be code. */
function hasPrettierKey(file: string): boolean {
  try {
    const stored: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return (
      typeof stored === 'object' &&
      stored !== null &&
      'prettier' in stored &&
      typeof stored.prettier === 'object'
    )
  } catch {
    return false
  }
}
