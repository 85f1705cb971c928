import { sql } from 'kysely'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { formatInstant } from '#shared/instant.ts'
import { targetAccountState, type TargetAccount } from '#shared/maintenance/target-account.ts'
import type { Ctx } from '#platform/context/context.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import type { AccountBook } from '#subsystems/casework/account-maintenance/account-book.ts'
import { accountOrderErrors } from '#subsystems/casework/account-maintenance/carry-out-order.ts'

/** What the mobile client can do, each by a right of its own. */
export const appFunction = closedSet({ tasks: '检查任务', 'check-sheets': '检查单', sync: '离线同步' })
export type AppFunction = Member<typeof appFunction>

type Row = { username: string; displayName: string | null; unit: string | null; post: string | null; state: string; version: number; lastUsedAt: Date | null; rights: Array<{ role: string; validTo: string | null; grantedAt: string }> }

/** Whether whoever is signed in may use a function of the client now. */
export async function hasAppRight(ctx: Ctx, wanted: AppFunction): Promise<boolean> {
  if (ctx.actor.kind !== 'person') return false
  const { rows } = await sql`
    select 1 from enforcement.app_right r join enforcement.app_account a using (username)
     where lower(a.username) = lower(${ctx.actor.username}) and a.state = 'active' and r.app_function = ${wanted} and (r.valid_until is null or r.valid_until > ${ctx.now})`.execute(ctx.tx)
  return rows.length > 0
}

/** Notes that an account signs in to the client; false where it is not open for it. */
export async function enterApp(ctx: Ctx, username: string): Promise<boolean> {
  const { numAffectedRows } = await sql`update enforcement.app_account set last_used_at = ${ctx.now} where lower(username) = lower(${username}) and state = 'active'`.execute(ctx.tx)
  return Number(numAffectedRows ?? 0) > 0
}

/** The rights of the mobile client as accounts of their own: who has a web account is who he is, what he may do there is not asked. */
export const appAccounts: AccountBook = {
  target: 'app',
  keep: (validTo) => validTo,
  roles: () => Promise.resolve(appFunction.values.map((role) => ({ role, title: appFunction.titles[role], isPrivileged: false, exclusionGroup: null }))),
  list: (ctx, after, limit) => read(ctx, sql`lower(a.username) > lower(${after})`, limit),
  async find(ctx, account, { isLocked } = { isLocked: false }) {
    if (isLocked) await sql`select 1 from enforcement.app_account where lower(username) = lower(${account}) for update`.execute(ctx.tx)
    return (await read(ctx, sql`lower(a.username) = lower(${account})`, 1))[0] ?? null
  },
  steps(before, after) {
    const told = before === null ? [`为 ${after.account} 开通移动端`] : before.state === after.state ? [] : [`移动端状态改为${targetAccountState.titles[after.state]}`]
    for (const { role } of before?.roles ?? []) if (!after.roles.some((one) => one.role === role)) told.push(`收回功能 ${titleOf(role)}`)
    for (const { role, validTo } of after.roles) if (!before?.roles.some((one) => one.role === role && one.validTo === validTo)) told.push(`授予功能 ${titleOf(role)}${validTo === null ? '' : `，截止 ${validTo.slice(0, 16).replace('T', ' ')}`}`)
    return told
  },
  async carryOut(ctx, before, after) {
    const { rows } = await sql<{ username: string; displayName: string; unit: string; post: string }>`select username, display_name, unit, post from platform.user_account where lower(username) = lower(${after.account}) and kind = 'person'`.execute(ctx.tx)
    const [user] = rows
    if (before === null && !user) throw accountOrderErrors.impossible({ detail: `${after.account} 还没有网页账号，请先办理网页账号` })
    const changed = before === null ? user : before
    // Name, unit and post are those of the web account: an order for the client alone cannot change them.
    if (changed && (changed.displayName !== after.displayName || changed.unit !== after.unit || changed.post !== after.post)) throw accountOrderErrors.impossible({ detail: '姓名、单位与岗位以网页账号为准，请先调整网页账号' })
    await sql`
      insert into enforcement.app_account (username, state) values (${user?.username ?? after.account}, ${after.state})
      on conflict (username) do update set state = excluded.state, version = app_account.version + 1`.execute(ctx.tx)
    await sql`delete from enforcement.app_right where username = ${after.account} and not (app_function = any(${after.roles.map(({ role }) => role)}))`.execute(ctx.tx)
    for (const { role, validTo } of after.roles) {
      await sql`
        insert into enforcement.app_right (username, app_function, valid_until, granted_at) values (${after.account}, ${role}, ${validTo}, ${ctx.now})
        on conflict (username, app_function) do update set valid_until = excluded.valid_until, granted_at = excluded.granted_at where app_right.valid_until is distinct from excluded.valid_until`.execute(ctx.tx)
    }
  },
}

async function read(ctx: Ctx, condition: ReturnType<typeof sql>, limit: number): Promise<TargetAccount[]> {
  const { rows } = await sql<Row>`
    select a.username, u.display_name, u.unit, u.post, a.state, a.version, a.last_used_at,
           (select coalesce(jsonb_agg(jsonb_build_object('role', r.app_function, 'validTo', r.valid_until, 'grantedAt', r.granted_at)), '[]') from enforcement.app_right r where r.username = a.username) as rights
      from enforcement.app_account a left join platform.user_account u on lower(u.username) = lower(a.username) where ${condition} order by lower(a.username) limit ${limit}`.execute(ctx.tx)
  return rows.map((row) => {
    const facts = {
      account: row.username, displayName: row.displayName ?? '', unit: row.unit ?? '', post: row.post ?? '', state: targetAccountState.schema.parse(row.state),
      roles: row.rights.map(({ role, validTo }) => ({ role, validTo: validTo === null ? null : formatInstant(new Date(validTo)) })).toSorted((one, other) => (one.role < other.role ? -1 : 1)),
      validTo: null,
      isService: false,
    }
    return { ...facts, lastUsedAt: row.lastUsedAt === null ? null : formatInstant(row.lastUsedAt), version: sm3(canonicalJson({ ...facts, version: row.version })).slice(0, 32) }
  })
}

function titleOf(role: string): string {
  return appFunction.has(role) ? appFunction.titles[role] : role
}
