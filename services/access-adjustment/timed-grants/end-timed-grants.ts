import { ConnectorError } from '#connectors/connector.ts'
import { act, look } from '#platform/context/runtime.ts'
import { dueText, formatInstant } from '#shared/instant.ts'
import { newId } from '#shared/ids.ts'
import { openWorkOrder, sendReminder, spineTables, type SpineCtx, type SpineRuntime } from '#spine/spine.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { carryOutAdjustment, system } from '../adjustments/carry-out-adjustment.ts'
import { closeWithProof, openRows } from '../adjustments/perform-execution.ts'
import { endingInput } from '../adjustments/adjustment.ts'
import { accessTables } from '../database/access-tables.ts'
import { withAccounts } from '../targets/with-accounts.ts'

export const END_KIND = 'access-adjustment.end-grant'
/** A day before, unless the target's setting says otherwise; a short grant at the last quarter of its life. */
const REMIND_MINUTES = 1_440
const MINUTE_MS = 60_000

/** Every minute: grants that come near their end are told, those past it (and past the grace of their target) get an order that takes them away. */
export async function keepTimedGrants(ctx: SpineCtx): Promise<{ reminded: number; ended: number }> {
  const running = await accessTables(ctx)
    .selectFrom('accessAdjustment.timedGrant as g')
    .innerJoin('accessAdjustment.adjustment as a', 'a.adjustmentId', 'g.adjustmentId')
    .leftJoin('accessAdjustment.targetSetting as s', 's.componentId', 'g.componentId')
    .select(['g.timedGrantId', 'g.componentId', 'g.account', 'g.role', 'g.startsAt', 'g.endsAt', 'g.remindedAt', 'a.requestId', 'a.subsystem', 's.graceMinutes', 's.remindMinutes'])
    .where('g.state', '=', 'running')
    .orderBy('g.endsAt')
    .limit(500)
    .execute()
  let [reminded, ended] = [0, 0]
  for (const grant of running) {
    const left = grant.endsAt.getTime() - ctx.now.getTime()
    const life = grant.endsAt.getTime() - grant.startsAt.getTime()
    if (left <= -(grant.graceMinutes ?? 0) * MINUTE_MS) {
      await openEnding(ctx, grant)
      ended += 1
    } else if (grant.remindedAt === null && left <= Math.min((grant.remindMinutes ?? REMIND_MINUTES) * MINUTE_MS, life / 4)) {
      await remind(ctx, grant)
      reminded += 1
    }
  }
  return { reminded, ended }
}

type Grant = { timedGrantId: string; componentId: string; account: string; role: string; endsAt: Date; requestId: string | null; subsystem: string }

async function openEnding(ctx: SpineCtx, grant: Grant): Promise<void> {
  const db = accessTables(ctx)
  const taken = await db.updateTable('accessAdjustment.timedGrant').set({ state: 'ending' }).where('timedGrantId', '=', grant.timedGrantId).where('state', '=', 'running').returning('timedGrantId').executeTakeFirst()
  if (!taken) return
  const { workOrderId } = await openWorkOrder(ctx, { kind: END_KIND, service: 'access-adjustment', subsystem: grant.subsystem, title: `到期收回 ${grant.account} 的 ${grant.role}`, input: { timedGrantId: grant.timedGrantId } })
  await db.updateTable('accessAdjustment.timedGrant').set({ workOrderId }).where('timedGrantId', '=', grant.timedGrantId).execute()
  await db
    .insertInto('accessAdjustment.adjustment')
    .values({ adjustmentId: newId(ctx.now), workOrderId, requestId: grant.requestId, formVersion: null, position: 10, componentId: grant.componentId, subsystem: grant.subsystem, account: grant.account, cause: 'expiry', change: JSON.stringify({ kind: 'roles', account: grant.account, grant: [], revoke: [grant.role] }), state: 'waiting', madeAt: ctx.now })
    .execute()
}

