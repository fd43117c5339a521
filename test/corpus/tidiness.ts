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

/** Prettier takes its time with longer ones, and what happens there happens in shorter ones. */
const LONGEST = 6000

/** Undefined where no settings that are known here want it as it is, and where it is too long to ask. */
export async function styleOf(path: string, text: string): Promise<Options | undefined> {
  if (text.length > LONGEST) return undefined
  const key = `${path}\n${text}`
  if (!known.has(key)) known.set(key, await found(path, text))
  return known.get(key)
}

async function found(path: string, text: string): Promise<Options | undefined> {
  const styles = /\.ya?ml$/.test(path) ? DATA : path.endsWith('.json') ? combined(INDENTS) : CODE
  for (const style of styles) if ((await formatted(path, text, style)) === text) return style
  return undefined
}

/** Of the texts that were asked for last, for one is asked for again and again. */
const recent = new Map<string, string>()

/** As it is where prettier cannot read it. */
export async function formatted(path: string, text: string, style: Options): Promise<string> {
  const key = `${path}\n${JSON.stringify(style)}\n${text}`
  const tidy = recent.get(key) ?? (await laidOut(path, text, style))
  if (recent.size > 200) recent.clear()
  recent.set(key, tidy)
  return tidy
}

async function laidOut(path: string, text: string, style: Options): Promise<string> {
  try {
    return await format(text, { ...style, filepath: path })
  } catch {
    return text
  }
}
