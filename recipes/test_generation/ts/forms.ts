/** Texts of the forms that a unit reads, told by what it hands them to. */
import type * as TS from 'typescript'

const FORMS: Readonly<Record<string, readonly string[]>> = {
  'JSON.parse': ['{}', '{', '[1,2]', 'null', '{"name":"Ada"}'],
  'Date.parse': ['2024-01-15T10:00:00.000Z', '2024-02-30', 'not a date'],
  Date: ['2024-01-15T10:00:00.000Z', '2024-02-30', 'not a date'],
  URL: ['https://example.com/path?q=1', 'http://localhost:3000', 'not a url'],
  URLSearchParams: ['q=1&q=2'],
  Number: ['42', '-1', '1.5', 'abc'],
  parseInt: ['42', '-1', 'abc', '0x1f'],
  parseFloat: ['1.5', '-1', 'abc'],
  'Number.parseInt': ['42', '-1', 'abc'],
  'Number.parseFloat': ['1.5', '-1', 'abc'],
  decodeURIComponent: ['a%20b', '%'],
  atob: ['aGVsbG8='],
  'Buffer.from': ['aGVsbG8=', '68656c6c6f'],
  RegExp: ['a+', '('],
}

/** What a call of the platform reads from a text. */
export function formsOf(node: TS.CallExpression | TS.NewExpression, ts: typeof TS): readonly string[] {
  const callee = node.expression
  const [first] = node.arguments ?? []
  const name = callee.getText()
  const known = Object.hasOwn(FORMS, name) ? (FORMS[name] ?? []) : []
  if (!ts.isPropertyAccessExpression(callee) || first === undefined || !ts.isStringLiteralLike(first))
    return known
  const { text } = first
  switch (callee.name.text) {
    case 'split':
      return [1, 2, 3, 4].map((count) => parts(text, count)).concat([`12${text}34`, `a=1${text}b=2`, text])
    case 'startsWith':
    case 'slice':
      return [`${text}abc`, `${text}12`, text]
    case 'endsWith':
      return [`abc${text}`, text]
    case 'includes':
    case 'indexOf':
    case 'lastIndexOf':
      return [`one${text}two`, text, `one${text}`]
    case 'toString':
      return text === 'base64' ? ['aGVsbG8='] : text === 'hex' ? ['68656c6c6f'] : []
    default:
      return known
  }
}

const parts = (separator: string, count: number): string =>
  ['one', 'two', 'three', 'four'].slice(0, count).join(separator)
