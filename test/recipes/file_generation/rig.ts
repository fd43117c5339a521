/** Small repositories to render into: with real Liquid, and with prettier by their own settings. */
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Options } from 'prettier'
import { format, getFileInfo } from 'prettier'
import type { Effect, Reader } from '../../../lib/core/recipe.js'
import { openTemplates } from '../../../lib/world/templates.js'
import { fileGeneration } from '../../../recipes/file_generation/index.js'
import type { Rig } from '../reader.js'
import { prepare, readerOf } from '../reader.js'

export type Files = Readonly<Record<string, string>>

export interface Sight extends Rig {
  /** What was read, in order, each once. */
  readonly read: string[]
}

const templates = openTemplates(tmpdir(), fileURLToPath(new URL('../../../templates', import.meta.url)))

/** A reader of these files that renders and formats as the program does. */
export function sightOf(files: Files, style: Options = {}): Sight {
  const rig = readerOf(files)
  const read: string[] = []
  return {
    ...rig,
    read,
    text(path) {
      if (!read.includes(path)) read.push(path)
      return rig.text(path)
    },
    render: (template, data) => templates.render(template, data),
    async format(path, text) {
      const { inferredParser } = await getFileInfo(path, { resolveConfig: false })
      return inferredParser === null ? text : format(text, { ...style, filepath: path })
    },
  }
}

export const generate = (
  look: Reader,
  template: string,
  output: string,
  data: Readonly<Record<string, unknown>> = {},
): Promise<readonly Effect[]> => prepare(fileGeneration, { template, output, data }, look)

/** The text of the file that is written. */
export async function rendered(
  look: Reader,
  template: string,
  output: string,
  data?: Readonly<Record<string, unknown>>,
): Promise<string> {
  const [effect] = await generate(look, template, output, data)
  if (effect?.do !== 'write') throw new Error(`${template} writes nothing`)
  return effect.text
}

/** The words of the refusal. */
export async function refusal(
  look: Reader,
  template: string,
  output: string,
  data?: Readonly<Record<string, unknown>>,
): Promise<string> {
  try {
    await generate(look, template, output, data)
  } catch (error) {
    if (error instanceof Error && error.name === 'Refusal') return error.message
    throw error
  }
  throw new Error(`${template} is not refused`)
}
