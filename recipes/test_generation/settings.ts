/** The settings of `test_generation`. */
import type { Locate, Result } from '../../lib/core/diagnostic.js'
import { fault, failed, ok } from '../../lib/core/diagnostic.js'
import type { Path } from '../../lib/core/place.js'
import type { Reading } from '../settings.js'
import { file, object, optional, wrong } from '../settings.js'

export const TEMPLATES = ['service', 'route', 'config', 'graphql', 'python'] as const
export type Template = (typeof TEMPLATES)[number]

interface Written {
  readonly target: Path
  readonly test_file: Path | undefined
  readonly template: Template | undefined
  readonly budget: number | undefined
}

export interface Settings {
  readonly target: Path
  readonly testFile: Path
  readonly template: Template | undefined
  /** Milliseconds. */
  readonly budget: number
}

const BUDGET_MS = 60_000

const template: Reading<Template> = (raw, where) => {
  const found = TEMPLATES.find((one) => one === raw)
  return found === undefined
    ? wrong(raw, where, 'one of `service`, `route`, `config`, `graphql`, `python`')
    : ok(found)
}

/** `30s`, `2m`, `500ms`. */
const duration: Reading<number> = (raw, where) => {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(String(raw)) ?? []
  if (amount === undefined) return wrong(raw, where, 'a time such as `30s` or `2m`')
  return ok(Number(amount) * (unit === 'm' ? 60_000 : unit === 's' ? 1000 : 1))
}

export function settingsOf(raw: Readonly<Record<string, unknown>>, locate: Locate): Result<Settings> {
  const read = object<Written>({
    target: file as Reading<Path>,
    test_file: optional(file as Reading<Path>),
    template: optional(template),
    budget: optional(duration),
  })(raw, { keys: [], locate })
  if (!read.ok) return read
  const { target, test_file, budget = BUDGET_MS, template: named } = read.value
  if (!/\.(?:[cm]?[jt]sx?|py)$/.test(target) || /\.d\.[cm]?ts$/.test(target))
    return failed(
      fault(
        'bad-value',
        `\`target\` has to be a file of TypeScript, JavaScript or Python, and is \`${target}\``,
        locate(['target']),
      ),
    )
  return ok({ target, testFile: test_file ?? usualTestFile(target), template: named, budget })
}

/** Beside the source; of Python, in the folder `tests` of the service. */
export function usualTestFile(target: string): Path {
  if (!target.endsWith('.py')) return target.replace(/(\.[cm]?[jt]sx?)$/, '.test$1') as Path
  const parts = target.split('/')
  const name = (parts.pop() ?? '').replace(/^_+/, '')
  const root = parts.findIndex((part) => /^(src|app|lib)$/.test(part))
  const folder = root < 0 ? parts.slice(0, -1) : parts.slice(0, root)
  return [...folder, 'tests', `test_${name}`].join('/') as Path
}