async function remind(ctx: SpineCtx, grant: Grant): Promise<void> {
  await accessTables(ctx).updateTable('accessAdjustment.timedGrant').set({ remindedAt: ctx.now }).where('timedGrantId', '=', grant.timedGrantId).execute()
  const request = grant.requestId === null ? undefined : await spineTables(ctx).selectFrom('spine.request').select(['requesterId', 'number']).where('requestId', '=', grant.requestId).executeTakeFirst()
  await sendReminder(ctx, {
    ...(request?.requesterId ? { userIds: [request.requesterId] } : {}),
    permission: 'access-form:handle',
    kind: 'information',
    dedupeKey: `timed-grant:${grant.timedGrantId}`,
    title: `即将到期：${grant.account} 的 ${grant.role}`,
    content: `${dueText(grant.endsAt)} 到期收回。仍需使用的，请从原单${request ? ` ${request.number} ` : ''}复制一份重新报批。`,
    link: grant.requestId === null ? '/access-adjustment' : `/access-adjustment/forms/${grant.requestId}`,
  })
}

/** Takes the role away and reads that it is gone. Gone already, by whatever hand, is an end too: it is read, not assumed. */
export async function performEnding(runtime: SpineRuntime, order: PerformedOrder): Promise<void> {
  const { timedGrantId } = endingInput.parse(order.input)
  const { grant, rows, number } = await look(runtime, system, async (ctx) => {
    const row = await accessTables(ctx).selectFrom('accessAdjustment.timedGrant as g').innerJoin('accessAdjustment.adjustment as a', 'a.adjustmentId', 'g.adjustmentId').leftJoin('spine.request as r', 'r.requestId', 'a.requestId').select(['g.componentId', 'g.account', 'g.role', 'g.endsAt', 'g.state', 'r.number']).where('g.timedGrantId', '=', timedGrantId).executeTakeFirstOrThrow()
    return { grant: row, rows: await openRows(ctx, order.workOrderId), number: row.number ?? '' }
  })
  let note = ''
  const [row] = rows
  if (row !== undefined) {
    note = await withAccounts(runtime.attached, grant.componentId, order.signal, async (accounts) => {
      const present = await accounts.readAccount(grant.account, order.signal)
      if (row.state === 'waiting' && !present?.roles.some(({ role }) => role === grant.role)) {
        const why = present === null ? '账号已不在' : '角色此前已被收回'
        await act(runtime, system, (ctx) => accessTables(ctx).updateTable('accessAdjustment.adjustment').set({ state: 'refused', reason: `${why}，已读回确认`, settledAt: ctx.now }).where('adjustmentId', '=', row.adjustmentId).execute())
        return `${why}，已读回确认`
      }
      const outcome = await carryOutAdjustment(runtime, accounts, row, { number: number || '到期收回', requester: '到期规则', approver: '原审批（限期）', executor: '信运自动执行', reason: `限期授权 ${formatInstant(grant.endsAt)} 到期` }, null, order.signal)
      if (outcome === 'applied') return '已收回并读回确认'
      const after = await accounts.readAccount(grant.account, order.signal)
      if (after?.roles.some(({ role }) => role === grant.role)) {
        // Somebody changed the account in the same moment: once more, against what is there now.
        await act(runtime, system, (ctx) => accessTables(ctx).updateTable('accessAdjustment.adjustment').set({ state: 'waiting', reason: '', settledAt: null, basis: null }).where('adjustmentId', '=', row.adjustmentId).execute())
        throw new ConnectorError('conflict', `${grant.account} 的 ${grant.role} 仍未收回，稍后重试`)
      }
      return '角色已被收回，已读回确认'
    })
  }
  await act(runtime, system, async (ctx) => {
    await accessTables(ctx).updateTable('accessAdjustment.timedGrant').set({ state: 'ended', settledAt: ctx.now, ...(note === '' ? {} : { note }) }).where('timedGrantId', '=', timedGrantId).where('state', '=', 'ending').execute()
    await closeWithProof(ctx, order, grant.componentId, number || '到期收回')
  })
}

