/** Values that a name suggests: the usual one first, then others of its kind. */

const WORDS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/e-?mail/i, ['ada@example.com', 'grace@example.com']],
  [/(^|_|[a-z])(uu)?id$|Id$|^_?id$/i, ['id-1', 'id-2', '65a5c3e0f1d2b4a697887766']],
  [/pass(word|phrase)?$|secret/i, ['correct-horse-battery', 'wrong']],
  [/token|jwt|bearer/i, ['token-1', 'token-2']],
  [/authorization/i, ['Bearer token-1', 'Basic token-1', 'Bearer ']],
  [/first_?name/i, ['Ada', 'Grace']],
  [/last_?name|surname/i, ['Lovelace', 'Hopper']],
  [/user_?name|login|handle/i, ['ada', 'grace']],
  [/name$/i, ['Ada', 'Grace']],
  [/title|subject/i, ['A title', 'Another title']],
  [/(url|uri|link|href|endpoint)$/i, ['https://example.com/path?q=1', 'not a url']],
  [/path|file|dir(ectory)?$/i, ['folder/file.txt', '/']],
  [/host(name)?$|domain/i, ['example.com', 'localhost']],
  [/phone|mobile/i, ['+49 30 1234567', '12']],
  [/country/i, ['DE', 'FR']],
  [/(lang|locale|language)/i, ['en-US', 'de-DE']],
  [/currency/i, ['EUR', 'USD']],
  [/zone|tz$/i, ['Europe/Berlin', 'UTC']],
  [/(date|_at|At|time)$/i, ['2024-01-15T10:00:00.000Z', 'not a date']],
  [/hex/i, ['0x00ff', 'ff', '0xf', 'zz']],
  [/base64/i, ['aGVsbG8=']],
  [/json|body|payload/i, ['{"name":"Ada"}', '{']],
  [/csv/i, ['a,b\n1,2']],
  [/ip(_?addr(ess)?)?$/i, ['192.0.2.1']],
  [/color|colour/i, ['#ff8800', 'red']],
  [/slug|key|code/i, ['key-1', 'key-2']],
  [/role/i, ['admin', 'member']],
  [/status|state/i, ['active', 'closed']],
  [/text|message|content|description|comment|bio/i, ['Some text', 'Other text']],
  [/version/i, ['1.2.3', '2.0.0']],
  [/num(ber)?|val(ue)?|amount|count/i, ['42', 'abc', '-1']],
]

const NUMBERS: readonly (readonly [RegExp, readonly number[]])[] = [
  [/port/i, [3000]],
  [/page/i, [2, 1]],
  [/(limit|size|per_?page|count|total|length|max|min)/i, [10, 1]],
  [/offset|skip|index/i, [5]],
  [/price|amount|cost/i, [19.99, 100]],
  [/age/i, [36, 17]],
  [/(ms|timeout|delay|interval|wait)/i, [20, 1]],
  [/status_?code/i, [404, 500, 200]],
  [/year/i, [2024]],
  [/id$/i, [1, 2]],
]

export function stringsFor(name: string): readonly string[] {
  return WORDS.find(([pattern]) => pattern.test(name))?.[1] ?? ['text', 'other']
}

export function numbersFor(name: string): readonly number[] {
  return NUMBERS.find(([pattern]) => pattern.test(name))?.[1] ?? [3, 7]
}
