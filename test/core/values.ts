/** Short ways to write down trees, digests and records. */
import type { Present } from '../../lib/core/decide.js'
import type { Content, Digest, Place } from '../../lib/core/place.js'
import type { RunRecord } from '../../lib/core/record.js'

/** Contents by place; a digest is any short text. */
export const tree = (contents: Readonly<Record<string, string>>): Map<Place, Content> =>
  new Map(Object.entries(contents).map(([place, content]) => [place as Place, content as Content]))

export const counted = (texts: Readonly<Record<string, string>>) =>
  new Map(Object.entries(texts).map(([key, text]) => [key, { digest: text as Digest, text }]))

/** A task that has nothing to be judged by, but for what is said. */
export const present = (more: Partial<Present> = {}): Present => ({
  recipe: 'command@1',
  settings: counted({}),
  env: new Map(),
  tools: counted({}),
  inputs: tree({}),
  governed: tree({}),
  demands: [],
  ...more,
})

export const recorded = (now: Present, more: Partial<RunRecord> = {}): RunRecord => ({
  outcome: 'done',
  fingerprint: now,
  startedAt: '2026-01-01T00:00:00.000Z',
  ms: 1,
  run: 'run-1',
  because: [],
  ...more,
})
