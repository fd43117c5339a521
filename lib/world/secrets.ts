/** Values that must not be seen: which they are, and texts without them. */

export interface Secrets {
  readonly isEmpty: boolean
  readonly mask: (text: string) => string
  /** For output that comes in pieces: a secret that lies across two of them is masked, too. */
  filter(): Filter
}

export interface Filter {
  /** What of the output so far can be shown. */
  take(chunk: Buffer): Buffer
  /** What was held back, at the end. */
  rest(): Buffer
}

const MASK = '***'

const SECRET_NAME = /TOKEN|SECRET|KEY|PASSWORD|PASSWD|CREDENTIAL/i

/** Shorter values would be found in the middle of harmless words. */
const SHORTEST = 8

export function secretsOf(env: Readonly<Record<string, string | undefined>>): Secrets {
  const forms = new Set<string>()
  for (const [name, value] of Object.entries(env))
    if (SECRET_NAME.test(name) && value !== undefined && value.length >= SHORTEST)
      for (const form of formsOf(value)) forms.add(form)
  const texts = longestFirst(forms)
  const bytes = longestFirst([...forms].map((form) => Buffer.from(form).toString('latin1')))
  const mask = masker(texts)
  return { isEmpty: texts.length === 0, mask, filter: () => filter(bytes) }
}

/** As it is, and as it looks in a JSON text, in an address and in base64. */
function formsOf(value: string): string[] {
  const base64 = Buffer.from(value).toString('base64')
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(Buffer.from(value).toString()),
    base64,
    base64.replace(/=+$/, ''),
    Buffer.from(value).toString('base64url'),
  ]
}

/** Works on bytes as letters, so that output which is no text comes through as it is. */
function filter(secrets: readonly string[]): Filter {
  const mask = masker(secrets)
  let held = ''
  return {
    take(chunk) {
      const text = mask(held + chunk.toString('latin1'))
      const cut = text.length - heldBack(text, secrets)
      held = text.slice(cut)
      return Buffer.from(text.slice(0, cut), 'latin1')
    },
    rest: () => Buffer.from(held, 'latin1'),
  }
}

/** How many letters at the end could be the beginning of a secret. */
function heldBack(text: string, secrets: readonly string[]): number {
  const longest = Math.min((secrets[0]?.length ?? 0) - 1, text.length)
  for (let length = longest; length > 0; length--) {
    const end = text.slice(text.length - length)
    if (secrets.some((secret) => secret.startsWith(end))) return length
  }
  return 0
}

function masker(secrets: readonly string[]): (text: string) => string {
  if (secrets.length === 0) return (text) => text
  const any = new RegExp(
    secrets.map((secret) => secret.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'),
    'g',
  )
  return (text) => text.replace(any, MASK)
}

const longestFirst = (forms: Iterable<string>): string[] => [...forms].sort((a, b) => b.length - a.length)
