import { randomBytes } from 'node:crypto'
import { auditApi } from '#platform/audit/api.ts'
import type { Actor, Ctx } from '#platform/context/context.ts'
import { act } from '#platform/context/runtime.ts'
import { createSecretBox } from '#platform/crypto/secret-box.ts'
import { platformMigrations } from '#platform/database/migrations.ts'
import { AppError } from '#platform/errors/app-error.ts'
import { actAsSystem, createTestDatabase, testRuntime } from '#tests/support/test-database.ts'
import { identityApi } from '../api.ts'
import { createIdentity } from '../identity.ts'
import { standardIdentityPolicy, type IdentityPolicy } from '../identity-policy.ts'
import type { RoleDefinition } from '../roles/seed-roles.ts'
import { changePassword } from '../passwords/change-password.ts'
import { signIn, type SignInStep } from '../sessions/sign-in.ts'

/** Fast hashes, as many at once as the pool has connections: what is tested here is what follows from them. */
export const testPolicy: IdentityPolicy = { ...standardIdentityPolicy, hashIterations: 500, maxConcurrentChecks: 8 }

export const testRoles: readonly RoleDefinition[] = [
  { code: 'system-admin', title: '系统管理员', description: '管理账号', permissions: ['user:read', 'user:manage', 'role:read', 'role-grant:request', 'session:read', 'session:end'], exclusionGroup: 'three-powers' },
  { code: 'security-admin', title: '安全管理员', description: '批准授权', permissions: ['user:read', 'role:read', 'role-grant:approve', 'role-grant:revoke', 'totp:reset'], exclusionGroup: 'three-powers' },
  { code: 'audit-admin', title: '审计管理员', description: '查看审计', permissions: ['audit:read'], exclusionGroup: 'three-powers' },
  { code: 'guarded', title: '须动态验证码的角色', description: '测试用', permissions: ['session:read'], requiresTotp: true },
  { code: 'reader', title: '查看者', description: '测试用', permissions: ['user:read'] },
]

export const origin = { address: '192.0.2.10', userAgent: 'test' }

/** A database of this test file's own with seeded roles, and the ways in which the tests act on it. */
export async function createTestIdentity(policy: Partial<IdentityPolicy> = {}) {
  const database = await createTestDatabase([platformMigrations])
  const runtime = testRuntime(database)
  const key = { id: '0000000a', key: randomBytes(32) }
  const secretBox = createSecretBox({ current: key, find: (id) => (id === key.id ? key.key : undefined) })
  const identity = createIdentity({ runtime, secretBox, apis: () => [identityApi, auditApi], issuer: '测试系统', policy: { ...testPolicy, ...policy } })
  const { parts } = identity
  const bySystem = <T>(work: (ctx: Ctx) => Promise<T>) => actAsSystem(runtime, work)
  await bySystem((ctx) => identity.seedRoles(ctx, testRoles))

  const signInAs = (username: string, password: string): Promise<SignInStep> => act(runtime, { kind: 'nobody' }, (ctx) => signIn(ctx, parts, { username, password }, origin))
  let made = 0
  return {
    database,
    runtime,
    identity,
    parts,
    bySystem,
    signInAs,
    /** An account still on its initial password. */
    newUser: async (roles: readonly string[] = []) => {
      const username = `user${(made += 1)}`
      return { username, ...(await bySystem((ctx) => identity.createUser(ctx, { username, displayName: `用户${made}`, roles }))) }
    },
    /** An account with a password of its own, signed in. */
    signedInUser: async (roles: readonly string[] = []) => {
      const username = `user${(made += 1)}`
      const { userId, initialPassword } = await bySystem((ctx) => identity.createUser(ctx, { username, displayName: `用户${made}`, roles }))
      const password = `Own-Secret-${made}-Wd`
      const first = await signInAs(username, initialPassword)
      const { token } = await act(runtime, { kind: 'nobody' }, (ctx) => changePassword(ctx, parts, { currentPassword: initialPassword, newPassword: password }, first.token))
      return { userId, username, password, token }
    },
    /** Who a token stands for, as the HTTP server would see it. */
    actorOf: (token: string): Promise<Actor> => identity.identify(token, { address: origin.address }),
    /** Runs work as whoever a token stands for. */
    actAs: async <T>(token: string, work: (ctx: Ctx) => Promise<T>): Promise<T> => act(runtime, await identity.identify(token, { address: origin.address }), work),
  }
}

/** For `assert.rejects`: an error of the catalogue with this code. */
export function withCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof AppError && error.code === code
}
