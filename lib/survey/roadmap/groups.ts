/** Groups and tasks in the making: the few shapes that all phases are put together from. */
import type { Area } from '../areas.js'
import type { Facts } from '../survey.js'
import type { Unit } from '../units.js'
import type { DraftGroup, DraftTask, Value } from './draft.js'
import { evidenceOf } from './evidence.js'

export function keysOf(
  ...pairs: readonly (readonly [string, Value | undefined])[]
): ReadonlyMap<string, Value> {
  return new Map(
    pairs.flatMap(([key, value]): [string, Value][] => (value === undefined ? [] : [[key, value]])),
  )
}

export function fileTask(
  template: string,
  output: string,
  name: string,
  why: string,
  data?: ReadonlyMap<string, Value>,
): DraftTask {
  return {
    type: 'file_generation',
    name,
    why,
    keys: keysOf(['template', template], ['output', output], ['data', data]),
  }
}

/** A file that stands already is not written over, so there is no task for it. */
export const isThere = (has: Facts, output: Value | undefined): boolean =>
  typeof output === 'string' && has.exists(output)

export function actionTask(
  action: string,
  target: string,
  name: string,
  why: string,
  options?: ReadonlyMap<string, Value>,
): DraftTask {
  return {
    type: 'config_edit',
    name,
    why,
    keys: keysOf(['action', action], ['target', target], ['with', options]),
  }
}

const TEMPLATES: Readonly<Record<Unit['kind'], string | undefined>> = {
  service: 'service',
  module: 'service',
  route: 'route',
  config: 'config',
  graphql: 'graphql',
  // Registered or called, which of the two its text tells: the recipe sees.
  plugin: undefined,
}

export function unitTask(unit: Unit): DraftTask {
  const template = unit.area.language === 'python' ? 'python' : TEMPLATES[unit.kind]
  return {
    type: 'test_generation',
    name: `Test ${unit.path}`,
    why: evidenceOf(unit),
    keys: keysOf(['target', unit.path], ['test_file', unit.testFile], ['template', template]),
  }
}

/** One group; of a repository with several parts, one for each: `c-api`. Without tasks there is none. */
export function unitGroups(
  id: string,
  name: string,
  units: readonly Unit[],
  isSequential = false,
): readonly DraftGroup[] {
  const areas = [...new Set(units.map(({ area }) => area))]
  const group = (own: string, title: string, tasks: readonly Unit[]): DraftGroup => ({
    id: own,
    name: title,
    execution: isSequential ? 'sequential' : 'parallel',
    ...(isSequential ? {} : { maxParallel: 4 }),
    tasks: tasks.map(unitTask),
  })
  if (areas.length < 2) return units.length === 0 ? [] : [group(id, name, units)]
  const slugs = slugsOf(areas)
  return areas.map((area) =>
    group(
      `${id}-${slugs.get(area) ?? ''}`,
      `${name} of ${area.folder === '' ? area.name : area.folder}`,
      units.filter((unit) => unit.area === area),
    ),
  )
}

/** A short name for each, of the letters that an id may have, and no two the same. */
function slugsOf(areas: readonly Area[]): ReadonlyMap<Area, string> {
  const slugs = new Map<Area, string>()
  const taken = new Set<string>()
  for (const area of areas) {
    const last = (area.folder === '' ? area.name : area.folder).split('/').at(-1) ?? ''
    const plain = last.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '')
    let slug = plain === '' ? 'root' : plain
    for (let n = 2; taken.has(slug); n += 1) slug = `${plain}-${n}`
    taken.add(slug)
    slugs.set(area, slug)
  }
  return slugs
}

export const group = (
  id: string,
  name: string,
  tasks: readonly DraftTask[],
  execution: DraftGroup['execution'] = 'parallel',
): readonly DraftGroup[] => (tasks.length === 0 ? [] : [{ id, name, execution, tasks }])
