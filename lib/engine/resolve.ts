/** What a recipe proposes, laid over what people have made of its files: texts to write, or a conflict. */
import type { Side } from '../core/merge.js'
import { settleText } from '../core/merge.js'
import type { Content, Path } from '../core/place.js'
import { placeOf } from '../core/place.js'
import type { Effect, FileEffect } from '../core/recipe.js'
import { Refusal } from '../core/recipe.js'
import type { Target } from '../core/target.js'
import type { World } from '../core/world.js'
import { overlaid } from './overlay.js'
import { bytesOf, readerFor, textOf } from './reader.js'

export interface Resolved {
  /** To be written; the text of a hand-edited file that stands is among them, unchanged. */
  readonly files: readonly FileEffect[]
  /** For each file written whole: the proposal, the base of the next merge. */
  readonly proposed: ReadonlyMap<Path, string>
  readonly merged: ReadonlySet<Path>
}

export interface Conflict {
  readonly path: Path
  readonly proposed: string
  readonly why: 'not-ours' | 'both-changed' | 'would-not-hold'
}

/** Settles each file effect. `side` is what a person chose for conflicts. Throws `Refusal` for a write that was not claimed. */
export async function resolveFiles(
  target: Target,
  effects: readonly Effect[],
  world: World,
  side: Side | undefined,
): Promise<Resolved | Conflict> {
  const files: FileEffect[] = []
  const proposed = new Map<Path, string>()
  const merged = new Set<Path>()
  for (const effect of effects) {
    if (effect.do !== 'write' && effect.do !== 'remove') continue
    const claim = target.claims.find(
      ({ path }) => path === effect.path || (path.endsWith('/') && effect.path.startsWith(path)),
    )
    if (claim === undefined)
      throw new Refusal(
        `recipe \`${target.recipe.name}\` wants to ${effect.do} \`${effect.path}\`, which it does not claim`,
      )
    if (effect.do === 'remove' || !claim.whole) {
      files.push(effect)
      continue
    }
    const settled = settleOne(effect.path, effect.text, world, side)
    if ('why' in settled) return settled
    if (settled.merged) merged.add(effect.path)
    proposed.set(effect.path, effect.text)
    files.push({ ...effect, text: settled.text })
  }
  const broken = merged.size > 0 && !(await holdsWith(target, files, world)) ? [...merged][0] : undefined
  if (broken !== undefined && side === undefined)
    return { path: broken, proposed: proposed.get(broken) ?? '', why: 'would-not-hold' }
  return { files, proposed, merged }
}

function settleOne(
  path: Path,
  text: string,
  world: World,
  side: Side | undefined,
): { text: string; merged: boolean } | Conflict {
  if (side === 'theirs') return { text, merged: false }
  const current = textOf(world.disk.read(path))
  const settled = settleText({ current, base: baseOf(path, world), proposed: text }, world.pens.merge)
  if (settled.kind === 'text') return settled
  if (side === 'ours' && current !== undefined) return { text: current, merged: false }
  return { path, proposed: text, why: settled.why }
}

function baseOf(path: Path, { store }: World): string | undefined {
  const content: Content = store.state.places.get(placeOf(path))?.proposed ?? 'absent'
  return content === 'absent' ? undefined : textOf(store.kept(content))
}

/** The postcondition, over the files as they would be. A recipe that names none wants its places to be there, and they are. */
async function holdsWith(target: Target, files: readonly FileEffect[], world: World): Promise<boolean> {
  if (target.recipe.holds === undefined) return true
  const over = overlaid(world)
  for (const effect of files)
    if (effect.do === 'write') over.disk.write(effect.path, bytesOf(effect.text))
    else over.disk.remove(effect.path)
  return await target.recipe.holds(target.settings, readerFor(target, over))
}
