/** What a survey saw, in a few lines: for a person who starts, and for the top of the roadmap. */
import type { Survey } from '../survey.js'
import type { Standing } from '../units.js'
import type { Chosen } from './choose.js'
import { counted, listed } from './evidence.js'

/** One line for each part, then the pipeline. */
export function seen({ standings, workflows, dockerfiles }: Survey): readonly string[] {
  const pipeline = [
    ...(workflows.length === 0 ? [] : [counted(workflows.length, 'workflow')]),
    ...(dockerfiles.length === 0 ? [] : [counted(dockerfiles.length, 'image')]),
  ]
  return [
    ...standings.slice(0, SHOWN).map(partLine),
    ...(standings.length > SHOWN ? [`and ${counted(standings.length - SHOWN, 'other part')}`] : []),
    pipeline.length === 0 ? 'no workflows, no images' : listed(pipeline),
  ]
}

const SHOWN = 12

function partLine({ area, units, testedFiles }: Standing): string {
  const what =
    area.language === 'script'
      ? [...area.frameworks, area.runner === undefined ? 'no test runner' : runnerName(area.runner.name)]
      : ['python', area.service.framework ?? [], area.service.hasPytest ? 'pytest' : 'no pytest'].flat()
  const where = area.folder === '' ? area.name : `${area.folder} (${area.name})`
  return `${where}: ${listed(what)}; ${counted(area.sources.length, 'source file')}, ${testedFiles} with a test of ${testedFiles === 1 ? 'its' : 'their'} own, ${counted(units.length, 'file')} to be tested`
}

const runnerName = (name: string): string => (name === 'node' ? 'node:test' : name)

/** What was left out, each with the way to get it. */
export function leftOut({ leftOut: files, unrunnable }: Chosen): readonly string[] {
  return [
    ...(files === 0
      ? []
      : [
          `${counted(files, 'untested file')} of less risk left out: \`orchestrate init --all\` takes them in`,
        ]),
    ...unrunnable.map((area) =>
      area.language === 'script'
        ? `no tests for ${area.folder === '' ? area.name : area.folder}: it has no test runner. Add one (vitest, jest), then run \`orchestrate init\` again`
        : `no tests for ${area.folder === '' ? area.name : area.folder}: it has no pytest. Add it, then run \`orchestrate init\` again`,
    ),
  ]
}
