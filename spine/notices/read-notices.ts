import { sql } from 'kysely'
import { addDays } from '#shared/calendar/dates.ts'
import type { EndpointInput } from '#shared/define-api.ts'
import { businessDate, instantOf } from '#shared/instant.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { noticeRule } from '#spine/assessments/load-facts.ts'
import { currentContract, type CurrentContract } from '#spine/contracts/contracts.store.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { noticesApi, NoticeChannel } from './api.ts'
import { judgeNotice } from './judge-notice.ts'
import { announcedService, noticeErrors, type NoticeKind } from './notice.ts'

type ListInput = EndpointInput<(typeof noticesApi)['endpoints']['listNotices']>['query']

/** The kinds of formal notice that the contract knows, with their limits. */
export async function listNoticeKinds(ctx: SpineCtx) {
  requirePermission(ctx, 'notice:read')
  const { document } = await currentContract(ctx)
  const party = (id: string) => document.parties.find((one) => one.id === id)?.title ?? id
  return { items: document.notices.map((kind) => ({ kind: kind.id, title: kind.title, clause: kind.clause, obligation: kind.obligation, from: party(kind.from), to: party(kind.to), limit: kind.limit.words, form: kind.form, isBefore: kind.limit.direction === 'before', announces: announcedService(document, kind) ?? null })) }
}

/** Occurrences that can still be announced as impossible, or were due lately, each with what a notice would do. */
export async function listAnnounceable(ctx: SpineCtx, { kind: kindId, days }: { kind: string; days: number }) {
  requirePermission(ctx, 'notice:read')
  const { document, contractId } = await currentContract(ctx)
  const kind = document.notices.find((one) => one.id === kindId)
  if (!kind) throw noticeErrors['unknown-kind']({ detail: kindId })
  const service = announcedService(document, kind)
  if (service === undefined) return { items: [] }
  const today = businessDate(ctx.now)
  const rows = await spineTables(ctx)
    .selectFrom('spine.occurrence as o')
    .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
    .leftJoin('spine.assessment as a', 'a.occurrenceId', 'o.occurrenceId')
    .select(['o.occurrenceId', 'o.title', 'o.periodKey', 'o.dueAt', 'b.subsystem', 'b.service', 'b.code', 'b.clause', 'b.judgement'])
    .where('b.contractId', '=', contractId)
    .where('b.service', '=', service)
    .where('o.withdrawnAt', 'is', null)
    .where(sql<boolean>`not o.tags && array['not-applicable', 'previous-operator'] and coalesce(a.verdict, 'not-yet-due') in ('not-yet-due', 'undecided', 'missed')`)
    .where('o.dueAt', '>=', instantOf(addDays(today, -7)))
    .where('o.dueAt', '<', instantOf(addDays(today, days + 1)))
    .orderBy('o.dueAt')
    .orderBy('b.subsystem')
    .limit(500)
    .execute()
  const rule = await noticeRule(ctx)
  return {
    items: rows.map((row) => {
      const { excuses } = rule((row.judgement as { params?: Record<string, unknown> }).params, row)
      return { occurrenceId: row.occurrenceId, title: row.title, subsystem: row.subsystem, dueAt: row.dueAt, excuses: excuses && ctx.now <= row.dueAt, note: row.dueAt < ctx.now ? '已过应办时刻，告知不免责' : excuses ? '可免责，须补做' : '条款和甲方决定都没有规定可免责，只作登记' }
    }),
  }
}

