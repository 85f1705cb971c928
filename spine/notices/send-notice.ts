import { addDays } from '#shared/calendar/dates.ts'
import { documentNumber } from '#shared/ids.ts'
import { businessDate, instantOf } from '#shared/instant.ts'
import type { InputProblem } from '#shared/problem.ts'
import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { assessOccurrences } from '#spine/assessments/assess-occurrences.ts'
import { noticeRule } from '#spine/assessments/load-facts.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { EvidenceFile } from '#spine/evidence/evidence.ts'
import { recordEvidence } from '#spine/evidence/record-evidence.ts'
import { MANUAL_KIND, openWorkOrder } from '#spine/work-orders/open-work-order.ts'
import { nextNumber } from '#spine/work-orders/work-orders.store.ts'
import { judgeNotice } from './judge-notice.ts'
import { type NoticeChannel } from './api.ts'
import { announcedService, noticeErrors } from './notice.ts'
import { sendReminder } from './send-reminder.ts'

export type SendNotice = {
  /** Chosen by the sender, so that sending twice records once. */
  readonly noticeId: string
  /** Id of the contract's notices. */
  readonly kind: string
  readonly title: string
  readonly content: string
  readonly recipient: string
  readonly channel: NoticeChannel
  /** Which other channel it was. */
  readonly channelNote: string
  readonly sentAt: Date
  readonly eventOn: string | null
  /** What cannot be done in time. */
  readonly occurrenceIds: readonly string[]
  /** Absent: the end of the working day after each occurrence is due. */
  readonly makeUpBy?: Date
  readonly proof?: EvidenceFile
}

/** A notice told now needs no proof of when; one entered later does, since excuses hang on the moment. */
const TOLD_NOW_MS = 15 * 60_000

type Announced = Awaited<ReturnType<typeof announcedOccurrences>>[number]

/**
 * Records a formal notice with its evidence. One that announces occurrences as impossible excuses them when it was
 * sent before they were due and the clause or a decision of the client says so; it then opens their make-up. Sent
 * later it is recorded and excuses nothing. The verdicts are derived again in the same act.
 */
export async function sendNotice(ctx: SpineCtx, request: SendNotice): Promise<string> {
  requirePermission(ctx, 'notice:send')
  const db = spineTables(ctx)
  if (await db.selectFrom('spine.notice').select('noticeId').where('noticeId', '=', request.noticeId).executeTakeFirst()) return request.noticeId
  const { code, document } = await currentContract(ctx)
  const kind = document.notices.find((one) => one.id === request.kind)
  if (!kind) throw noticeErrors['unknown-kind']({ detail: request.kind })
  const announced = await announcedOccurrences(ctx, request.occurrenceIds)
  const problems = problemsOf(request, ctx.now, announcedService(document, kind), announced)
  if (problems.length > 0) throw noticeErrors.invalid({ problems })

  const day = businessDate(ctx.now)
  const number = documentNumber('GZ', day, await nextNumber(ctx, `GZ-${day}`))
  const facts = { kind, eventOn: request.eventOn, dueAts: announced.map(({ dueAt }) => dueAt), channel: request.channel, channelNote: request.channelNote, sentAt: request.sentAt, hasProof: request.proof !== undefined }
  const judgement = judgeNotice(facts, ctx.calendar())
  const [only] = announced
  const { evidenceId } = await recordEvidence(ctx, {
    kind: announced.length > 0 ? 'advance-notice' : 'written-notice',
    title: `${kind.title} ${number}`,
    about: { contract: code, obligation: kind.obligation, clause: kind.clause, notice: number, ...(only ? { subsystem: only.subsystem, service: only.service } : {}), ...(only && announced.length === 1 ? { occurrence: only.occurrenceId } : {}) },
    body: {
      number,
      kind: kind.id,
      from: kind.from,
      to: kind.to,
      recipient: request.recipient,
      channel: request.channel,
      channelNote: request.channelNote,
      title: request.title,
      content: request.content,
      eventOn: request.eventOn,
      occurrences: announced.map(({ occurrenceId, title }) => ({ occurrenceId, title })),
      verdict: judgement.verdict,
      lines: [...judgement.lines],
    },
    happenedAt: request.sentAt,
    files: request.proof ? [request.proof] : [],
  })
  const { noticeId, title, content, recipient, channel, channelNote, sentAt, eventOn } = request
  await db
    .insertInto('spine.notice')
    .values({ noticeId, number, kind: kind.id, clause: kind.clause, title, content, authorId: actorUserId(ctx.actor), recipient, channel, channelNote, sentAt, eventOn, proofSm3: request.proof?.sm3 ?? null, evidenceId, recordedAt: ctx.now })
    .execute()
  await linkOccurrences(ctx, request, number, announced)
  await assessOccurrences(ctx, announced.map(({ occurrenceId }) => occurrenceId))
  return noticeId
}

