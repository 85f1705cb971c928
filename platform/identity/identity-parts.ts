import type { Kysely } from 'kysely'
import type { Api } from '#shared/define-api.ts'
import type { SecretBox } from '#platform/crypto/secret-box.ts'
import type { Executor } from '#platform/context/context.ts'
import type { PlatformTables } from '#platform/database/tables.ts'
import type { ActorCache } from './actor-cache.ts'
import type { IdentityPolicy } from './identity-policy.ts'
import type { Identified } from './sessions/identified.ts'

/** What the verbs of identity share for the life of a process. Second argument of those that need it. */
export type IdentityParts = {
  readonly policy: IdentityPolicy
  readonly secretBox: SecretBox
  /** Name shown by authenticator apps. */
  readonly issuer: string
  readonly actors: ActorCache<Identified>
  /** Every api of the process: the list of permissions that exist. */
  readonly apis: () => readonly Api[]
  /** Runs the password check, or refuses when too many run already. */
  readonly gate: <T>(work: () => Promise<T>) => Promise<T>
}

type IdentityTables = Pick<
  PlatformTables,
  | 'platform.passwordHistory'
  | 'platform.role'
  | 'platform.roleGrant'
  | 'platform.rolePermission'
  | 'platform.session'
  | 'platform.signInFailure'
  | 'platform.totpRecoveryCode'
  | 'platform.totpSecret'
  | 'platform.userAccount'
>

/** The transaction narrowed to the tables of identity. */
export function identityTables(tx: Executor): Kysely<IdentityTables> {
  return tx.withTables<IdentityTables>()
}
