/** What prettier says of a file before and after an edit, by the first settings by which there was nothing to say before. */
import { format } from 'prettier'
import type { Options } from 'prettier'

const combined = (...choices: readonly (readonly Options[])[]): readonly Options[] =>
  choices.reduce<readonly Options[]>(
    (all, options) => all.flatMap((one) => options.map((other) => ({ ...one, ...other }))),
    [{}],
  )

const WIDTHS: readonly Options[] = [{}, { printWidth: 100 }, { printWidth: 120 }]
const QUOTES: readonly Options[] = [{}, { singleQuote: true }]
const INDENTS: readonly Options[] = [{}, { tabWidth: 4 }, { useTabs: true }]

const DATA = combined(QUOTES, WIDTHS)
const CODE = combined(
  QUOTES,
  [{}, { semi: false }],
  [{}, { trailingComma: 'none' }, { trailingComma: 'es5' }],
  INDENTS,
  WIDTHS,
)

const known = new Map<string, Options | undefined>()

/** Undefined where no settings that are known here want it as it is. */
export async function styleOf(path: string, text: string): Promise<Options | undefined> {
  const key = `${path}\n${text}`
  if (!known.has(key)) known.set(key, await found(path, text))
  return known.get(key)
}

async function found(path: string, text: string): Promise<Options | undefined> {
  const styles = /\.ya?ml$/.test(path) ? DATA : path.endsWith('.json') ? combined(INDENTS) : CODE
  for (const style of styles) if ((await formatted(path, text, style)) === text) return style
  return undefined
}

/** As it is where prettier cannot read it. */
export async function formatted(path: string, text: string, style: Options): Promise<string> {
  try {
    return await format(text, { ...style, filepath: path })
  } catch {
    return text
  }
}
