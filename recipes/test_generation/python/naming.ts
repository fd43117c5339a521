/** Names of tests: what comes of a call, and when. */
import type { Tried } from './tried.js'

const LONGEST = 80

/** The name of a test function; those of one class, or of the module, differ. */
export function nameOf(one: Tried, taken: Map<string, number>): string {
  const name = `test_${slug(whatOf(one) + whenOf(one))}`.slice(0, LONGEST).replace(/_+$/, '')
  const key = `${one.group} ${name}`
  const count = (taken.get(key) ?? 0) + 1
  taken.set(key, count)
  return count === 1 ? name : `${name}_${count}`
}

function whatOf({ subject, method, error, asserts, group }: Tried): string {
  const outcome = error === null ? outcomeOf(asserts) : `raises_${error}`
  if (method === '') return group === '' ? `${subject}_${outcome}` : error === null ? 'is_made' : outcome
  return `${method.replace(/^__(\w+)__$/, '$1')}_${outcome}`
}

const whenOf = ({ labels }: Tried): string =>
  labels.length === 0 ? '' : `_when_${labels.slice(0, 2).join('_and_')}`

function outcomeOf(asserts: readonly string[]): string {
  const [first = ''] = asserts
  const call = /^(\w+)(?:\.(\w+))?\.assert_called/.exec(first)
  if (call !== null) return `calls_${call[2] ?? call[1] ?? 'it'}`
  if (first.startsWith('assert capsys')) return 'prints'
  const status = /^assert result\.status_code == (\d+)$/.exec(first)?.[1]
  if (status !== undefined) return `answers_${status}`
  const value = /^assert result (?:==|is) (.*)$/.exec(first)?.[1]
  if (value !== undefined) return valueOf(value)
  const field = /^assert (\w+)\.(\w+) /.exec(first)
  if (field !== null && field[1] !== 'result') return `changes_${field[2]}`
  return /^assert \w*\(?result/.test(first) ? 'returns_an_object' : 'changes_it'
}

function valueOf(value: string): string {
  if (/^(\[\]|\{\}|set\(\)|""|b"")$/.test(value)) return 'returns_nothing'
  if (/^[\w.-]+$/.test(value) && value.length < 24) return `returns_${value.replace('-', 'minus_')}`
  if (value.startsWith('"') && value.length < 24) return `returns_${value}`
  if (value.startsWith('[')) return 'returns_a_list'
  if (value.startsWith('{')) return 'returns_a_dict'
  if (value.startsWith('"')) return 'returns_text'
  if (value.startsWith('b"')) return 'returns_bytes'
  if (value.startsWith('(')) return 'returns_a_tuple'
  return `returns_${/^\w+/.exec(value)?.[0] ?? 'it'}`
}

const slug = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/\W+/g, '_')
    .replace(/_+/g, '_')
    .toLowerCase()
