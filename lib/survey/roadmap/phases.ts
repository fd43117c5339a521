/** The roadmap for a repository that was surveyed: six phases, and in each what applies here. */
import type { Survey } from '../survey.js'
import type { Unit } from '../units.js'
import { suiteItems, suitesOf, workflowItems } from './checkpoints.js'
import type { Chosen, Share } from './choose.js'
import type { Draft, DraftGroup, DraftPhase } from './draft.js'
import { keepTasks } from './draft.js'
import { blockerTasks, infrastructureTasks, scriptAreas } from './foundation.js'
import { actionTask, group, keysOf, unitGroups } from './groups.js'
import { complianceTasks, deploymentTasks, flowTasks } from './pipeline.js'
import { guideTasks, loadTasks, strategyTasks } from './readiness.js'

export interface Wishes {
  /** Percentage of statements that the last phase of tests is to reach. */
  readonly goal: number
  /** The pipeline and what a release needs too: phases 4 and 6. */
  readonly withPipeline: boolean
  /** Lines of comment at the top. */
  readonly about: readonly string[]
}

export function draftOf(survey: Survey, chosen: Chosen, wishes: Wishes): Draft {
  const { goal } = wishes
  const suites = suitesOf(survey)
  const units = (...shares: readonly Share[]): readonly Unit[] =>
    shares.flatMap((share) => chosen.units.get(share) ?? [])
  const [second, third, fifth] = [
    units('services', 'security'),
    units('routes', 'gaps'),
    units('config', 'graphql', 'python'),
  ]
  const figures = (done: readonly Unit[], most?: number): DraftPhase['checkpoint'] =>
    suiteItems(suites, new Set(done), most)
  const phases: DraftPhase[] = [
    {
      id: 'phase-1',
      name: 'Foundation',
      why: [
        'What hides the truth is mended first: from here on, a figure is a figure and a failure is seen.',
      ],
      groups: [
        ...group('a', 'CI blockers', blockerTasks(survey)),
        ...group('b', 'Test infrastructure', [...infrastructureTasks(survey), ...guideTasks(survey)]),
      ],
      checkpoint: [...figures([]), ...workflowItems(survey)],
    },
    {
      id: 'phase-2',
      name: 'Critical services',
      why: ['The riskiest code without a test: by size, branches, who imports it, and what it is about.'],
      groups: [
        ...unitGroups('c', 'Services', units('services')),
        // One after the other, so that each can be looked at.
        ...unitGroups('d', 'Security', units('security'), true),
      ],
      checkpoint: figures(second, half(goal)),
    },
    {
      id: 'phase-3',
      name: 'Routes and integration',
      why: ['What the world talks to, and the services that are left.'],
      groups: [
        ...unitGroups('e', 'Routes', units('routes')),
        ...unitGroups('f', 'Service gaps', units('gaps')),
      ],
      checkpoint: figures([...second, ...third], Math.round(goal * 0.75)),
    },
    {
      id: 'phase-4',
      name: 'CI/CD architecture',
      why: ['Concerns the pipeline alone, so it need not wait for the tests of phases 2 and 3.'],
      dependsOn: ['phase-1'],
      parallelWith: ['phase-2', 'phase-3'],
      groups: wishes.withPipeline
        ? [
            ...group('g', 'Deployment', deploymentTasks(survey), 'sequential'),
            ...group('h', 'Pipeline', flowTasks(survey)),
            ...group('i', 'Security and compliance', complianceTasks(survey)),
          ]
        : [],
      checkpoint: workflowItems(survey),
    },
    {
      id: 'phase-5',
      name: 'Extended coverage',
      why: ['The rest; then what was reached is held.'],
      groups: [
        ...unitGroups('j', 'Configuration', units('config')),
        ...unitGroups('k', 'GraphQL', units('graphql')),
        ...unitGroups('l', 'Python services', units('python')),
        ...group('ratchet', 'Hold what was reached', ratchetTasks(survey)),
      ],
      checkpoint: figures([...second, ...third, ...fifth], goal),
    },
    {
      id: 'phase-6',
      name: 'Production readiness',
      why: ['What a team has to hand when it ships.'],
      groups: wishes.withPipeline
        ? [
            ...group('m', 'Releases and runbooks', strategyTasks(survey)),
            ...group('n', 'From outside', loadTasks(survey)),
          ]
        : [],
      checkpoint: [...figures([...second, ...third, ...fifth], goal), ...workflowItems(survey)],
    },
  ]
  return keepTasks({ name: `Roadmap of ${survey.name}`, about: wishes.about, phases }, () => true)
}

const half = (goal: number): number => Math.round(goal / 2)

/** Thresholds come from a measured report, which the checkpoints before have written. */
function ratchetTasks(survey: Survey): DraftGroup['tasks'] {
  return scriptAreas(survey).flatMap(({ runner, roots, host, folder }) =>
    runner?.config === undefined ||
    runner.coverage === undefined ||
    (runner.name !== 'jest' && runner.name !== 'vitest')
      ? []
      : [
          actionTask(
            'add_directory_thresholds',
            runner.config,
            `Hold the coverage of each folder in ${runner.config}`,
            `no folder of ${roots.length === 0 || host.folder !== folder ? 'the project' : roots.join(', ')} may fall below what was measured, less a margin`,
            keysOf(['margin', 2]),
          ),
        ],
  )
}
