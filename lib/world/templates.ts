/** Liquid templates, of the project or built in. They reach files of their own folder alone, and no data but what they are given. */
import { realpathSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import type { Liquid, LiquidError } from 'liquidjs'
import { Refusal } from '../core/recipe.js'
import type { World } from '../core/world.js'
import { openJail } from './jail.js'
import type { TemplateFiles } from './template-files.js'
import { filesBelow, unquoted } from './template-files.js'

export interface Templates {
  /** `onRead` is told each file of the project that the template includes, by its path. */
  readonly render: World['pens']['render']
}

/** More than any template of ours needs, and little enough that none can take the machine. */
const LIMITS = { memoryLimit: 1e7, renderLimit: 5000, parseLimit: 1e6 }

/** `./a.liquid` is a file of the project; `service` is `file_generation/service.liquid` of the built-in folder. */
export function openTemplates(project: string, builtIn: string): Templates {
  return {
    async render(template, data, onRead) {
      const isOwn = template.startsWith('./') || template.endsWith('.liquid')
      const root = realpathSync.native(isOwn ? project : builtIn)
      const file = isOwn ? template : builtInFile(template)
      const path = openJail(root).real(file)
      if (path === undefined) throw new Refusal(`there is no template \`${template}\``)
      const files = filesBelow(root)
      const engine = await openEngine(root, path, files)
      try {
        const text = String(await engine.renderFile(path, data))
        if (isOwn) for (const read of files.read()) onRead?.(relative(root, read))
        return text
      } catch (error) {
        throw refusalOf(error, (text) => {
          const file = files.named(text) ?? path
          return file === path ? template : `./${relative(root, file)}`
        })
      }
    },
  }
}

const builtInFile = (name: string): string =>
  name.includes('/') ? `${name}.liquid` : `file_generation/${name}.liquid`

/** An engine for one template: what it includes is looked for beside it first, then from the root. */
async function openEngine(root: string, template: string, files: TemplateFiles): Promise<Liquid> {
  const { Liquid } = await import('liquidjs')
  return new Liquid({
    ...LIMITS,
    root: [root],
    partials: [dirname(template), root],
    layouts: [dirname(template), root],
    extname: '.liquid',
    fs: files.fs,
    strictVariables: true,
    // `{{ x | default: 1 }}` and `{% if x %}` are how a template says that x may be left out.
    lenientIf: true,
    strictFilters: true,
    ownPropertyOnly: true,
    dynamicPartials: false,
  })
}

/** Liquid's errors know their line, but of the file no more than its text. */
function refusalOf(error: unknown, named: (text: string) => string): unknown {
  if (!isLiquidError(error)) return error
  const [line = 1, column = 1] = error.token.getPosition()
  return new Refusal(`template ${named(error.token.input)}:${line}:${column}: ${said(error)}`)
}

const isLiquidError = (error: unknown): error is LiquidError =>
  error instanceof Error && 'token' in error && 'context' in error

function said(error: LiquidError): string {
  const message = error.originalError?.message ?? error.message
  const missing = /Failed to lookup "(.*)" in /s.exec(message)?.[1]
  if (missing !== undefined) return `there is no template \`${unquoted(missing)}\` to include in its folder`
  return message.replace(/, (file:.*, )?line:\d+, col:\d+$/s, '')
}
