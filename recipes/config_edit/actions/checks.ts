/** Which steps of a workflow may not fail silently, and which of their commands. */
import type { Command } from './script.js'
import { commandsOf } from './script.js'
import { programOf, purposesOf, purposesOfCommand } from './purpose.js'
import type { Job, Step } from './workflow.js'

export interface Options {
  /** Names or ids of steps, or words of their commands, instead of every test and security step. */
  readonly steps?: readonly string[]
  /** Ids of jobs, instead of all. */
  readonly jobs?: readonly string[]
}

export function stepsOf(job: Job, { steps, jobs }: Options): readonly Step[] {
  if (jobs !== undefined && !jobs.includes(job.id)) return []
  return job.steps.filter((step) =>
    steps === undefined ? isCheck(step) : steps.some((word) => isCalled(step, word)),
  )
}

const isCheck = (step: Step): boolean => {
  const purposes = purposesOf(step)
  return purposes.has('test') || purposes.has('security')
}

export const isCalled = (step: Step, word: string): boolean =>
  [step.name, step.id, step.uses?.split('@')[0]].includes(word) ||
  commandsOf(step.run ?? '').some((command) => runs(command, word))

const runs = ({ words }: Command, word: string): boolean =>
  `${programOf(words).join(' ')} `.startsWith(`${word} `)

/** The commands of a chosen step that may not fail silently: of a step that is named, all. */
export const isMeant =
  (step: Step, { steps }: Options) =>
  (command: Command): boolean => {
    if (steps === undefined)
      return purposesOfCommand(command).some((purpose) => purpose === 'test' || purpose === 'security')
    return [step.name, step.id].some((name) => name !== undefined && steps.includes(name))
      ? !/^(?:set|echo|true|:|exit|printf)$/.test(command.words[0] ?? 'set')
      : steps.some((word) => runs(command, word))
  }
