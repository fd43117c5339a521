/** An action tried on values alone: planned, done, checked, planned again. No text is edited: the formats have tests of their own. */
import assert from 'node:assert/strict'
import type { Path } from '../../../../lib/core/recipe.js'
import { parse } from 'yaml'
import type { Action } from '../../../../recipes/config_edit/action.js'
import type { Edit, Hindrance } from '../../../../recipes/config_edit/edits.js'
import { changesFor, holds, regionOfEdit } from '../../../../recipes/config_edit/edits.js'
import { changed } from '../../../../recipes/config_edit/tree.js'
import type { Json } from '../../../../recipes/config_edit/value.js'
import { locate, readerOf } from '../../reader.js'

export interface Tried {
  readonly edits: readonly Edit[]
  /** Places that it governs in the end. */
  readonly regions: readonly string[]
  readonly says: string | undefined
  readonly after: Json
}

/** The file's text is YAML (JSON is, too). Asserts the laws of an action; gives what came of it. */
export function tried(
  action: Action,
  text: string,
  { options = {}, files = {}, target = '.github/workflows/ci.yml' }: Given = {},
): Tried {
  const before = parse(text, { merge: true }) as Json
  const { read, sight } = given(action, options, files, target)
  const plan = action.plan(before, read, sight)
  if ('message' in plan) assert.fail(`it cannot apply: ${plan.message}`)
  const after = applied(plan.edits, before)
  assert.deepEqual(action.broken(after, read, sight), [], 'the postcondition holds')
  const again = action.plan(after, read, sight)
  if ('message' in again) assert.fail(`it cannot apply again: ${again.message}`)
  for (const edit of again.edits)
    assert.ok(holds(edit, after, []), `${regionOfEdit(edit)} holds the second time`)
  const regions = again.edits.map(regionOfEdit)
  assert.deepEqual(
    regions.toSorted(),
    plan.edits.map(regionOfEdit).toSorted(),
    'it governs the same afterwards',
  )
  return { edits: plan.edits, regions, says: plan.says, after }
}

/** Why it cannot apply. */
export function refused(
  action: Action,
  text: string,
  { options = {}, files = {}, target = '.github/workflows/ci.yml' }: Given = {},
): Hindrance {
  const { read, sight } = given(action, options, files, target)
  const plan = action.plan(parse(text, { merge: true }) as Json, read, sight)
  assert.ok('message' in plan, 'it applies')
  return plan
}

export interface Given {
  /** As under `with:`. */
  readonly options?: object
  /** Other files of the repository. */
  readonly files?: Readonly<Record<string, string>>
  readonly target?: string
}

function given(action: Action, options: object, files: Readonly<Record<string, string>>, target: string) {
  const read = action.options(options, { keys: ['with'], locate })
  if (!read.ok) assert.fail(read.faults.map(({ message }) => message).join('\n'))
  return { read: read.value, sight: { target: target as Path, look: readerOf(files) } }
}

export function applied(edits: readonly Edit[], before: Json): Json {
  return edits.reduce((value, edit) => {
    const changes = changesFor(edit, value, [])
    if ('message' in changes) assert.fail(`${edit.do} ${regionOfEdit(edit)}: ${changes.message}`)
    return changes.reduce(changed, value)
  }, before)
}
