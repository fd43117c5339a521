/** A program that stays in a copy of the project between experiments, and is asked by messages. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Experiment, Finding } from '../core/experiment.js'
import type { Child } from './spawn.js'
import type { Site } from './trial.js'
import { endAll, finding, start, watchOver } from './trial.js'

export interface Sitter {
  /** It is started where it is not there, and started anew for the next message where it has ended. */
  ask(experiment: Experiment, message: string): Promise<Finding>
  end(): Promise<void>
}

export function openSitter(site: Site, name: string): Sitter {
  const log = join(site.folder, `output-${name}`)
  let child: Child | undefined

  async function end(): Promise<void> {
    if (child?.pid !== undefined) await endAll(child.pid, site)
    child = undefined
  }

  return {
    end,
    async ask(experiment, message) {
      child ??= await start(site, experiment, log, true)
      if (child.pid === undefined) return finding('not-started', 127, log, 0, experiment, site.copy)
      const from = statSync(log).size
      const answered = child.ask(message)
      const watch = watchOver(child.pid, experiment)
      const came = await Promise.race([answered, child.end.then(() => undefined)])
      const cut = watch.over()
      if (typeof came === 'string' && cut === undefined)
        return { ...finding('answered', 0, log, from, experiment, site.copy), answer: came }
      const { code, signal } = cut === undefined ? await child.end : {}
      await end()
      const kind = cut ?? (typeof signal === 'string' ? 'killed' : 'exited')
      return finding(kind, code ?? 1, log, from, experiment, site.copy)
    },
  }
}
