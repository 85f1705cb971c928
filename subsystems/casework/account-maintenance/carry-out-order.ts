import { sql } from 'kysely'
import { accountAfter, isSameAccount, type AccountChange, type AccountOrder, type TargetAccount } from '#shared/maintenance/target-account.ts'
import type { Permission } from '#shared/define-api.ts'
import { actorUserId, type Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import type { AccountBook } from './account-book.ts'

export const accountOrderErrors = defineErrors('account-order', {
  'not-found': [404, '没有这个账号'],
  impossible: [409, '这项调整不能办理'],
  'role-unknown': [409, '没有这个角色，或它不授予人员'],
  changed: [409, '账号在试运行之后已被改动，请重新核对'],
  'key-reused': [409, '同一标识已用于另一项调整'],
  'four-eyes': [409, '审批人不能是申请人、执行人或账号本人'],
  'not-as-wished': [409, '办理结果与预期不符，已撤回'],
})

export type OrderedChange = { readonly key: string; readonly basis: string; readonly order: AccountOrder; readonly change: AccountChange }
export type PlannedChange = { readonly before: TargetAccount | null; readonly after: TargetAccount; readonly steps: string[] }

/** What a change would do; nothing is written. */
export async function planAccountChange(ctx: Ctx, book: AccountBook, permission: Permission, change: AccountChange): Promise<PlannedChange> {
  requirePermission(ctx, permission)
  await requireRoles(ctx, book, change)
  return planned(book, await book.find(ctx, change.account), change)
}

/**
 * Carries out one approved order, in one transaction with its record. An order that was carried out before is answered
 * from the account as it is now; one that was planned on another state of the account is refused.
 */
export async function carryOutAccountOrder(ctx: Ctx, book: AccountBook, permission: Permission, { key, basis, order, change }: OrderedChange): Promise<{ outcome: 'applied' | 'repeated'; before: TargetAccount | null; after: TargetAccount }> {
  requirePermission(ctx, permission)
  if (order.approver === order.requester || order.approver === order.executor || order.approver === change.account) throw accountOrderErrors['four-eyes']()
  // Two calls with one key at the same moment: the second waits here and then finds the record of the first.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${book.target} ${key}`}, 0))`.execute(ctx.tx)
  const { rows } = await sql<{ change: unknown }>`select change from casework.account_order where target = ${book.target} and order_key = ${key}`.execute(ctx.tx)
  if (rows[0]) {
    if (canonicalJson(rows[0].change) !== canonicalJson(change)) throw accountOrderErrors['key-reused']()
    const present = await book.find(ctx, change.account)
    if (!present) throw accountOrderErrors['not-found']({ detail: change.account })
    return { outcome: 'repeated', before: null, after: present }
  }
  const before = await book.find(ctx, change.account, { isLocked: true })
  if ((before?.version ?? '') !== basis) throw accountOrderErrors.changed({ detail: change.account })
  await requireRoles(ctx, book, change)
  const plan = planned(book, before, change)
  await book.carryOut(ctx, before, plan.after, order)
  const after = await book.find(ctx, change.account)
  if (!isSameAccount(after, plan.after) || !after) throw accountOrderErrors['not-as-wished']()
  await sql`
    insert into casework.account_order (target, order_key, account, change, order_number, requester, approver, executor, reason, account_before, account_after, carried_out_at, carried_out_by)
    values (${book.target}, ${key}, ${change.account}, ${JSON.stringify(change)}, ${order.number}, ${order.requester}, ${order.approver}, ${order.executor}, ${order.reason},
      ${before === null ? null : JSON.stringify(before)}, ${JSON.stringify(after)}, ${ctx.now}, ${actorUserId(ctx.actor)})`.execute(ctx.tx)
  return { outcome: 'applied', before, after }
}

function planned(book: AccountBook, before: TargetAccount | null, change: AccountChange): PlannedChange {
  const after = accountAfter(before, change, book.keep)
  if (!after.ok) throw accountOrderErrors.impossible({ detail: after.problems.map(({ message }) => message).join('；'), problems: after.problems })
  return { before, after: after.value, steps: book.steps(before, after.value) }
}

async function requireRoles(ctx: Ctx, book: AccountBook, change: AccountChange): Promise<void> {
  const wanted = 'grant' in change ? change.grant.map(({ role }) => role) : []
  if (wanted.length === 0) return
  const offered = new Set((await book.roles(ctx)).map(({ role }) => role))
  const unknown = wanted.filter((role) => !offered.has(role))
  if (unknown.length > 0) throw accountOrderErrors['role-unknown']({ detail: `没有角色 ${unknown.join('、')}` })
}
