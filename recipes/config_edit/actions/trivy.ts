/** The scans that a job makes with trivy, by its action or on the command line, and which of them has to stop the job. */
import type { Json } from '../value.js'
import type { Command } from './script.js'
import { commandsOf } from './script.js'
import { purposesOfCommand } from './purpose.js'
import type { Job, Step } from './workflow.js'
import { actionOf, textOf, under } from './workflow.js'

export interface Scan {
  readonly step: Step
  /** Absent: it is a step with the action. */
  readonly command?: Command
  /** What it looks at, as it is written. */
  readonly subject: string
  readonly format: string
  readonly severity: string | undefined
  readonly exitCode: string | undefined
}

const KIND = '(?:image|i|fs|filesystem|repo|repository|rootfs|config|conf|k8s|kubernetes|vm|sbom)'

/** Up to where the options of a scan begin. */
export const SCAN = new RegExp(String.raw`\btrivy(?:[:@][\w.:-]+)?['"]?(?:\s+(?:-\S+|\\\n))*\s+${KIND}(?=\s)`)

export const isTrivyAction = (step: Step): boolean => actionOf(step) === 'aquasecurity/trivy-action'

export const isScan = (command: Command): boolean =>
  purposesOfCommand(command).includes('trivy') &&
  new RegExp(String.raw`trivy\S*(?: -\S+)* ${KIND} `).test(command.words.join(' ')) &&
  !command.words.includes('--download-db-only')

export function scansOf(job: Job): Scan[] {
  return job.steps.flatMap((step) => {
    if (isTrivyAction(step)) return [scanOfAction(step)]
    return commandsOf(step.run ?? '')
      .filter(isScan)
      .map((command) => scanOfCommand(job, step, command))
  })
}

function scanOfAction(step: Step): Scan {
  const value = (name: string) => scalarOf(under(step.value, 'with', name))
  return {
    step,
    subject:
      value('image-ref') ?? value('input') ?? `${value('scan-type') ?? ''} ${value('scan-ref') ?? '.'}`,
    format: value('format') ?? 'table',
    severity: value('severity'),
    exitCode: value('exit-code'),
  }
}

function scanOfCommand(job: Job, step: Step, command: Command): Scan {
  const option = (name: string, variable: string) =>
    optionIn(command.words, name) ??
    textOf(under(step.value, 'env', variable)) ??
    textOf(under(job.value, 'env', variable))
  return {
    step,
    command,
    subject: command.words.findLast((word) => !word.startsWith('-')) ?? '',
    format: option('--format', 'TRIVY_FORMAT') ?? optionIn(command.words, '-f') ?? 'table',
    severity: option('--severity', 'TRIVY_SEVERITY') ?? optionIn(command.words, '-s'),
    exitCode: option('--exit-code', 'TRIVY_EXIT_CODE'),
  }
}

function optionIn(words: readonly string[], name: string): string | undefined {
  const at = words.findIndex((word) => word === name || word.startsWith(`${name}=`))
  return at < 0
    ? undefined
    : words[at]?.includes('=') === true
      ? words[at].slice(name.length + 1)
      : words[at + 1]
}

const scalarOf = (value: Json | undefined): string | undefined =>
  value === undefined || typeof value === 'object' ? undefined : String(value)

export const isBlocking = ({ exitCode }: Scan): boolean =>
  exitCode !== undefined && /^[1-9]\d*$/.test(exitCode)

const isBill = ({ format }: Scan): boolean => /^(?:cyclonedx|spdx|spdx-json|github)$/.test(format)
const isReport = ({ format }: Scan): boolean =>
  /^(?:sarif|json|template|junit|gitlab|asff|html)$/.test(format)
const isSevere = ({ severity }: Scan): boolean => severity === undefined || /CRITICAL|HIGH|\$/i.test(severity)

/**
 * The scans that have to stop the job: of each subject those that are read by people (tables), where another one writes the
 * report of it; else the last one. Bills of materials find nothing, and scans for lesser severities beside a severe one only tell.
 */
export function gatesOf(scans: readonly Scan[]): Scan[] {
  return subjectsOf(scans).flatMap((subject) => {
    const all = scans.filter((scan) => scan.subject === subject && !isBill(scan))
    const severe = all.filter(isSevere)
    const pool = severe.length > 0 ? severe : all
    const plain = pool.filter((scan) => !isReport(scan))
    return plain.length > 0 ? plain : pool.slice(-1)
  })
}

const subjectsOf = (scans: readonly Scan[]): readonly string[] => [
  ...new Set(scans.map(({ subject }) => subject)),
]
