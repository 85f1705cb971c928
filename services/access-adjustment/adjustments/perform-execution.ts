import { act, look } from '#platform/context/runtime.ts'
import { accountDifference, type TargetAccount } from '#shared/maintenance/target-account.ts'
import { formatInstant } from '#shared/instant.ts'
import { closeWorkOrder, currentContract, recordEvidence, spineTables, type SpineCtx, type SpineRuntime } from '#spine/spine.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { accessTables } from '../database/access-tables.ts'
import { findTarget } from '../targets/targets.store.ts'
import { withAccounts } from '../targets/with-accounts.ts'
import type { AccessForm } from '../forms/api.ts'
import { effectiveFrom } from './open-execution.ts'
import { carryOutAdjustment, system, type OpenAdjustment } from './carry-out-adjustment.ts'
import { executionInput } from './adjustment.ts'

/** Adjustments of one piece of evidence: a body stays far below what may be sealed at once. */
const LINES_OF_EVIDENCE = 200

/** Carries out every adjustment of an order that is still open, one after the other, and proves what was read back. */
export async function performExecution(runtime: SpineRuntime, order: PerformedOrder): Promise<void> {
  const { requestId, componentId } = executionInput.parse(order.input)
  const { rows, form } = await look(runtime, system, async (ctx) => ({ rows: await openRows(ctx, order.workOrderId), form: await formFacts(ctx, requestId) }))
  if (rows.length > 0) {
    await withAccounts(runtime.attached, componentId, order.signal, async (accounts) => {
      for (const row of rows) {
        order.signal.throwIfAborted()
        await carryOutAdjustment(runtime, accounts, row, { number: form.number, requester: form.requester, approver: form.approver, executor: '信运自动执行', reason: form.reason }, form.startsAt, order.signal)
      }
    })
  }
  await act(runtime, system, (ctx) => closeWithProof(ctx, order, componentId, form.number))
}

export function openRows(ctx: SpineCtx, workOrderId: string): Promise<OpenAdjustment[]> {
  return accessTables(ctx).selectFrom('accessAdjustment.adjustment').select(['adjustmentId', 'componentId', 'account', 'state', 'change', 'basis', 'cause', 'requestId']).where('workOrderId', '=', workOrderId).where('state', 'in', ['waiting', 'applying']).orderBy('position').execute()
}

/** The order is closed once, with one proof, however often its end is reached. */
export async function closeWithProof(ctx: SpineCtx, order: PerformedOrder, componentId: string, form: string): Promise<void> {
  const present = await spineTables(ctx).selectFrom('spine.workOrder').select(['state', 'number']).where('workOrderId', '=', order.workOrderId).forUpdate().executeTakeFirstOrThrow()
  if (present.state === 'closed') return
  const rows = await accessTables(ctx).selectFrom('accessAdjustment.adjustment').selectAll().where('workOrderId', '=', order.workOrderId).orderBy('position').execute()
  const target = await findTarget(ctx, componentId)
  const evidenceIds: string[] = []
  for (let at = 0; at === 0 || at < rows.length; at += LINES_OF_EVIDENCE) {
    const part = rows.slice(at, at + LINES_OF_EVIDENCE)
    const { evidenceId } = await recordEvidence(ctx, {
      kind: 'permission-difference',
      title: `${form} ${target.title} 权限变更前后对照${rows.length > LINES_OF_EVIDENCE ? `（第 ${at + 1}–${at + part.length} 行）` : ''}`,
      about: { contract: (await currentContract(ctx)).code, service: 'access-adjustment', subsystem: order.subsystem, component: target.title, workOrder: present.number, ...(order.occurrenceId === null ? {} : { occurrence: order.occurrenceId }) },
      body: {
        form, target: target.target, component: componentId, workOrder: present.number,
        applied: part.filter(({ state }) => state === 'applied').length,
        refused: part.filter(({ state }) => state === 'refused').length,
        lines: part.map((row) => ({
          adjustment: row.adjustmentId, account: row.account, state: row.state, reason: row.reason, basis: row.basis ?? '', change: row.change,
          before: row.accountBefore, after: row.accountAfter,
          differences: row.state === 'applied' ? accountDifference(row.accountBefore as TargetAccount | null, row.accountAfter as TargetAccount) : [],
          plannedAt: row.plannedAt === null ? null : formatInstant(row.plannedAt),
          readBackAt: row.settledAt === null ? null : formatInstant(row.settledAt),
        })),
      },
    })
    evidenceIds.push(evidenceId)
  }
  await closeWorkOrder(ctx, order.workOrderId, { evidenceIds, result: { componentId, applied: rows.filter(({ state }) => state === 'applied').length, refused: rows.filter(({ state }) => state === 'refused').length } })
}

async function formFacts(ctx: SpineCtx, requestId: string) {
  const db = spineTables(ctx)
  const request = await db.selectFrom('spine.request').select(['number', 'requesterName', 'formVersion', 'approvedAt', 'title']).where('requestId', '=', requestId).executeTakeFirstOrThrow()
  const approvals = await db.selectFrom('spine.requestApproval as a').innerJoin('platform.userAccount as u', 'u.userId', 'a.decidedBy').select(['a.decidedByName', 'u.username']).where('a.requestId', '=', requestId).where('a.formVersion', '=', request.formVersion).where('a.state', '=', 'approved').orderBy('a.step').execute()
  const form = await db.selectFrom('spine.requestForm').select('form').where('requestId', '=', requestId).where('formVersion', '=', request.formVersion).executeTakeFirstOrThrow()
  const given = form.form as Partial<AccessForm>
  return {
    number: request.number,
    requester: request.requesterName,
    approver: approvals.map(({ decidedByName, username }) => `${decidedByName ?? ''}（${username}）`).join('、').slice(0, 200) || '（无须审批）',
    startsAt: request.approvedAt === null ? null : effectiveFrom({ startsOn: given.startsOn ?? null }, request.approvedAt),
    reason: (given.reason ?? request.title).slice(0, 500),
  }
}
