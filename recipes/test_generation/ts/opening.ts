/** Where several tests open the application in the same way, they do so by one function, and hand in what is theirs. */
import { grouped } from '../../../lib/core/groups.js'
import { OPENED } from './plugins.js'
import type { Kept } from './select.js'

export interface Opening {
  /** The function, and a blank line; '' where it would serve one test alone. */
  readonly helper: string
  readonly tests: readonly Kept[]
}

interface Parts {
  readonly one: Kept
  /** What comes before the application is opened. */
  readonly before: readonly string[]
  /** From there on. */
  readonly opening: readonly string[]
}

const FUNCTION = 'openApp'

export function opening(tests: readonly Kept[], isTypeScript: boolean): Opening {
  const parts = tests.filter(({ case: one }) => one.arrange.includes(OPENED)).map(partsOf)
  const alike = grouped(parts, (one) => one.opening.join('\n'))
  const [most] = [...alike.values()].sort((a, b) => b.length - a.length)
  if (most === undefined || most.length < 2) return { helper: '', tests }
  const lines = assigned(most[0]?.opening ?? [])
  const given = new Set(most.flatMap(({ before }) => before.flatMap((line) => declared(line)?.name ?? [])))
  const wanted = [...given].filter((name) => speaksOf(lines.join('\n'), name))
  const empty = new Set<string>()
  const shorter = new Map<Kept, Kept>()
  for (const { one, before } of most) {
    const idle = before.flatMap((line) => declared(line)?.empty ?? []).filter((name) => wanted.includes(name))
    for (const name of idle) empty.add(name)
    const own = before.filter((line) => !idle.includes(declared(line)?.name ?? ''))
    const handed = wanted.filter((name) => own.some((line) => declared(line)?.name === name))
    const opened = `await ${FUNCTION}(${handed.length === 0 ? '' : `{ ${handed.join(', ')} }`})`
    shorter.set(one, { ...one, case: { ...one.case, arrange: [...own, opened] } })
  }
  const taken = wanted.length === 0 ? [] : [takenFrom(wanted, [...empty], isTypeScript)]
  const parameter = wanted.length === 0 ? '' : `given${isTypeScript ? ': object' : ''} = {}`
  return {
    helper: `async function ${FUNCTION}(${parameter}) {\n${[...taken, ...lines].join('\n')}\n}\n\n`,
    tests: tests.map((one) => shorter.get(one) ?? one),
  }
}

/** The application is a variable of all tests, so that it can be closed after each. */
export const assigned = (arrange: readonly string[]): readonly string[] =>
  arrange.map((line) => (line === OPENED ? line.replace('const ', '') : line))

function partsOf(one: Kept): Parts {
  const { arrange } = one.case
  const at = arrange.indexOf(OPENED)
  return { one, before: arrange.slice(0, at), opening: arrange.slice(at) }
}

function takenFrom(wanted: readonly string[], empty: readonly string[], isTypeScript: boolean): string {
  const whole =
    empty.length === 0 ? 'given' : `{ ${empty.map((name) => `${name}: {}`).join(', ')}, ...given }`
  return `const { ${wanted.join(', ')} } = ${whole}${isTypeScript ? ' as unknown as Record<string, never>' : ''}`
}

/** `empty`: the name again, where the object that it gets has nothing in it. */
function declared(line: string): { readonly name: string; readonly empty?: string } | undefined {
  const [, name, value] = /^const (\w+) = (.*)$/s.exec(line) ?? []
  if (name === undefined) return undefined
  return /^\{\s*\}$/.test(value ?? '') ? { name, empty: name } : { name }
}

const speaksOf = (text: string, name: string): boolean => new RegExp(`\\b${name}\\b`).test(text)