export async function listNotices(ctx: SpineCtx, filter: ListInput) {
  requirePermission(ctx, 'notice:read')
  const contract = await currentContract(ctx)
  let query = notices(ctx)
  if (filter.kind) query = query.where('n.kind', '=', filter.kind)
  if (filter.channel) query = query.where('n.channel', '=', filter.channel)
  if (filter.from) query = query.where('n.sentAt', '>=', instantOf(filter.from))
  if (filter.to) query = query.where('n.sentAt', '<', instantOf(addDays(filter.to, 1)))
  if (filter.search) {
    const pattern = containing(filter.search)
    query = query.where((where) => where.or([where('n.number', 'ilike', pattern), where('n.title', 'ilike', pattern), where('n.recipient', 'ilike', pattern)]))
  }
  const page = await pageOf(spineTables(ctx), query, filter, { sortable: { number: sql.ref('n.number'), sentAt: sql.ref('n.sent_at'), title: sql.ref('n.title') }, order: sql`n.sent_at desc, n.notice_id` })
  return { ...page, items: page.items.map((row) => judged(ctx, contract, row)) }
}

export async function readNotice(ctx: SpineCtx, noticeId: string) {
  requirePermission(ctx, 'notice:read')
  const row = await notices(ctx).select(['n.content', 'n.evidenceId', 'n.proofSm3']).where('n.noticeId', '=', noticeId).executeTakeFirst()
  if (!row) throw noticeErrors['not-found']()
  const occurrences = await spineTables(ctx)
    .selectFrom('spine.noticeOccurrence as l')
    .innerJoin('spine.occurrence as o', 'o.occurrenceId', 'l.occurrenceId')
    .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
    .leftJoin('spine.assessment as a', 'a.occurrenceId', 'o.occurrenceId')
    .leftJoin('spine.workOrder as w', 'w.workOrderId', 'l.makeUpWorkOrderId')
    .select(['o.occurrenceId', 'o.title', 'o.dueAt', 'b.subsystem', 'a.verdict', 'a.lines', 'l.makeUpBy', 'w.workOrderId', 'w.number as workOrderNumber', 'w.state as workOrderState'])
    .where('l.noticeId', '=', noticeId)
    .orderBy('o.dueAt')
    .execute()
  return { ...judged(ctx, await currentContract(ctx), row), content: row.content, evidenceId: row.evidenceId, hasProof: row.proofSm3 !== null, occurrences: occurrences.map(({ verdict, lines, ...one }) => ({ ...one, verdict: verdict ?? 'not-yet-due', lines: (lines ?? []) as string[] })) }
}

function notices(ctx: SpineCtx) {
  return spineTables(ctx)
    .selectFrom('spine.notice as n')
    .leftJoin('platform.userAccount as u', 'u.userId', 'n.authorId')
    .select(['n.noticeId', 'n.number', 'n.kind', 'n.clause', 'n.title', 'n.recipient', 'n.channel', 'n.channelNote', 'n.sentAt', 'n.recordedAt', 'n.eventOn', 'n.proofSm3', 'u.displayName as authorName'])
    .select(sql<string[] | null>`(select array_agg(o.due_at) from spine.notice_occurrence l join spine.occurrence o using (occurrence_id) where l.notice_id = n.notice_id)`.as('dueAts'))
}

type NoticeRow = Awaited<ReturnType<ReturnType<typeof notices>['executeTakeFirstOrThrow']>>

/** The notice with its verdict derived this moment. A kind that left the contract keeps its clause and has no limit to count. */
function judged(ctx: SpineCtx, { document }: CurrentContract, { proofSm3, dueAts, ...row }: NoticeRow) {
  const known = document.notices.find((one) => one.id === row.kind)
  const kind: Pick<NoticeKind, 'title' | 'clause' | 'form' | 'limit'> = known ?? { title: row.kind, clause: row.clause, form: '', limit: { unit: 'none', direction: 'within', words: '未约定' } }
  const facts = { kind, eventOn: row.eventOn, dueAts: (dueAts ?? []).map((due) => new Date(due)), channel: row.channel as NoticeChannel, channelNote: row.channelNote, sentAt: row.sentAt, hasProof: proofSm3 !== null }
  const { verdict, latest, isProvisional, lines, flags } = judgeNotice(facts, ctx.calendar())
  return { ...row, channel: facts.channel, kindTitle: kind.title, occurrenceCount: facts.dueAts.length, verdict, latest, isProvisional, lines: [...lines], flags: [...flags] }
}
