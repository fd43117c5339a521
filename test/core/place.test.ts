import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Path, Place, Region } from '../../lib/core/place.js'
import { folderOf, isInside, pathOf, placeOf, regionOf } from '../../lib/core/place.js'

test('a place keeps its path and its region apart, whatever is in the name', () => {
  for (const path of ['a.json', 'a#b.json', '100%.json', '%23#%25', '#'])
    for (const region of [undefined, 'a.b', 'a.#"x"', 'b[name=#1]', '%23']) {
      const place = placeOf(path as Path, region as Region | undefined)
      assert.deepEqual([pathOf(place), regionOf(place)], [path, region])
    }
})

test('`#` and `%` of a name are escaped, so that the first `#` starts the region', () => {
  assert.equal(placeOf('a#1%.json' as Path, 'b#c' as Region), 'a%231%25.json#b#c')
})

test('the path of a folder as a place has no slash', () => {
  assert.equal(pathOf('dist/' as Place), 'dist')
})

test('a region is inside its file and inside the regions above it; a file is inside its folders', () => {
  const inside = (inner: string, outer: string): boolean => isInside(inner as Place, outer as Place)
  const yes = [
    ['a.json#b', 'a.json'],
    ['a.json#b.c', 'a.json#b'],
    ['a.json#b[name=x].c', 'a.json#b'],
    ['a.json#b[0]', 'a.json#b'],
    ['dist/a.js', 'dist/'],
    ['dist/a.json#b', 'dist/'],
  ] as const
  const no = [
    ['a.json', 'a.json'],
    ['a.json', 'a.json#b'],
    ['a.json#bc', 'a.json#b'],
    ['a.json5#b', 'a.json'],
    ['a.json.bak', 'a.json'],
    ['dist', 'dist/'],
    ['distant/a.js', 'dist/'],
  ] as const
  for (const [inner, outer] of yes) assert.equal(inside(inner, outer), true, `${inner} in ${outer}`)
  for (const [inner, outer] of no) assert.equal(inside(inner, outer), false, `${inner} in ${outer}`)
})

test('the folder of a path at the top is the project itself', () => {
  assert.deepEqual([folderOf('a/b/c.ts'), folderOf('a/b'), folderOf('a')], ['a/b', 'a', ''])
})
