import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Edge } from '../../lib/core/edge.js'
import { KeptOrder, topologicalOrder } from '../../lib/core/order.js'
import { Random } from '../random.js'

const edge = (to: number): Edge => ({ to, because: 'depends-on' })

/** By brute force: can `to` be reached from `from`? */
function reaches(needs: readonly (readonly Edge[])[], from: number, to: number): boolean {
  const seen = new Set([from])
  for (const node of seen) for (const { to: next } of needs[node] ?? []) seen.add(next)
  return seen.has(to)
}

function isRight(order: readonly number[], needs: readonly (readonly Edge[])[]): boolean {
  const position = new Map(order.map((node, i) => [node, i]))
  const at = (node: number): number => position.get(node) ?? -1
  return (
    position.size === needs.length && needs.every((edges, node) => edges.every(({ to }) => at(to) < at(node)))
  )
}

test('an order that is kept stays right, and refuses just those edges that close a cycle', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = new Random(seed)
    const size = 2 + random.below(14)
    const needs: Edge[][] = Array.from({ length: size }, () => [])
    const kept = new KeptOrder([...needs.keys()], needs)
    for (let tries = 3 * size; tries > 0; tries--) {
      const [from, to] = [random.below(size), random.below(size)]
      const isCycle = reaches(needs, to, from)
      assert.equal(kept.add(from, edge(to)), !isCycle, `seed ${seed}: ${from} → ${to}`)
      assert.ok(isRight(kept.order, needs), `seed ${seed}: ${kept.order.join(' ')}`)
    }
  }
})

test('an order follows its edges, and a graph without one tells its cycles', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = new Random(seed)
    const size = 1 + random.below(12)
    const needs = Array.from({ length: size }, () =>
      random.some([...Array(size).keys()], random.below(2)).map(edge),
    )
    const { order, cycles } = topologicalOrder(needs)
    const isCyclic = needs.some((edges, node) => edges.some(({ to }) => reaches(needs, to, node)))
    assert.equal(cycles.length > 0, isCyclic, `seed ${seed}`)
    if (!isCyclic) assert.ok(isRight(order, needs), `seed ${seed}: ${order.join(' ')}`)
    for (const cycle of cycles)
      for (const [i, node] of cycle.entries())
        assert.ok(
          needs[node]?.some(({ to }) => to === cycle[(i + 1) % cycle.length]),
          `seed ${seed}: ${cycle.join(' ')}`,
        )
  }
})

test('without edges the order is that of the file, and a chain of 100,000 is no trouble', () => {
  assert.deepEqual(topologicalOrder([[], [], []]).order, [0, 1, 2])
  const size = 100_000
  const needs = Array.from({ length: size }, (_, i) => (i + 1 < size ? [edge(i + 1)] : []))
  assert.equal(topologicalOrder(needs).order[0], size - 1)
})
