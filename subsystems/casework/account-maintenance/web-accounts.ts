import { sql } from 'kysely'
import { businessDate, formatInstant, instantOf } from '#shared/instant.ts'
import { targetAccountState, type AccountOrder, type TargetAccount, type TargetRole } from '#shared/maintenance/target-account.ts'
import type { Ctx } from '#platform/context/context.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import type { Identity } from '#platform/identity/identity.ts'
import { approveRoleByOrder, revokeRole } from '#platform/identity/roles/decide-role.ts'
import { requestRole } from '#platform/identity/roles/request-role.ts'
import { changeUserState, updateUser } from '#platform/identity/users/change-user.ts'
import { createUser } from '#platform/identity/users/create-user.ts'
import { findAccountByName } from '#platform/identity/users/users.store.ts'
import type { AccountBook } from './account-book.ts'

type Row = {
  username: string; displayName: string; unit: string; post: string; state: string; kind: string; version: number; lastSignInAt: Date | null
  grants: Array<{ id: string; role: string; validTo: string | null }>
}

/** The accounts of the system's own pages, kept by the platform's identity. A role's last day is a business date. */
export function webAccounts(identity: Identity, programRoles: ReadonlySet<string>): AccountBook {
  const { parts } = identity
  const read = async (ctx: Ctx, condition: ReturnType<typeof sql>, limit: number) => {
    const { rows } = await sql<Row>`
      select a.username, a.display_name, a.unit, a.post, a.state, a.kind, a.version, a.last_sign_in_at,
             (select coalesce(jsonb_agg(jsonb_build_object('id', g.role_grant_id, 'role', g.role_code, 'validTo', g.valid_to) order by g.role_code), '[]')
                from platform.role_grant g where g.user_id = a.user_id and g.state = 'active') as grants
        from platform.user_account a where ${condition} order by lower(a.username) limit ${limit}`.execute(ctx.tx)
    return rows.map(accountOf)
  }
  return {
    target: 'web',
    keep: (validTo) => (validTo === null ? null : endOf(lastDay(validTo))),
    async roles(ctx) {
      const { rows } = await sql<TargetRole & { exclusionGroup: string; requiresTotp: boolean }>`
        select role_code as role, title, exclusion_group, requires_totp from platform.role where not is_retired order by role_code`.execute(ctx.tx)
      return rows.filter(({ role }) => !programRoles.has(role)).map(({ role, title, exclusionGroup, requiresTotp }) => ({ role, title, isPrivileged: requiresTotp || exclusionGroup !== '', exclusionGroup: exclusionGroup === '' ? null : exclusionGroup }))
    },
    list: (ctx, after, limit) => read(ctx, sql`lower(a.username) > lower(${after})`, limit),
    async find(ctx, account, { isLocked } = { isLocked: false }) {
      if (isLocked) await sql`select 1 from platform.user_account where lower(username) = lower(${account}) for update`.execute(ctx.tx)
      return (await read(ctx, sql`lower(a.username) = lower(${account})`, 1))[0] ?? null
    },
    steps(before, after) {
      const told = before === null ? [`新建账号 ${after.account}，初始口令由本系统管理员当面重置后告知`] : [
        ...(before.unit !== after.unit || before.post !== after.post ? [`更新单位与岗位：${after.unit} ${after.post}`] : []),
        ...(before.state !== after.state ? [`状态改为${targetAccountState.titles[after.state]}，结束其全部会话`] : []),
      ]
      for (const role of revoked(before, after)) told.push(`收回角色 ${role}`)
      for (const { role, validTo } of granted(before, after)) told.push(`授予角色 ${role}${validTo === null ? '' : `，最后一天 ${lastDay(validTo)}`}`)
      return told
    },
    async carryOut(ctx, before, after, order) {
      const by = byOrder(ctx)
      if (before === null) await createUser(by, parts, { username: after.account, displayName: after.displayName, unit: after.unit, post: after.post })
      const account = await findAccountByName(ctx, after.account)
      if (!account) throw new Error(`account ${after.account} vanished inside its own transaction`)
      const { userId } = account
      let { version } = account
      if (before !== null && (before.unit !== after.unit || before.post !== after.post)) version = (await updateUser(by, userId, { version, unit: after.unit, post: after.post })).version
      if (before !== null && before.state !== after.state) await changeUserState(by, parts, userId, after.state, { version, reason: reasonOf(order) })
      if (after.state === 'closed') return
      for (const role of revoked(before, after)) await revokeRole(by, parts, await grantOf(ctx, userId, role), reasonOf(order))
      for (const { role, validTo } of granted(before, after)) {
        const { roleGrantId } = await requestRole(by, parts, { userId, role, reason: reasonOf(order), validTo: validTo === null ? null : lastDay(validTo) })
        await approveRoleByOrder(by, parts, roleGrantId, `${order.number} ${order.approver}`)
      }
    },
  }
}

/** The program may do these only as steps of an order; its own role opens nothing but the maintenance interface. */
function byOrder(ctx: Ctx): Ctx {
  if (ctx.actor.kind !== 'person') return ctx
  return { ...ctx, actor: { ...ctx.actor, permissions: new Set(['user:manage', 'role-grant:request', 'role-grant:revoke', 'role-grant:approve-by-order']) } }
}

function reasonOf({ number, approver, reason }: AccountOrder): string {
  return `${number}（审批 ${approver}）：${reason}`
}

/** A role whose end changes is taken away and given anew: every grant keeps its own story. */
function revoked(before: TargetAccount | null, after: TargetAccount): string[] {
  return (before?.roles ?? []).filter((held) => !after.roles.some((one) => one.role === held.role && one.validTo === held.validTo)).map(({ role }) => role)
}

function granted(before: TargetAccount | null, after: TargetAccount): TargetAccount['roles'] {
  return after.roles.filter((one) => !before?.roles.some((held) => held.role === one.role && held.validTo === one.validTo))
}

async function grantOf(ctx: Ctx, userId: string, role: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select role_grant_id as id from platform.role_grant where user_id = ${userId} and role_code = ${role} and state = 'active'`.execute(ctx.tx)
  if (!rows[0]) throw new Error(`grant of ${role} vanished inside its own transaction`)
  return rows[0].id
}

function accountOf(row: Row): TargetAccount {
  const facts = {
    account: row.username, displayName: row.displayName, unit: row.unit, post: row.post, state: targetAccountState.schema.parse(row.state),
    roles: row.grants.map(({ role, validTo }) => ({ role, validTo: validTo === null ? null : endOf(validTo) })),
    validTo: null,
    isService: row.kind === 'service',
  }
  // Grants have ids of their own: a role that was taken away and given back is not the same state again.
  return { ...facts, lastUsedAt: row.lastSignInAt === null ? null : formatInstant(row.lastSignInAt), version: sm3(canonicalJson({ ...facts, version: row.version, grants: row.grants.map(({ id }) => id) })).slice(0, 32) }
}

function lastDay(validTo: string): string {
  return businessDate(new Date(new Date(validTo).getTime() - 1))
}

function endOf(date: string): string {
  return formatInstant(instantOf(date, 1_440))
}
