/** A trivy scan made to stop its job: the severities that it counts, and the script of one on the command line. */
import { loud } from './silence.js'
import type { Scan } from './trivy.js'
import { isBlocking, isScan, SCAN } from './trivy.js'

export interface Options {
  /** Absent: `CRITICAL` and `HIGH`, or those that a scan names itself. */
  readonly severity?: readonly string[]
  /** Absent: true. */
  readonly ignore_unfixed?: boolean
}

export const DEFAULT = 'CRITICAL,HIGH'

/** A scan that stops the job already keeps what it counts, were it everything; one that only told is narrowed to what is severe. */
export function severityOf(gate: Scan, { severity }: Options): string | undefined {
  if (severity !== undefined) return severity.join(',')
  if (isBlocking(gate)) return gate.severity
  return gate.severity !== undefined && !/LOW|UNKNOWN/i.test(gate.severity) ? gate.severity : DEFAULT
}

/** The script with its scans made to stop it; every other byte as it is. */
export function scriptOf(run: string, gates: readonly Scan[], options: Options): string {
  const blocking = gates
    .flatMap((gate) => (gate.command === undefined ? [] : [{ gate, ...gate.command }]))
    .sort((a, b) => b.start - a.start)
    .reduce((script, { gate, start, end }) => {
      const text = withOptions(script.slice(start, end), gate, options)
      return script.slice(0, start) + text + script.slice(end)
    }, run)
  return loud(blocking, isScan)
}

function withOptions(text: string, gate: Scan, options: Options): string {
  const severity = severityOf(gate, options)
  const isConfig = /\btrivy\S*(?:\s+-\S+)*\s+conf/.test(text)
  const wanted = [
    isBlocking(gate) ? '' : '--exit-code 1',
    severity === undefined || severity === gate.severity ? '' : `--severity ${severity}`,
    (options.ignore_unfixed ?? true) && !isConfig && !/--ignore-unfixed|--ignore-status/.test(text)
      ? '--ignore-unfixed'
      : '',
  ].filter((option) => option !== '')
  const without = wanted.reduce((rest, option) => rest.replace(givenAs(option), ''), text)
  return without.replace(SCAN, (scan) => [scan, ...wanted].join(' '))
}

/** The option as it stands, with its value, to give way to what is wanted. */
const givenAs = (option: string): RegExp => {
  const [name = '', value] = option.split(' ')
  const names = name === '--severity' ? '(?:--severity|-s)' : name
  return value === undefined ? /(?!)/ : new RegExp(String.raw`\s+${names}(?:=|\s+)(?:"[^"]*"|'[^']*'|\S+)`)
}
