/** Which untested files become tasks, and which group each goes to. */
import type { Area } from '../areas.js'
import type { Survey } from '../survey.js'
import type { Unit } from '../units.js'

/** By what they are, as the phases want them; of each kind the riskiest first. */
export type Share = 'services' | 'security' | 'routes' | 'gaps' | 'config' | 'graphql' | 'python'

export interface Chosen {
  readonly units: ReadonlyMap<Share, readonly Unit[]>
  /** Of those that could be tested, how many there was no room for. */
  readonly leftOut: number
  /** Areas with untested code whose tests nothing here could run. */
  readonly unrunnable: readonly Area[]
}

/** So many services of a part are critical, if they weigh half as much as its riskiest file; the others are gaps. */
const CRITICAL = 6

export function chooseUnits({ standings }: Survey, most: number): Chosen {
  const all = standings
    .filter(({ area }) => canRun(area))
    .flatMap(({ units }) => units)
    .sort((a, b) => b.weight - a.weight || (a.path < b.path ? -1 : 1))
  const room = all.slice(0, most)
  const hasScripts = room.some(({ area }) => area.language === 'script')
  const shares = new Map<Share, Unit[]>()
  const heaviest = new Map([...room].reverse().map(({ area, weight }) => [area, weight]))
  for (const unit of room) {
    const before = shares.get('services')?.filter(({ area }) => area === unit.area).length ?? 0
    const isCritical = before < CRITICAL && unit.weight * 2 >= (heaviest.get(unit.area) ?? 0)
    const share = shareOf(unit, hasScripts, isCritical)
    shares.set(share, [...(shares.get(share) ?? []), unit])
  }
  return {
    units: shares,
    leftOut: all.length - room.length,
    unrunnable: standings
      .filter(({ area, units }) => units.length > 0 && !canRun(area))
      .map(({ area }) => area),
  }
}

const canRun = (area: Area): boolean =>
  area.language === 'script' ? area.runner !== undefined : area.service.hasPytest

/** Python services wait for phase 5 where there is TypeScript to be seen to first; else they are all there is. */
function shareOf({ area, kind, isAboutSecurity }: Unit, hasScripts: boolean, isCritical: boolean): Share {
  if (area.language === 'python' && hasScripts) return 'python'
  if (kind === 'config' || kind === 'graphql') return kind
  if (kind === 'route') return 'routes'
  if (isAboutSecurity) return 'security'
  return kind !== 'plugin' && isCritical ? 'services' : 'gaps'
}
