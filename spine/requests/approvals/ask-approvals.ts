import { businessDate, instantOf } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { sendReminder } from '#spine/notices/send-reminder.ts'
import type { ApprovalStep } from '../request-kind.ts'
import { filedRequestErrors } from '../request.ts'
import { addRequestEvent, findRequestKind, kindRequest, type RequestRow } from '../requests.store.ts'
import { barOf, decidersOf, peopleFor } from './approvers.ts'

/** Writes the steps of this version and asks the first. A step that nobody could decide is refused now, not found out later. */
export async function askApprovals(ctx: SpineCtx, row: RequestRow, steps: readonly ApprovalStep[]): Promise<void> {
  const excluded = [...((await findRequestKind(ctx, row.kind).excluded?.(ctx, await kindRequest(ctx, row))) ?? [])]
  const able: string[][] = []
  for (const { approver } of steps) able.push((await peopleFor(ctx, approver, row.kind)).map(({ userId }) => userId).filter((userId) => barOf(userId, { requesterId: row.requesterId, excluded }, new Map()) === undefined))
  const lacking = new Set(withoutPersonOfOwn(able))
  const problems = steps.flatMap(({ title }, index) => {
    if (!lacking.has(index)) return []
    const why = able[index]?.length === 0 ? '没有可以审批的人员（申请人和受益人不能审批）' : '没有另外的人可以审批（两个步骤须由两人办理）'
    return [{ place: 'approvals', message: `“${title}”${why}，请安全管理员授予角色，或由审批人登记代理` }]
  })
  if (problems.length > 0) throw filedRequestErrors['nobody-to-approve']({ problems })
  await spineTables(ctx)
    .insertInto('spine.requestApproval')
    .values(steps.map((step, index) => ({ requestId: row.requestId, formVersion: row.formVersion, step: index + 1, title: step.title, approver: JSON.stringify({ ...step.approver, expiresAfterWorkingDays: step.expiresAfterWorkingDays ?? null }), requesterId: row.requesterId, excluded, state: 'pending' })))
    .execute()
  await askNextStep(ctx, row)
}

/** Asks the next step that is still to come; false when there is none. */
export async function askNextStep(ctx: SpineCtx, row: RequestRow): Promise<boolean> {
  const db = spineTables(ctx)
  const next = await db.selectFrom('spine.requestApproval').selectAll().where('requestId', '=', row.requestId).where('formVersion', '=', row.formVersion).where('state', '=', 'pending').orderBy('step').executeTakeFirst()
  if (!next) return false
  const approver = next.approver as ApprovalStep['approver'] & { expiresAfterWorkingDays: number | null }
  const expiresAt = approver.expiresAfterWorkingDays === null ? null : instantOf(ctx.calendar().addWorkingDays(businessDate(ctx.now), approver.expiresAfterWorkingDays).date, 24 * 60)
  await db.updateTable('spine.requestApproval').set({ state: 'waiting', askedAt: ctx.now, expiresAt }).where('requestId', '=', row.requestId).where('formVersion', '=', row.formVersion).where('step', '=', next.step).execute()
  await addRequestEvent(ctx, row.requestId, 'approval-asked', next.title)
  const people = await peopleFor(ctx, approver, row.kind)
  const deciders = await decidersOf(ctx, row)
  await sendReminder(ctx, {
    userIds: people.map(({ userId }) => userId).filter((userId) => barOf(userId, { ...next, requesterId: row.requesterId }, deciders) === undefined),
    kind: 'decision',
    dedupeKey: `request-approval:${row.requestId}:${row.formVersion}:${next.step}`,
    title: `待审批：${row.title}（${row.number} ${next.title}）`,
    link: `/requests/${row.requestId}`,
  })
  return true
}

/** Approvals of a version that no longer stands: they are kept, but count for nothing. */
export async function voidApprovals(ctx: SpineCtx, requestId: string, formVersion: number): Promise<void> {
  await spineTables(ctx)
    .updateTable('spine.requestApproval')
    .set({ state: 'void' })
    .where('requestId', '=', requestId)
    .where('formVersion', '=', formVersion)
    .where('state', 'in', ['pending', 'waiting'])
    .execute()
}

/** Steps for which no person is left when each step has one of its own (an augmenting path a step); their positions. */
export function withoutPersonOfOwn(able: ReadonlyArray<readonly string[]>): number[] {
  const stepOf = new Map<string, number>()
  const place = (step: number, seen: Set<string>): boolean =>
    (able[step] ?? []).some((person) => {
      if (seen.has(person)) return false
      seen.add(person)
      const holder = stepOf.get(person)
      if (holder !== undefined && !place(holder, seen)) return false
      stepOf.set(person, step)
      return true
    })
  return able.map((_, step) => step).filter((step) => !place(step, new Set()))
}
