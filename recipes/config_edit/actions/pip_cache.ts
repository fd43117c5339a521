/** A job of a matrix of Python services as it has to be: each service runs to its end, and what pip fetches is cached. */
import type { Json, JsonObject } from '../value.js'
import { child, isList, isObject, withChild } from '../value.js'
import { foldersIn } from './python_services.js'
import type { Job } from './workflow.js'
import { actionOf, jobsIn, textOf, under } from './workflow.js'

/** No service stops another, and what pip fetches is cached by the files that name it. */
export function governed(value: JsonObject): JsonObject {
  const strategy = under(value, 'strategy') ?? {}
  const [job] = jobsIn({ jobs: { job: value } })
  const files = job === undefined ? [] : requirementsOf(job)
  const steps = under(value, 'steps')
  const all = isList(steps) ? steps.map((step) => (files.length === 0 ? step : cached(step, files))) : steps
  const even = withChild(value, 'strategy', withChild(strategy, 'fail-fast', false))
  const done = all === undefined ? even : withChild(even, 'steps', all)
  return isObject(done) ? done : value
}

function cached(step: Json, files: readonly string[]): Json {
  if (actionOf({ uses: textOf(child(step, 'uses')) }) !== 'actions/setup-python') return step
  const given = child(step, 'with') ?? {}
  const cache = child(given, 'cache')
  if (cache !== undefined && cache !== 'pip') return step
  const path = child(given, 'cache-dependency-path') ?? files.join('\n')
  return withChild(step, 'with', withChild(withChild(given, 'cache', 'pip'), 'cache-dependency-path', path))
}

/** The files that pip installs from, by the job's own words. */
export function requirementsOf(job: Job): readonly string[] {
  const found = job.steps.flatMap((step) => {
    const [folder] = foldersIn(job, step)
    const from = folder === undefined ? '' : `${folder}/`
    const script = step.run ?? ''
    const listed = [
      ...script.matchAll(/\bpip3? install\b[^\n]*?(?:-r|--requirement)[ =]?((?:\$\{\{[^}]*\}\}|[^\s;&|])+)/g),
    ]
    const itself = /\bpip3? install (?:[^\n]* )?(?:-e |--editable )?['"]?\.(?:\[|['"]?(?:\s|$))/.test(script)
    return [
      ...listed.map(([, file = '']) => from + file.replace(/^\.\//, '')),
      ...(itself ? [`${from}pyproject.toml`] : []),
    ]
  })
  return [...new Set(found)]
}
