/**
 * Later writers. A roadmap changes the tree that its earlier tasks read: when a task moves a place from one content to
 * another, the record of each task that it waits for, and that held the old one, takes the new one.
 */
import type { Graph, Node } from '../core/graph.js'
import { waitedFor } from '../core/graph.js'
import type { Content, Path, Place, Tree } from '../core/place.js'
import { isInside, pathOf, placeOf } from '../core/place.js'
import type { Recipe } from '../core/recipe.js'
import type { Adjustment, Move } from '../core/record.js'
import type { Target } from '../core/target.js'
import { UNIGNORED } from '../core/task.js'
import type { World } from '../core/world.js'
import { governedBy, ownPaths } from './snapshot.js'

/** Who holds which path in a record, and who would read a new one. Kept for a whole run. */
export class Holders {
  private readonly byPlace = new Map<Place, Set<Node>>()
  private readonly globbing: { node: Node; isRead: (path: string) => boolean }[] = []
  private readonly editors = new Map<string, Set<Node>>()
  /** By name. */
  readonly recipes = new Map<string, Recipe>()

  constructor(
    private readonly graph: Graph,
    private readonly world: World,
  ) {
    for (const [node, target] of graph.targets.entries()) {
      this.learn(node)
      this.recipes.set(target.recipe.name, target.recipe)
      const patterns = [...target.inputs, ...target.rewrites]
      if (patterns.some((pattern) => pattern === UNIGNORED || world.globs.isGlob(pattern)))
        this.globbing.push({
          node,
          isRead: world.globs.matcher(patterns.map((pattern) => (pattern === UNIGNORED ? '**' : pattern))),
        })
      for (const { path, whole } of target.claims) if (!whole) setOf(this.editors, path).add(node)
    }
  }

  /** Takes in the record of a task as it is now. What it no longer holds does no harm: contents are compared. */
  learn(node: Node): void {
    const record = this.recordOf(node)
    if (record === undefined) return
    for (const tree of [record.fingerprint.inputs, record.fingerprint.governed])
      for (const place of tree.keys()) setOf(this.byPlace, place).add(node)
  }

  /** The regions that earlier tasks govern and that a writer of these places may move, as they stand before it writes. */
  regionsNear(writer: Node, places: Iterable<Place>, paths: Iterable<Path>): Map<Node, Tree> {
    const near = new Map<Node, Tree>()
    const regions = [...places].filter((place) => place.includes('#'))
    for (const path of new Set([...paths, ...regions.map(pathOf)]))
      for (const node of this.editors.get(path) ?? []) {
        const target = this.graph.targets[node]
        const held = this.recordOf(node)?.fingerprint.governed
        if (node === writer || target === undefined || held === undefined) continue
        const own = regions.filter((region) => pathOf(region) === path)
        // What a recipe governs that finds its regions in the file can be moved by any write of it.
        const finds = target.claims.some((claim) => claim.path === path && claim.region === undefined)
        const touches =
          finds ||
          own.length === 0 ||
          [...held.keys()].some((place) => own.some((one) => overlap(one, place)))
        if (touches) near.set(node, governedBy(target, this.world))
      }
    return near
  }

  /** What the moves of `writer` change in the records of earlier tasks. `near`: from `regionsNear`, before the moves. */
  adjustments(writer: Node, moves: readonly Move[], near: ReadonlyMap<Node, Tree>): Adjustment[] {
    const holders = new Set<Node>(near.keys())
    for (const { path, before } of moves) {
      for (const node of this.byPlace.get(placeOf(path)) ?? []) holders.add(node)
      if (before === 'absent')
        for (const { node, isRead } of this.globbing) if (isRead(path)) holders.add(node)
    }
    holders.delete(writer)
    if (holders.size === 0) return []
    const found: Adjustment[] = []
    for (const node of waitedFor(this.graph, writer, holders)) {
      const adjustment = this.adjustmentOf(node, moves, near.get(node))
      if (adjustment === undefined) continue
      found.push(adjustment)
      // A path that is new in a record: the next writer of it has to find the holder.
      for (const [place] of adjustment.inputs) setOf(this.byPlace, place).add(node)
    }
    return found
  }

  private adjustmentOf(node: Node, moves: readonly Move[], near: Tree | undefined): Adjustment | undefined {
    const [target, record] = [this.graph.targets[node], this.recordOf(node)]
    if (target === undefined || record === undefined) return undefined
    const { inputs, governed } = record.fingerprint
    const changed = { inputs: [] as [Place, Content][], governed: [] as [Place, Content][] }
    const isOwn = ownPaths(target)
    for (const { path, before, after } of moves) {
      const place = placeOf(path)
      if (!isOwn(path) && held(inputs, place) === before && this.reads(target, path, inputs))
        changed.inputs.push([place, after])
      if (governed.has(place) && held(governed, place) === before) changed.governed.push([place, after])
    }
    if (near !== undefined) {
      const now = governedBy(target, this.world)
      for (const place of new Set([...governed.keys(), ...now.keys()])) {
        const content = held(governed, place)
        if (held(near, place) === content && held(now, place) !== content)
          changed.governed.push([place, held(now, place)])
      }
    }
    return changed.inputs.length + changed.governed.length === 0
      ? undefined
      : { task: target.task.id, ...changed }
  }

  /** Is the path an input of the task now? A glob that looks so may still leave it out: git may ignore it. */
  private reads(target: Target, path: Path, inputs: Tree): boolean {
    if (inputs.has(placeOf(path))) return true
    const files = [...target.inputs, ...target.rewrites].filter((pattern) => !pattern.startsWith('task:'))
    return files.length > 0 && this.world.disk.expand(files).includes(path)
  }

  private recordOf(node: Node) {
    const target = this.graph.targets[node]
    return target === undefined ? undefined : this.world.store.state.records.get(target.task.id)
  }
}

const held = (tree: Tree, place: Place): Content => tree.get(place) ?? 'absent'

/** Is one of two regions the other, or inside it? */
export const overlap = (a: Place, b: Place): boolean => a === b || isInside(a, b) || isInside(b, a)

function setOf<K>(map: Map<K, Set<Node>>, key: K): Set<Node> {
  const known = map.get(key)
  if (known !== undefined) return known
  const created = new Set<Node>()
  map.set(key, created)
  return created
}
