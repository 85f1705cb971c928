import { newId } from '#shared/ids.ts'
import { type AccountDoor, ConnectorError, type AccountPlan } from '#connectors/connector.ts'
import { act } from '#platform/context/runtime.ts'
import { accountChange, type AccountOrder, type TargetAccount } from '#shared/maintenance/target-account.ts'
import type { SpineCtx, SpineRuntime } from '#spine/spine.ts'
import { accessTables } from '../database/access-tables.ts'

export const system = { kind: 'system', name: '权限调整' } as const

export type OpenAdjustment = { readonly adjustmentId: string; readonly componentId: string; readonly account: string; readonly state: string; readonly change: unknown; readonly basis: string | null; readonly cause: string; readonly requestId: string | null }

/**
 * One adjustment, from wherever it stands to its end. What is about to be done is kept before the target is touched, and the
 * target knows the adjustment by its id: killed at any step, the next call reads what is there and does it once. Throws when the
 * target can not be asked; then nothing is known and nothing is claimed.
 */
export async function carryOutAdjustment(runtime: SpineRuntime, accounts: AccountDoor, row: OpenAdjustment, order: AccountOrder, startsAt: Date | null, signal: AbortSignal): Promise<'applied' | 'refused'> {
  const change = accountChange.parse(row.change)
  let { basis } = row
  if (row.state === 'waiting') {
    if (basis !== null && (await accounts.readAccount(row.account, signal))?.version !== basis) return refuse(runtime, row, '账号在那次调整之后又被改动，不覆盖后来的改动')
    const plan = await refusal(() => accounts.planChange(change, signal))
    if ('refused' in plan) return refuse(runtime, row, plan.refused)
    basis = plan.value.before?.version ?? null
    await keepPlan(runtime, row, plan.value)
  }
  const done = await refusal(() => accounts.applyChange(change, { key: row.adjustmentId, basis, order }, signal))
  if ('refused' in done) return refuse(runtime, row, done.refused)
  await act(runtime, system, (ctx) => settle(ctx, row, done.value.outcome, done.value.after, startsAt))
  return 'applied'
}

/** A `conflict` is the target's own no; everything else is not knowing. */
async function refusal<T>(work: () => Promise<T>): Promise<{ value: T } | { refused: string }> {
  try {
    return { value: await work() }
  } catch (error) {
    if (error instanceof ConnectorError && (error.failure === 'conflict' || error.failure === 'unsupported')) return { refused: error.message }
    throw error
  }
}

function keepPlan(runtime: SpineRuntime, row: OpenAdjustment, plan: AccountPlan): Promise<unknown> {
  return act(runtime, system, (ctx) =>
    accessTables(ctx)
      .updateTable('accessAdjustment.adjustment')
      .set((column) => ({ state: 'applying', basis: plan.before?.version ?? null, accountBefore: plan.before === null ? null : JSON.stringify(plan.before), accountPlanned: JSON.stringify(plan.after), steps: JSON.stringify(plan.steps), plannedAt: ctx.now, attempts: column('attempts', '+', 1) }))
      .where('adjustmentId', '=', row.adjustmentId)
      .where('state', '=', 'waiting')
      .execute(),
  )
}

async function refuse(runtime: SpineRuntime, { adjustmentId }: OpenAdjustment, reason: string): Promise<'refused'> {
  await act(runtime, system, (ctx) => accessTables(ctx).updateTable('accessAdjustment.adjustment').set({ state: 'refused', reason: reason.slice(0, 1_000), settledAt: ctx.now }).where('adjustmentId', '=', adjustmentId).where('state', 'in', ['waiting', 'applying']).execute())
  return 'refused'
}

/** Read back: from now on the account is expected to be so, and what was given for a time has its end in the book. */
async function settle(ctx: SpineCtx, row: OpenAdjustment, outcome: 'applied' | 'repeated', after: TargetAccount, startsAt: Date | null): Promise<void> {
  const db = accessTables(ctx)
  const settled = await db
    .updateTable('accessAdjustment.adjustment')
    .set({ state: 'applied', outcome, accountAfter: JSON.stringify(after), settledAt: ctx.now })
    .where('adjustmentId', '=', row.adjustmentId)
    .where('state', '=', 'applying')
    .returning('adjustmentId')
    .executeTakeFirst()
  // Two workers came to the end of one adjustment: the first has written.
  if (!settled) return
  const { componentId, account } = row
  const facts = { facts: JSON.stringify(after), baselineId: null, adjustmentId: row.adjustmentId, changedAt: ctx.now }
  await db.insertInto('accessAdjustment.expectedAccount').values({ componentId, account: after.account, ...facts }).onConflict((conflict) => conflict.columns(['componentId', 'account']).doUpdateSet(facts)).execute()
  await db.insertInto('accessAdjustment.liveAccount').values({ componentId, account: after.account, facts: JSON.stringify(after), seenAt: ctx.now }).onConflict((conflict) => conflict.columns(['componentId', 'account']).doUpdateSet({ facts: JSON.stringify(after), seenAt: ctx.now })).execute()
  if (row.cause === 'expiry') return
  const change = accountChange.parse(row.change)
  const granted = 'grant' in change ? change.grant : []
  const gone = change.kind === 'close' ? undefined : 'revoke' in change ? [...change.revoke, ...granted.map(({ role }) => role)] : granted.map(({ role }) => role)
  // A later order about the same role is the one that counts.
  let former = db.updateTable('accessAdjustment.timedGrant').set({ state: 'superseded', settledAt: ctx.now, note: '已由后来的调整取代' }).where('componentId', '=', componentId).where('account', '=', account).where('state', 'in', ['running', 'ending'])
  if (gone !== undefined) former = former.where('role', 'in', gone.length === 0 ? [''] : gone)
  await former.execute()
  const timed = granted.filter(({ validTo }) => validTo !== null)
  if (timed.length > 0) {
    await db
      .insertInto('accessAdjustment.timedGrant')
      .values(timed.map(({ role, validTo }) => ({ timedGrantId: newId(ctx.now), adjustmentId: row.adjustmentId, componentId, account, role, startsAt: startsAt ?? ctx.now, endsAt: validTo as string, state: 'running' })))
      .execute()
  }
}
