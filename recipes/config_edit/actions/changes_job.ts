/** The job that finds which parts changed, and the one that tells the result of all: written, and read again. */
import { pinned } from '../pins.js'
import type { Json, JsonObject } from '../value.js'
import type { Filters } from './filters.js'
import type { Job } from './workflow.js'
import { under } from './workflow.js'

const START = `all=false
git cat-file -e "$BASE^{commit}" 2> /dev/null || all=true
changed() {
  part=$1
  shift
  if [ "$all" = true ] || ! git diff --quiet "$BASE...HEAD" -- "$@"; then
    echo "$part=true" >> "$GITHUB_OUTPUT"
  else
    echo "$part=false" >> "$GITHUB_OUTPUT"
  fi
}
`

/**
 * By \`git diff\`, with no third party. Where there is nothing to compare with (a new branch, a schedule, a run by hand)
 * every part counts as changed.
 */
export function changesJob(filters: Filters): JsonObject {
  return {
    name: 'What changed',
    'runs-on': 'ubuntu-latest',
    permissions: { contents: 'read' },
    'timeout-minutes': 5,
    outputs: Object.fromEntries(
      [...filters.keys()].map((part) => [part, `\${{ steps.changes.outputs.${part} }}`]),
    ),
    steps: [
      {
        uses: pinned('actions/checkout'),
        with: { 'fetch-depth': 0, filter: 'blob:none', 'persist-credentials': false },
      },
      {
        name: 'Find which parts changed',
        id: 'changes',
        env: {
          BASE: '${{ github.event.pull_request.base.sha || github.event.merge_group.base_sha || github.event.before }}',
        },
        run:
          START +
          [...filters]
            .map(([part, paths]) => `changed ${[part, ...paths.map(pathspec)].join(' ')}\n`)
            .join(''),
      },
    ],
  }
}

// What a workflow writes as `**.md`, git wants with a folder between.
function pathspec(pattern: string): string {
  const [not, path] = pattern.startsWith('!') ? ['exclude,', pattern.slice(1)] : ['', pattern]
  return `':(${not}glob)${path.replace(/(^|\/)\*\*(?=[^/*])/g, '$1**/*')}'`
}

/** The filters of such a job as they stand; undefined where the job is of another making. */
export function filtersIn(job: Job | undefined): Filters | undefined {
  const script = job?.steps.find(({ id }) => id === 'changes')?.run
  if (script?.includes('changed() {') !== true) return undefined
  const lines = [...script.matchAll(/^changed ([\w-]+)((?: '[^'\n]*')*)\s*$/gm)]
  return new Map(
    lines.map(([, part = '', paths = '']) => [
      part,
      [...paths.matchAll(/':\((exclude,)?glob\)([^']*)'/g)].map(([, not, path = '']) =>
        not === undefined ? path : `!${path}`,
      ),
    ]),
  )
}

/** Parts that a job tells about, however it finds them. */
export const partsTold = (job: Job): readonly string[] => Object.keys(under(job.value, 'outputs') ?? {})

const TELL = 'Fail unless each job succeeded or had nothing to do'

export const resultJob = (needs: readonly string[]): JsonObject => ({
  name: 'CI is ok',
  needs,
  if: 'always()',
  'runs-on': 'ubuntu-latest',
  permissions: {},
  'timeout-minutes': 5,
  steps: [
    {
      name: TELL,
      env: { RESULTS: "${{ join(needs.*.result, ' ') }}" },
      run: 'echo "$RESULTS"\ncase " $RESULTS " in\n  *" failure "* | *" cancelled "*) exit 1 ;;\nesac\n',
    },
  ],
})

export const isOurs = ({ steps }: Job): boolean => steps.some(({ name }) => name === TELL)

/** Does the job run in any case, and ask how the others ended? */
export const tellsResult = ({ value, steps }: Job): boolean =>
  /always\(|cancelled\(/.test(textIn(under(value, 'if'))) &&
  /needs\.\*\.result|toJSON\(needs\)|allowed-skips|needs\.[\w-]+\.result/i.test(
    steps.map((step) => textIn(step.value)).join('\n'),
  )

const textIn = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? '')
