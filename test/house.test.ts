/** Who may import whom, by DESIGN 2. Type-only imports count: a circle of types tires a reader as much as any other. */
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

interface Room {
  readonly may: readonly string[]
  /** Node's modules and packages. */
  readonly outside: RegExp
}

const NOTHING = /^$/
const ANYTHING = /^/

const HOUSE: Readonly<Record<string, Room>> = {
  'lib/core': { may: [], outside: NOTHING },
  /** What kind of repository this is: asked by `init` and by recipes. */
  'lib/survey': { may: ['lib/core'], outside: NOTHING },
  'lib/roadmap': { may: ['lib/core'], outside: /^yaml$/ },
  'lib/engine': { may: ['lib/core'], outside: NOTHING },
  'lib/world': { may: ['lib/core'], outside: ANYTHING },
  // The job summary of GitHub is a file.
  'lib/render': { may: ['lib/core'], outside: /^(?:listr2|diff|node:fs)$/ },
  'lib/cli': {
    may: ['lib/core', 'lib/survey', 'lib/roadmap', 'lib/engine', 'lib/render'],
    outside: /^(?:clipanion|node:path|node:crypto)$/,
  },
  recipes: {
    may: ['lib/core', 'lib/survey'],
    outside:
      /^(?:yaml|jsonc-parser|@babel\/(?:parser|types)|toml-eslint-parser|typescript|node:(?:crypto|module))$/,
  },
  bin: { may: ['lib/core', 'lib/cli', 'lib/world', 'recipes'], outside: /^node:/ },
}

interface Arrow {
  readonly from: string
  readonly to: string
}

const sources = ['lib', 'bin', 'recipes'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name)),
)

const IMPORT =
  /(?:^|\n)(?:import|export)\b[^'\n]*(?:\n[^'\n]+)*?\bfrom '([^']+)'|\bimport\('([^']+)'\)|(?:^|\n)import '([^']+)'/g

/** From a file to a file of ours, or to the name of a module. */
function arrowsOf(from: string): Arrow[] {
  const text = readFileSync(join(ROOT, from), 'utf8')
  return [...text.matchAll(IMPORT)].map(([, named, dynamic, bare]) => {
    const to = named ?? dynamic ?? bare ?? ''
    return { from, to: to.startsWith('.') ? normalize(join(dirname(from), to)).replace(/\.js$/, '.ts') : to }
  })
}

const arrows = sources.flatMap(arrowsOf)
const roomOf = (path: string): string | undefined =>
  Object.keys(HOUSE).find((room) => path.startsWith(`${room}/`))
const told = ({ from, to }: Arrow): string => `${from} → ${to}`

test('each room imports what it may, and nothing else', () => {
  const offending = arrows.filter(({ from, to }) => {
    const [own, other] = [roomOf(from), roomOf(to)]
    const room = HOUSE[own ?? '']
    if (room === undefined) return true
    return other === undefined ? !room.outside.test(to) : other !== own && !room.may.includes(other)
  })
  assert.deepEqual(offending.map(told), [])
})

test('recipes do not know one another', () => {
  const index = 'recipes/index.ts'
  const recipes = new Set(
    arrows
      .filter(({ from }) => from === index)
      .map(({ to }) => to)
      .filter((to) => roomOf(to) === 'recipes'),
  )
  assert.deepEqual(arrows.filter(({ from, to }) => from !== index && recipes.has(to)).map(told), [])
})

test('no file imports itself by way of others', () => {
  const next = new Map(sources.map((path) => [path, new Set<string>()]))
  for (const { from, to } of arrows) if (next.has(to)) next.get(from)?.add(to)
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' → '))
    if (way.includes(path) || done.has(path)) return
    for (const other of next.get(path) ?? []) visit(other, [...way, path])
    done.add(path)
  }
  for (const path of sources) visit(path, [])
  assert.deepEqual(circles, [])
})

test('every file begins by saying what it is for', () => {
  const silent = sources.filter((path) => !/^(?:#!.*\n)?\/\*\*/.test(readFileSync(join(ROOT, path), 'utf8')))
  assert.deepEqual(silent, [])
})
