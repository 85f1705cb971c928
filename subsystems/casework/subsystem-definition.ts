import type { Subsystem } from '#shared/subsystems.ts'
import type { ApiImplementation } from '#platform/http/implement-api.ts'
import type { MigrationSet } from '#platform/database/migrate.ts'
import type { Identity } from '#platform/identity/identity.ts'
import type { RoleDefinition } from '#platform/identity/roles/seed-roles.ts'
import type { DemoAccount } from './accounts/demo-account.ts'
import type { Dictionary } from './reference/dictionary.ts'
import type { LicenceItem } from './reference/licence-item.ts'
import type { TimeLimit } from './reference/time-limit.ts'
import type { Workflow } from './reference/workflow.ts'
import type { SeedContext } from './synthetic/seed-context.ts'

/** Everything that makes one of the six systems differ from the others. */
export type SubsystemDefinition = {
  readonly slug: Subsystem
  /** PostgreSQL schema of its own tables. */
  readonly schema: string
  readonly migrations: MigrationSet
  /** Reference data: written at every start, so that a new program version brings its own. */
  readonly workflows: readonly Workflow[]
  readonly dictionaries: readonly Dictionary[]
  readonly timeLimits: readonly TimeLimit[]
  readonly licenceItems: readonly LicenceItem[]
  readonly roles: readonly RoleDefinition[]
  readonly accounts: readonly DemoAccount[]
  /** Endpoints of its field; `identity` for those that have a sign-in of their own. */
  routes(identity: Identity): readonly ApiImplementation[]
  /** Tables that hold nothing until people work with the system; every other table is filled by `seed`. */
  readonly emptyAtFirst: readonly string[]
  /** Fills its own tables with synthetic rows; master data and reference data are there already. */
  seed(context: SeedContext): Promise<void>
  /** Path of the query that proves the business is there: played by inspections after sign-in. */
  readonly scenarioPath: `/api/${string}`
}

export function defineSubsystem(definition: SubsystemDefinition): SubsystemDefinition {
  return Object.freeze(definition)
}
