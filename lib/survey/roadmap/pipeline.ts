/** Phase 4: the pipeline deploys, waits for approval, runs no more than it has to, and looks at what it ships. */
import type { Survey } from '../survey.js'
import type { Job, Workflow } from '../workflows.js'
import type { DraftTask } from './draft.js'
import { counted, listed } from './evidence.js'
import { actionTask } from './groups.js'

/** One task for each workflow in which some jobs are so. */
function perWorkflow(
  { workflows }: Survey,
  action: string,
  name: (path: string) => string,
  isSo: (job: Job, workflow: Workflow) => boolean,
  why: (jobs: string) => string,
): readonly DraftTask[] {
  return workflows.flatMap((workflow) => {
    const jobs = workflow.jobs.filter((job) => isSo(job, workflow)).map(({ id }) => id)
    const said = `${jobs.length === 1 ? 'job' : 'jobs'} ${listed(jobs.slice(0, 4))}`
    return jobs.length === 0 ? [] : [actionTask(action, workflow.path, name(workflow.path), why(said))]
  })
}

export function deploymentTasks(survey: Survey): readonly DraftTask[] {
  const placeholder =
    (to: 'staging' | 'production') =>
    (job: Job): boolean =>
      job.deploys?.to === to && job.deploys.isPlaceholder
  return [
    ...perWorkflow(
      survey,
      'implement_staging_deploy',
      (path) => `Deploy to staging in ${path}`,
      placeholder('staging'),
      (jobs) => `${jobs} only says that it would deploy`,
    ),
    ...perWorkflow(
      survey,
      'implement_production_deploy',
      (path) => `Deploy to production in ${path}`,
      placeholder('production'),
      (jobs) => `${jobs} only says that it would deploy`,
    ),
    ...perWorkflow(
      survey,
      'add_approval_gates',
      (path) => `Let no deploy of ${path} pass without its environment`,
      ({ deploys }) => deploys !== undefined && deploys.to !== 'elsewhere' && !deploys.isGated,
      (jobs) => `${jobs}: no environment, so no rule of one holds`,
    ),
    ...reviewersTask(survey),
  ]
}

/** Only a person can do this: the rules of an environment are settings of the repository. */
function reviewersTask({ workflows }: Survey): readonly DraftTask[] {
  const deploys = workflows.some(({ jobs }) => jobs.some((job) => job.deploys?.to === 'production'))
  return !deploys
    ? []
    : [
        {
          type: 'manual',
          name: 'Set reviewers for production',
          why: 'an environment asks nobody until its reviewers are set, and no file can do that',
          keys: new Map([
            ['question', 'Does the environment `production` ask for a review before each deploy?'],
            ['instructions', 'On GitHub: Settings, Environments, production, Required reviewers.'],
          ]),
        },
      ]
}

export function flowTasks(survey: Survey): readonly DraftTask[] {
  const parts = survey.standings.length
  const pythonParts = survey.standings.filter(({ area }) => area.language === 'python').length
  const repeats = ({ jobs }: Workflow): boolean => {
    const own = jobs.filter(({ python }) => python.length === 1)
    return own.length > 1 || jobs.some(({ python }) => python.length > 1)
  }
  return [
    ...(pythonParts < 2
      ? []
      : perWorkflow(
          survey,
          'parallelize_python_builds',
          (path) => `Build the Python services of ${path} side by side`,
          (job, workflow) => job.python.length > 0 && repeats(workflow),
          (jobs) => `${jobs}: the same steps for ${counted(pythonParts, 'service')}`,
        )),
    ...(parts < 2
      ? []
      : perWorkflow(
          survey,
          'add_path_filters',
          (path) => `Run in ${path} only what a change concerns`,
          (job, { isOnPullRequests, jobs }) => isOnPullRequests && jobs.length > 1 && job.runsTests,
          (jobs) => `${counted(parts, 'part')} of a repository, and ${jobs} for each change of any`,
        )),
  ]
}

export function complianceTasks(survey: Survey): readonly DraftTask[] {
  return [
    ...perWorkflow(
      survey,
      'make_trivy_blocking',
      (path) => `Let trivy stop ${path}`,
      ({ hasOpenTrivy }) => hasOpenTrivy,
      (jobs) => `${jobs}: goes on whatever trivy finds`,
    ),
    ...perWorkflow(
      survey,
      'add_container_scanning',
      (path) => `Scan the images of ${path} before they are pushed`,
      (job, { jobs }) => job.buildsImage && !jobs.some(({ scansImage }) => scansImage),
      (jobs) => `${jobs}: an image is built, and nothing looks at it`,
    ),
    ...perWorkflow(
      survey,
      'add_sbom_generation',
      (path) => `Say what is in the images of ${path}`,
      (job, { jobs }) => job.buildsImage && !jobs.some(({ makesSbom }) => makesSbom),
      (jobs) => `${jobs}: an image is built, without a bill of materials`,
    ),
  ]
}
