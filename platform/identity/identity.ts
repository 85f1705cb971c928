import type { Api } from '#shared/define-api.ts'
import type { Actor, Ctx } from '#platform/context/context.ts'
import type { Runtime } from '#platform/context/runtime.ts'
import type { SecretBox } from '#platform/crypto/secret-box.ts'
import type { ApiImplementation } from '#platform/http/implement-api.ts'
import { createActorCache } from './actor-cache.ts'
import type { IdentityParts } from './identity-parts.ts'
import { standardIdentityPolicy, type IdentityPolicy } from './identity-policy.ts'
import { limitChecks } from './limit-checks.ts'
import { seedRoles, type RoleDefinition } from './roles/seed-roles.ts'
import { identityRoutes } from './routes.ts'
import { identify } from './sessions/identify.ts'
import { createUser, type NewUser } from './users/create-user.ts'
import { ensureServiceAccount, type ServiceAccount } from './users/ensure-service-account.ts'

/** Sign-in and accounts of one process, over its own database: the centre has one, each subsystem has one. */
export type Identity = {
  readonly routes: ApiImplementation
  /** For `createHttpServer`: whom a session cookie or a bearer token stands for. */
  identify(token: string | undefined, facts: { address: string }): Promise<Actor>
  /** At every start, before accounts: brings the roles to what the program defines. */
  seedRoles(ctx: Ctx, roles: readonly RoleDefinition[]): Promise<void>
  /** As the system: the roles hold at once. The initial password is returned once and must be changed at first sign-in. */
  createUser(ctx: Ctx, user: NewUser): Promise<{ userId: string; initialPassword: string }>
  ensureServiceAccount(ctx: Ctx, account: ServiceAccount): Promise<string>
  readonly parts: IdentityParts
}

export type IdentityOptions = {
  readonly runtime: Pick<Runtime, 'database' | 'clock'>
  readonly secretBox: SecretBox
  /** Every api of the process; asked for when roles are seeded or shown, so it may be settled later than this. */
  readonly apis: () => readonly Api[]
  /** Name of the system in authenticator apps. */
  readonly issuer: string
  readonly policy?: IdentityPolicy
}

export function createIdentity({ runtime, secretBox, apis, issuer, policy = standardIdentityPolicy }: IdentityOptions): Identity {
  const parts: IdentityParts = { policy, secretBox, issuer, apis, actors: createActorCache(runtime.clock), gate: limitChecks(policy.maxConcurrentChecks) }
  return {
    parts,
    routes: identityRoutes(parts),
    identify: (token, { address }) => identify(runtime, parts, token, address),
    seedRoles: (ctx, roles) => seedRoles(ctx, parts, roles),
    createUser: (ctx, user) => createUser(ctx, parts, user),
    ensureServiceAccount: (ctx, account) => ensureServiceAccount(ctx, parts, account),
  }
}