/** Each announced occurrence, with the make-up that it asks for when the notice came in time. */
async function linkOccurrences(ctx: SpineCtx, request: SendNotice, number: string, announced: readonly Announced[]): Promise<void> {
  if (announced.length === 0) return
  const rule = await noticeRule(ctx)
  for (const occurrence of announced) {
    const { asksMakeUp } = rule((occurrence.judgement as { params?: Record<string, unknown> }).params, occurrence)
    const makeUp = asksMakeUp && request.sentAt <= occurrence.dueAt ? await openMakeUp(ctx, request, number, occurrence) : undefined
    await spineTables(ctx)
      .insertInto('spine.noticeOccurrence')
      .values({ noticeId: request.noticeId, occurrenceId: occurrence.occurrenceId, makeUpBy: makeUp?.makeUpBy ?? null, makeUpWorkOrderId: makeUp?.workOrderId ?? null })
      .execute()
  }
}

async function openMakeUp(ctx: SpineCtx, request: SendNotice, notice: string, { occurrenceId, title, dueAt, service, subsystem, workOrderId }: Announced) {
  const next = ctx.calendar().addWorkingDays(businessDate(dueAt), 1).date
  const makeUpBy = request.makeUpBy ?? new Date(instantOf(addDays(next, 1)).getTime() - 1)
  const order = await openWorkOrder(ctx, { kind: MANUAL_KIND, service, subsystem, title: `补做：${title}`, dueAt: makeUpBy, input: { notice, occurrence: occurrenceId }, ...(workOrderId ? { parentWorkOrderId: workOrderId } : {}) })
  await sendReminder(ctx, { permission: 'work-order:assign', kind: 'make-up', dedupeKey: `make-up/${order.workOrderId}`, title: `待补做：${title}`, content: `依据告知 ${notice}，须在补做期限前完成。`, link: `/work-orders/${order.workOrderId}` })
  return { makeUpBy, workOrderId: order.workOrderId }
}

async function announcedOccurrences(ctx: SpineCtx, occurrenceIds: readonly string[]) {
  if (occurrenceIds.length === 0) return []
  return spineTables(ctx)
    .selectFrom('spine.occurrence as o')
    .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
    .leftJoin('spine.workOrder as w', (join) => join.onRef('w.occurrenceId', '=', 'o.occurrenceId').on('w.state', '<>', 'cancelled'))
    .select(['o.occurrenceId', 'o.title', 'o.periodKey', 'o.dueAt', 'b.code', 'b.service', 'b.subsystem', 'b.clause', 'b.judgement', 'w.workOrderId'])
    .where('o.occurrenceId', 'in', [...occurrenceIds])
    .where('o.withdrawnAt', 'is', null)
    .orderBy('o.dueAt')
    .execute()
}

function problemsOf(request: SendNotice, now: Date, service: string | undefined, announced: readonly Announced[]): InputProblem[] {
  const problems: InputProblem[] = []
  const tell = (field: string, message: string) => problems.push({ place: `body.${field}`, message })
  if (request.sentAt > now) tell('sentAt', '发出时间不能晚于现在')
  else if (now.getTime() - request.sentAt.getTime() > TOLD_NOW_MS && !request.proof) tell('proof', '补登此前发出的告知，须附送达证明')
  if (request.channel === 'other' && request.channelNote === '') tell('channelNote', '请写明是什么渠道')
  if (new Set(request.occurrenceIds).size !== announced.length) tell('occurrenceIds', '所选应办事项有的已不存在或重复，请重新选择')
  if (announced.some((one) => one.service !== service)) tell('occurrenceIds', service === undefined ? '这种告知不对应应办事项，请改填事件日期' : '所选应办事项不属于这种告知所涉的模块')
  if (request.occurrenceIds.length === 0 && request.eventOn === null) tell(service === undefined ? 'eventOn' : 'occurrenceIds', service === undefined ? '请填写事件日期，时限由此起算' : '请选择不能按时办理的应办事项')
  if (request.makeUpBy && request.makeUpBy <= now) tell('makeUpBy', '补做期限须晚于现在')
  return problems
}
