import { implementApi, type ApiImplementation, type RequestFacts } from '#platform/http/implement-api.ts'
import { identityApi } from './api.ts'
import type { IdentityParts } from './identity-parts.ts'
import { changePassword } from './passwords/change-password.ts'
import { approveRole, refuseRole, revokeRole } from './roles/decide-role.ts'
import { listRoleGrants } from './roles/list-role-grants.ts'
import { listRoles } from './roles/list-roles.ts'
import { requestRole } from './roles/request-role.ts'
import { listMySessions, listSessions } from './sessions/list-sessions.ts'
import { passTotp } from './sessions/pass-totp.ts'
import { signIn, type SignInStep } from './sessions/sign-in.ts'
import { endMySession, endSession, signOut, signOutEverywhere } from './sessions/sign-out.ts'
import { disableTotp, resetTotp } from './totp/disable-totp.ts'
import { confirmTotp, enrolTotp } from './totp/enrol-totp.ts'
import { changeUserState, unlockUser, updateUser } from './users/change-user.ts'
import { createUser } from './users/create-user.ts'
import { listUsers, readUser } from './users/list-users.ts'
import { readMe } from './users/read-me.ts'
import { resetPassword } from './users/reset-password.ts'

export function identityRoutes(parts: IdentityParts): ApiImplementation {
  return implementApi(identityApi, {
    signIn: async (ctx, { body }, facts) => {
      facts.tellAudit({ details: { username: triedName(body.username) } })
      return answer(facts, await signIn(ctx, parts, body, facts))
    },
    totp: async (ctx, { body }, facts) => answer(facts, await passTotp(ctx, parts, body.code, facts.sessionToken, facts.address)),
    changePassword: async (ctx, { body }, facts) => answer(facts, await changePassword(ctx, parts, body, facts.sessionToken)),
    signOut: async (ctx, _input, facts) => {
      await signOut(ctx, parts, facts.sessionToken)
      facts.setSession(null)
    },
    signOutEverywhere: async (ctx, _input, facts) => {
      await signOutEverywhere(ctx, parts)
      facts.setSession(null)
    },
    me: (ctx) => readMe(ctx, parts),
    current: async (ctx) => ({ me: ctx.actor.kind === 'person' ? await readMe(ctx, parts) : null }),
    mySessions: async (ctx, _input, facts) => ({ items: await listMySessions(ctx, facts.sessionToken) }),
    endMySession: (ctx, { params }) => endMySession(ctx, parts, params.sessionId),
    enrolTotp: (ctx) => enrolTotp(ctx, parts),
    confirmTotp: (ctx, { body }) => confirmTotp(ctx, parts, body.code),
    disableTotp: (ctx, { body }) => disableTotp(ctx, parts, body.password),

    users: (ctx, { query }) => listUsers(ctx, query),
    user: (ctx, { params }) => readUser(ctx, params.userId),
    createUser: async (ctx, { body }, facts) => {
      const created = await createUser(ctx, parts, { ...body, phone: body.phone ?? null, email: body.email ?? null })
      facts.tellAudit({ object: { kind: 'user', id: created.userId }, details: { username: body.username, roles: body.roles } })
      return created
    },
    updateUser: async (ctx, { params, body }, facts) => {
      const { version: _version, ...fields } = body
      facts.tellAudit({ details: { fields: Object.keys(fields) } })
      return updateUser(ctx, params.userId, body)
    },
    suspendUser: (ctx, { params, body }, facts) => withReason(facts, body.reason, () => changeUserState(ctx, parts, params.userId, 'suspended', body)),
    reopenUser: (ctx, { params, body }, facts) => withReason(facts, body.reason, () => changeUserState(ctx, parts, params.userId, 'active', body)),
    closeUser: (ctx, { params, body }, facts) => withReason(facts, body.reason, () => changeUserState(ctx, parts, params.userId, 'closed', body)),
    unlockUser: (ctx, { params }) => unlockUser(ctx, params.userId),
    resetPassword: (ctx, { params }) => resetPassword(ctx, parts, params.userId),
    resetTotp: (ctx, { params, body }, facts) => withReason(facts, body.reason, () => resetTotp(ctx, parts, params.userId)),

    roles: async (ctx) => ({ items: await listRoles(ctx, parts) }),
    roleGrants: (ctx, { query }) => listRoleGrants(ctx, query),
    requestRole: (ctx, { params, body }, facts) => {
      facts.tellAudit({ details: { role: body.role, reason: body.reason, validTo: body.validTo ?? null } })
      return requestRole(ctx, parts, { userId: params.userId, ...body })
    },
    approveRole: (ctx, { params }) => approveRole(ctx, parts, params.roleGrantId),
    refuseRole: (ctx, { params, body }, facts) => withReason(facts, body.reason, () => refuseRole(ctx, params.roleGrantId, body.reason)),
    revokeRole: (ctx, { params, body }, facts) => withReason(facts, body.reason, () => revokeRole(ctx, parts, params.roleGrantId, body.reason)),

    sessions: async (ctx, { params }) => ({ items: await listSessions(ctx, params.userId) }),
    endSession: (ctx, { params }) => endSession(ctx, parts, params.sessionId),
  })
}

/** Remembers the token in the cookie, and tells the audit trail whose step it was: to the server the asker was nobody yet. */
function answer(facts: RequestFacts, { state, token, account }: SignInStep): { state: SignInStep['state'] } {
  facts.setSession(token)
  const { userId, username, displayName } = account
  facts.tellAudit({
    actor: { kind: 'person', userId, username, displayName, roles: [], permissions: new Set(), address: facts.address },
    object: { kind: 'user', id: userId },
    details: { username, state },
  })
  return { state }
}

/** What was typed as a name and does not look like one may be a password in the wrong field: it is not written down. */
function triedName(typed: string): string {
  return /^[a-zA-Z][a-zA-Z0-9._-]{2,31}$/.test(typed) ? typed : '（不像用户名，未记录）'
}

function withReason<T>(facts: RequestFacts, reason: string, work: () => Promise<T>): Promise<T> {
  facts.tellAudit({ details: { reason } })
  return work()
}
