/** Writes one file from one template. */
import type { Path } from '../../lib/core/place.js'
import type { Reader } from '../../lib/core/recipe.js'
import { defineRecipe } from '../../lib/core/recipe.js'
import { failed, fault, nearest, ok } from '../../lib/core/diagnostic.js'
import type { Reading } from '../settings.js'
import { at, file, map, object, orElse, quoted, wrong } from '../settings.js'
import { catalog } from './catalog.js'
import { asJavaScript } from './javascript.js'
import { languageOf } from './language.js'
import { openParser } from './model/source.js'
import type { Repository } from './repository/open.js'
import { openRepository, wordsFor } from './repository/open.js'

type Data = Readonly<Record<string, unknown>>

interface Settings {
  /** The name of a built-in template, or the path of one of the project, from `./`. */
  readonly template: string
  readonly output: Path
  readonly data: Data
}

const template: Reading<string> = (raw, where) => {
  if (typeof raw !== 'string' || !/^(?:\.{0,2}\/|[a-z][\w-]*$)/.test(raw))
    return wrong(raw, where, 'the name of a built-in template, or the path of your own from `./`')
  if (raw.includes('/')) {
    const path = file(raw, where)
    return path.ok ? ok(`./${path.value}`) : path
  }
  if (catalog.has(raw)) return ok(raw)
  const names = [...catalog.keys()]
  const near = nearest(raw, names)
  const hint = near === undefined ? `the templates are ${quoted(names)}` : `nearest name: \`${near}\``
  return failed(fault('unknown-template', `there is no built-in template \`${raw}\``, at(where), hint))
}

/** Of a built-in template the keys are known. */
const dataFor = (raw: unknown): Reading<Data> => {
  const known = typeof raw === 'string' ? catalog.get(raw) : undefined
  return orElse(known?.data ?? map, {})
}

export const fileGeneration = defineRecipe<Settings>({
  name: 'file_generation',
  version: 2,
  pure: true,
  settings: (raw, locate) =>
    object<Settings>({ template, output: file as Reading<Path>, data: dataFor(raw.template) })(raw, {
      keys: [],
      locate,
    }),
  reads: ({ template }) =>
    template.startsWith('./') ? [template.slice(2)] : (catalog.get(template)?.reads ?? []),
  claims: ({ output }) => [{ path: output, whole: true }],
  async prepare(settings, look) {
    const { output } = settings
    const text = await look.format(output, await rendered(settings, look))
    return look.text(output) === text ? [] : [{ do: 'write', path: output, text }]
  },
})

/** One's own template sees the repository and the task's data; a built-in one what is made of them for it. */
async function rendered({ template, output, data }: Settings, look: Reader): Promise<string> {
  const repository = openRepository(look)
  const known = catalog.get(template)
  if (known === undefined) return look.render(template, withRepository(data, repository))
  const text = await look.render(template, { ...(await known.facts(data, repository, output)) })
  return known.isTypeScript && output.endsWith('js')
    ? asJavaScript(text, await openParser(), languageOf(output, repository).isModule)
    : text
}

/** Not listed among the data: a template that prints all that it was given prints the task's own. */
const withRepository = (data: Data, repository: Repository): Data =>
  Object.defineProperty({ ...data }, 'repository', { value: data.repository ?? wordsFor(repository) })
