/** Recipes for the tests of this room: they take what they are given, and say what they govern. */
import { defineRecipe, failed, fault, ok } from '../../lib/core/recipe.js'
import type { Claim, Recipe } from '../../lib/core/recipe.js'

type Settings = Readonly<Record<string, unknown>>

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : []

function taking(name: string, ...claimed: readonly string[]): Recipe {
  return defineRecipe<Settings>({
    name,
    version: 1,
    pure: true,
    settings: (raw) => ok(raw),
    reads: () => [],
    claims: (settings): Claim[] =>
      claimed.flatMap((key) => strings(settings[key]).map((path) => ({ path, whole: key !== 'target' }))),
    rewrites: (settings) => strings(settings.rewrites),
    prepare: () => Promise.resolve([]),
  })
}

/** Wants a `colour`, and refuses one that it does not know. */
const paint = defineRecipe<string>({
  name: 'paint',
  version: 1,
  pure: true,
  settings(raw, at) {
    if (raw.colour === 'explosive') throw new Error('the tin burst')
    if (raw.colour === 'red' || raw.colour === 'blue') return ok(raw.colour)
    return failed(fault('bad-value', '`colour` must be `red` or `blue`', at(['colour'])))
  },
  reads: (colour) => [`${colour}.pot`],
  claims: (colour) => [{ path: colour === 'blue' ? '../blue.txt' : 'red.txt', whole: true }],
  prepare: () => Promise.resolve([]),
})

export const recipes: ReadonlyMap<string, Recipe> = new Map(
  [
    taking('command', 'outputs'),
    taking('config_edit', 'target'),
    taking('test_generation', 'test_file'),
    taking('file_generation', 'output'),
    taking('manual'),
    taking('git_commit'),
    taking('pull_request'),
    taking('coverage'),
    taking('workflows'),
    paint as Recipe,
  ].map((recipe) => [recipe.name, recipe]),
)
