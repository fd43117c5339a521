/** Texts as prettier wants them, by settings that can be read as data: no code of the project is run for a text's layout. */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import type * as Prettier from 'prettier'
import { globs } from './globs.js'
import { openJail } from './jail.js'
import { literalOf } from './literal.js'

/** In prettier's own order. */
const DATA = ['.prettierrc', '.prettierrc.json', '.prettierrc.yaml', '.prettierrc.yml']

/** These are code, most of which merely states data. */
const CODE = ['js', 'ts', 'mjs', 'mts', 'cjs', 'cts'].flatMap((end) => [
  `.prettierrc.${end}`,
  `prettier.config.${end}`,
])

export type Format = (path: string, text: string) => Promise<string>

/** A text that cannot be formatted stays as it is, and that is said; one that prettier has no name for just stays. */
export function openFormat(root: string, notice: (text: string) => void): Format {
  const jail = openJail(root)
  const told = new Set<string>()
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
      const settings = await settingsFor(prettier, file, root, (name) => {
        if (!told.has(name))
          notice(`\`${name}\` is code and is not loaded: what is generated has prettier's own settings`)
        told.add(name)
      })
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

type Settings = Readonly<Record<string, unknown>>

/** `unread` is told the name of settings that only running them would show. */
async function settingsFor(
  prettier: typeof Prettier,
  file: string,
  root: string,
  unread: (name: string) => void,
): Promise<Settings> {
  const config = configFor(dirname(file), root)
  // Without settings of its own prettier goes by .editorconfig; a package.json without its key holds it from searching on.
  const plain = config === undefined ? join(root, 'package.json') : config.isCode ? undefined : config.file
  if (plain !== undefined && existsSync(plain))
    return (await prettier.resolveConfig(file, { config: plain, editorconfig: true, useCache: false })) ?? {}
  if (config === undefined) return {}
  const stated = config.file === undefined ? undefined : await statedIn(config.file)
  if (stated === undefined) unread(config.name)
  return stated === undefined ? {} : overridden(stated, relative(root, file))
}

async function statedIn(file: string): Promise<Settings | undefined> {
  const text = readFileSync(file, 'utf8')
  const value: unknown = file.endsWith('.json') ? JSON.parse(text) : await literalOf(text)
  return isSettings(value) ? value : undefined
}

const isSettings = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The settings with those of each override whose files `path` is one of. */
function overridden({ overrides, ...settings }: Settings, path: string): Settings {
  const all: readonly unknown[] = Array.isArray(overrides) ? overrides : []
  return all.filter(isSettings).reduce<Settings>((sum, { files, options }) => {
    const patterns = [files].flat().filter((one): one is string => typeof one === 'string')
    const whole = patterns.map((pattern) => (pattern.includes('/') ? pattern : `**/${pattern}`))
    return isSettings(options) && globs.matcher(whole)(path) ? { ...sum, ...options } : sum
  }, settings)
}

interface Config {
  /** Absent: it cannot be found. */
  readonly file?: string
  readonly name: string
  readonly isCode: boolean
}

/** The nearest settings from a folder up to the project, and no further. */
function configFor(folder: string, root: string): Config | undefined {
  const key = prettierKey(join(folder, 'package.json'))
  if (isSettings(key)) return { file: join(folder, 'package.json'), name: 'package.json', isCode: false }
  if (typeof key === 'string') return shared(key, folder, root)
  const name = [...DATA, ...CODE].find((name) => existsSync(join(folder, name)))
  if (name !== undefined) return { file: join(folder, name), name, isCode: CODE.includes(name) }
  return folder === root || dirname(folder) === folder ? undefined : configFor(dirname(folder), root)
}

/** Settings that a package holds: its file is found as Node finds it, and read. */
function shared(name: string, folder: string, root: string): Config {
  try {
    const file = createRequire(join(folder, 'package.json')).resolve(name)
    if (openJail(root).contains(realpathSync(file))) return { file, name, isCode: true }
  } catch {
    // not installed
  }
  return { name, isCode: true }
}

function prettierKey(file: string): unknown {
  try {
    const stored: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof stored === 'object' && stored !== null && 'prettier' in stored ? stored.prettier : undefined
  } catch {
    return undefined
  }
}
