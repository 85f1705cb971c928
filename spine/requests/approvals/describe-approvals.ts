import { actorUserId } from '#platform/context/context.ts'
import { isPermitted } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { ApprovalState } from '../api.ts'
import type { ApprovalStep } from '../request-kind.ts'
import type { RequestRow } from '../requests.store.ts'
import { barOf, decidersOf, peopleFor, type Bar } from './approvers.ts'

/** Steps of the current version, each with who decides it, in words. */
export async function describeApprovals(ctx: SpineCtx, row: Pick<RequestRow, 'requestId' | 'formVersion'>) {
  const rows = await spineTables(ctx)
    .selectFrom('spine.requestApproval as a')
    .leftJoin('platform.userAccount as b', 'b.userId', 'a.onBehalfOf')
    .select(['a.step', 'a.title', 'a.approver', 'a.state', 'a.askedAt', 'a.expiresAt', 'a.decidedAt', 'a.decidedByName', 'b.displayName as onBehalfOfName', 'a.note'])
    .where('a.requestId', '=', row.requestId)
    .where('a.formVersion', '=', row.formVersion)
    .orderBy('a.step')
    .execute()
  const words = await approverWords(ctx)
  return rows.map((one) => ({ ...one, state: one.state as ApprovalState, approver: words(one.approver as ApprovalStep['approver']) }))
}

async function approverWords(ctx: SpineCtx): Promise<(approver: ApprovalStep['approver']) => string> {
  const db = spineTables(ctx)
  const roles = new Map((await db.selectFrom('platform.role').select(['roleCode', 'title']).execute()).map((row) => [row.roleCode, row.title]))
  const people = new Map((await db.selectFrom('platform.userAccount').select(['userId', 'displayName']).where('kind', '=', 'person').execute()).map((row) => [row.userId, row.displayName]))
  return (approver) => ('role' in approver ? (roles.get(approver.role) ?? approver.role) : (people.get(approver.userId) ?? '指定人员'))
}

/** Requests whose waiting step the person may decide today, in his own right or as a deputy: only what would be accepted. */
export async function waitingForMe(ctx: SpineCtx): Promise<string[]> {
  const me = actorUserId(ctx.actor)
  if (me === null || !isPermitted(ctx.actor, 'request:approve')) return []
  const rows = await spineTables(ctx)
    .selectFrom('spine.requestApproval as a')
    .innerJoin('spine.request as r', (join) => join.onRef('r.requestId', '=', 'a.requestId').onRef('r.formVersion', '=', 'a.formVersion'))
    .leftJoin('spine.requestApproval as b', (join) => join.onRef('b.requestId', '=', 'a.requestId').onRef('b.formVersion', '=', 'a.formVersion').on('b.state', '=', 'approved').on('b.decidedBy', '=', me))
    .select(['a.requestId', 'a.approver', 'a.excluded', 'r.requesterId', 'r.kind', 'b.step as decidedStep'])
    .where('a.state', '=', 'waiting')
    .where((where) => where.or([where('a.expiresAt', 'is', null), where('a.expiresAt', '>=', ctx.now)]))
    .execute()
  const entitled = new Map<string, boolean>()
  const mine: string[] = []
  for (const { kind, decidedStep, ...step } of rows) {
    if (barOf(me, step, { has: () => decidedStep !== null }) !== undefined) continue
    const key = `${kind} ${JSON.stringify(step.approver)}`
    if (!entitled.has(key)) entitled.set(key, (await peopleFor(ctx, step.approver as ApprovalStep['approver'], kind)).some(({ userId }) => userId === me))
    if (entitled.get(key)) mine.push(step.requestId)
  }
  return mine
}

/** Names that a sentence tells before it counts the rest. */
const NAMED = 3

/** On whom the waiting step waits, and why not on the one who looks though he is entitled to it; empty when it is his to decide, or nothing waits. */
export async function describeWaiting(ctx: SpineCtx, row: RequestRow): Promise<string> {
  const me = actorUserId(ctx.actor)
  const db = spineTables(ctx)
  const waiting = await db.selectFrom('spine.requestApproval').selectAll().where('requestId', '=', row.requestId).where('formVersion', '=', row.formVersion).where('state', '=', 'waiting').executeTakeFirst()
  if (row.state !== 'in-approval' || !waiting) return ''
  const deciders = await decidersOf(ctx, row)
  const step = { ...waiting, requesterId: row.requesterId }
  const entitled = (await peopleFor(ctx, waiting.approver as ApprovalStep['approver'], row.kind)).map(({ userId }) => userId)
  const able = entitled.filter((userId) => barOf(userId, step, deciders) === undefined)
  if (me !== null && able.includes(me) && isPermitted(ctx.actor, 'request:approve')) return ''
  const names = able.length === 0 ? [] : (await db.selectFrom('platform.userAccount').select('displayName').where('userId', 'in', able).orderBy('displayName').execute()).map(({ displayName }) => displayName)
  const onWhom = names.length === 0 ? '现在没有可以审批的人，请安全管理员授予角色，或由审批人登记代理' : `等待 ${names.slice(0, NAMED).join('、')}${names.length > NAMED ? ` 等 ${names.length} 人` : ''}`
  return `第 ${waiting.step} 步“${waiting.title}”${onWhom}${me !== null && entitled.includes(me) ? `。${whyNotMine(barOf(me, step, deciders), deciders.get(me))}` : ''}`
}

function whyNotMine(bar: Bar | undefined, decided: { readonly step: number; readonly title: string } | undefined): string {
  if (bar === 'decided-before') return `您已办理第 ${decided?.step} 步“${decided?.title}”，两个步骤须由两人办理`
  return bar === 'own-approval' ? '申请由您提出或您由此受益，不能由您审批' : ''
}
