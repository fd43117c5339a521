/** Copies of the samples that come with the program, and what has become of one. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { Outside, Sample } from '../lib/cli/outside.js'
import { Refusal } from '../lib/core/recipe.js'
import { HOME, bytesOf } from './files.js'

/** What is there only where somebody made the sample in place. */
const MADE = new Set([
  'node_modules',
  'dist',
  'coverage',
  'release',
  '.orchestrate',
  '__pycache__',
  '.pytest_cache',
])

const ofSample = (from: string): boolean => !MADE.has(basename(from))

/** A copy of a sample. The roadmap of the large one stands at our own top level. */
export function sample(name: Sample, to: string | undefined): Promise<string> {
  const folder = to === undefined ? mkdtempSync(join(tmpdir(), 'orchestrate-demo-')) : resolve(to)
  if (to !== undefined && existsSync(folder))
    throw new Refusal(`\`${to}\` is there already: name a new folder${goOn(to)}`, 2)
  cpSync(join(HOME, 'examples', name), folder, { recursive: true, filter: ofSample })
  if (name === 'community-platform') {
    const roadmap = readFileSync(join(HOME, 'roadmap.yaml'), 'utf8')
    writeFileSync(join(folder, 'roadmap.yaml'), roadmap.replace(/^project: .*\n/m, ''))
    // A package is published without such files of the folders in it.
    const ignored = join(folder, '.gitignore')
    if (!existsSync(ignored)) writeFileSync(ignored, [...MADE].map((name) => `${name}/\n`).join(''))
  }
  return Promise.resolve(folder)
}

/** Where a demo was stopped. */
const goOn = (folder: string): string =>
  existsSync(join(folder, 'roadmap.yaml'))
    ? `, or go on in it with \`orchestrate make --yes -C ${folder}\``
    : ''

export function changes(name: Sample, folder: string): ReturnType<Outside['changes']> {
  const created: string[] = []
  const edited: string[] = []
  const walk = (below: string): void => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = join(below, entry.name)
      if (!ofSample(path) || path === 'roadmap.yaml') continue
      const before = entry.isDirectory() ? undefined : bytesOf(join(HOME, 'examples', name, path))
      if (entry.isDirectory()) walk(path)
      else if (before === undefined) created.push(path)
      else if (!readFileSync(join(folder, path)).equals(before)) edited.push(path)
    }
  }
  walk('')
  return { created, edited }
}
