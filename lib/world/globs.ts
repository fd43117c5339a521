/** Patterns without a disk: what is a glob, where it starts, what it matches. */
import picomatch from 'picomatch'
import type { Pattern } from '../core/task.js'
import { UNIGNORED } from '../core/task.js'
import type { Globs } from '../core/world.js'

/** Folders that a pattern reaches only by naming them. */
const HIDDEN: readonly string[] = ['.git', '.orchestrate', 'node_modules']

/** `dot`: files that begin with one are files too. `s`: a name may hold a line break. */
const OPTIONS: picomatch.PicomatchOptions = { dot: true, flags: 's', nonegate: true }

type Matcher = (path: string) => boolean

const single = new Map<Pattern, Matcher>()
const lists = new Map<string, Matcher>()

export const globs: Globs = { isGlob, base, matcher, mayMatchBelow }

export function isGlob(pattern: Pattern): boolean {
  return pattern === UNIGNORED || pattern.endsWith('/') || hasGlob(positive(pattern))
}

/** `!` takes away; `!(a|b)` is a glob, and `\!a` a file of that name. */
export const takesAway = (pattern: Pattern): boolean => pattern.startsWith('!') && pattern[1] !== '('

export const positive = (pattern: Pattern): Pattern => (takesAway(pattern) ? pattern.slice(1) : pattern)

/** The path that a pattern without glob characters means. */
export const literal = (pattern: Pattern): string => withoutDot(pattern).replace(/\\(.)/gs, '$1')

export function base(pattern: Pattern): string {
  if (pattern === UNIGNORED) return ''
  const names = segments(positive(pattern))
  const first = names.findIndex(hasGlob)
  return names
    .slice(0, first < 0 ? -1 : first)
    .map(literal)
    .join('/')
}

export function matcher(patterns: readonly Pattern[]): Matcher {
  const key = patterns.join('\0')
  let match = lists.get(key)
  if (match === undefined) lists.set(key, (match = inOrder(patterns)))
  return match
}

/** What one pattern adds or, with `!`, takes away. */
export function matches(pattern: Pattern): Matcher {
  let match = single.get(pattern)
  if (match === undefined) single.set(pattern, (match = compile(pattern)))
  return match
}

export function mayMatchBelow(pattern: Pattern, folder: string): boolean {
  if (pattern === UNIGNORED) return true
  if (takesAway(pattern)) return false
  const below = folder.replace(/\/$/, '')
  if (below === '') return true
  if (!isGlob(pattern)) return literal(pattern).startsWith(`${below}/`)
  return mayReach(segments(pattern), below.split('/'))
}

/** The hidden folders that a pattern names: it may go there. */
export function named(pattern: Pattern): readonly string[] {
  const names = segments(positive(pattern))
  return HIDDEN.filter((name) => names.includes(name))
}

/** May a walk for this pattern go into (or take) something of this name? */
export const isHidden = (name: string, allowed: readonly string[]): boolean =>
  HIDDEN.includes(name) && !allowed.includes(name)

function mayReach(pattern: readonly string[], folder: readonly string[]): boolean {
  for (const [index, name] of folder.entries()) {
    const segment = pattern[index]
    // Something that may stand for any number of folders: from here on everything is possible.
    if (segment === undefined || segment.includes('**') || /[{(]/.test(segment)) return segment !== undefined
    if (!matches(segment)(name)) return false
  }
  return pattern.length > folder.length
}

function inOrder(patterns: readonly Pattern[]): Matcher {
  const steps = patterns.map((pattern) => ({ takes: takesAway(pattern), match: matches(pattern) }))
  return (path) => {
    let found = false
    for (const { takes, match } of steps) if (found === takes && match(path)) found = !takes
    return found
  }
}

function compile(pattern: Pattern): Matcher {
  // What is taken away may be anywhere.
  if (takesAway(pattern)) return picked(positive(pattern), () => true)
  const allowed = named(pattern)
  const hidden = HIDDEN.filter((name) => !allowed.includes(name))
  const isSeen: Matcher = (path) =>
    !hidden.some((name) => path.includes(name) && path.split('/').includes(name))
  return picked(pattern, isSeen)
}

function picked(pattern: Pattern, isSeen: Matcher): Matcher {
  if (pattern === UNIGNORED) return isSeen
  if (!isGlob(pattern)) {
    const wanted = literal(pattern)
    return (path) => path === wanted
  }
  const whole = withoutDot(pattern).replace(/\/$/, '/**/*')
  const match = picomatch(escapeParentheses(whole), OPTIONS)
  return (path) => match(path) && isSeen(path)
}

/** In `app/(auth)/*.ts` the parentheses are letters of a name: they mean something only after `!`, `@`, `+`, `?` or `*`. */
function escapeParentheses(pattern: string): string {
  if (/[!@+?*]\(/.test(pattern)) return pattern
  return pattern.replace(/\\.|[()]/gs, (found) => (found.length > 1 ? found : `\\${found}`))
}

const withoutDot = (pattern: string): string => pattern.replace(/^(\.\/+)+/, '')

const segments = (pattern: Pattern): string[] => {
  const names = withoutDot(pattern).split('/')
  return names.at(-1) === '' ? [...names.slice(0, -1), '**'] : names
}

const hasGlob = (text: string): boolean => /[*?[{]|[!@+]\(/.test(text.replace(/\\./gs, ''))
