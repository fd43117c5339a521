/** The actions, by name. */
import type { Action } from '../action.js'
import { addApprovalGates } from './add_approval_gates.js'
import { addContainerScanning } from './add_container_scanning.js'
import { addDirectoryThresholds } from './add_directory_thresholds.js'
import { addMigrationStep } from './add_migration_step.js'
import { addPathFilters } from './add_path_filters.js'
import { addSbomGeneration } from './add_sbom_generation.js'
import { expandCoverageCollection } from './expand_coverage_collection.js'
import { implementProductionDeploy } from './implement_production_deploy.js'
import { implementStagingDeploy } from './implement_staging_deploy.js'
import { makeTrivyBlocking } from './make_trivy_blocking.js'
import { parallelizePythonBuilds } from './parallelize_python_builds.js'
import { removeContinueOnError } from './remove_continue_on_error.js'

const all: readonly Action[] = [
  addApprovalGates,
  addContainerScanning,
  addDirectoryThresholds,
  addMigrationStep,
  addPathFilters,
  addSbomGeneration,
  expandCoverageCollection,
  implementProductionDeploy,
  implementStagingDeploy,
  makeTrivyBlocking,
  parallelizePythonBuilds,
  removeContinueOnError,
]

export const actions: ReadonlyMap<string, Action> = new Map(all.map((action) => [action.name, action]))
