import { sql } from 'kysely'
import { addDays } from '#shared/calendar/dates.ts'
import type { EndpointInput } from '#shared/define-api.ts'
import { instantOf } from '#shared/instant.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { assessOccurrence } from '#spine/assessments/assess-occurrence.ts'
import { loadFacts } from '#spine/assessments/load-facts.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { obligationsApi } from './api.ts'

type Query<K extends keyof (typeof obligationsApi)['endpoints']> = EndpointInput<(typeof obligationsApi)['endpoints'][K]> extends { query: infer Q } ? Q : never

export const occurrenceErrors = defineErrors('occurrence', { 'not-found': [404, '没有这个应办事项'] })

/** Verdict of an occurrence that has not been judged yet: it has not opened, or is set aside from the start. */
const verdictOf = sql<string>`coalesce(a.verdict, case when o.tags && array['not-applicable', 'previous-operator'] then 'not-applicable' else 'not-yet-due' end)`

function occurrences(ctx: SpineCtx, contractId: string) {
  return spineTables(ctx)
    .selectFrom('spine.occurrence as o')
    .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
    .leftJoin('spine.assessment as a', 'a.occurrenceId', 'o.occurrenceId')
    .leftJoin('spine.workOrder as w', (join) => join.onRef('w.occurrenceId', '=', 'o.occurrenceId').on('w.state', '<>', 'cancelled'))
    .select([
      'o.occurrenceId', 'b.code as obligation', 'o.title', 'b.subsystem', 'b.service', 'b.clause', 'o.periodKey', 'o.opensOn', 'o.dueAt',
      'o.isProvisional', 'o.tags', 'a.fulfilledAt', 'w.workOrderId', 'w.number as workOrderNumber',
    ])
    .select(verdictOf.as('verdict'))
    .where('b.contractId', '=', contractId)
    .where('o.withdrawnAt', 'is', null)
}

export async function listOccurrences(ctx: SpineCtx, filter: Query<'listOccurrences'>) {
  let query = occurrences(ctx, (await currentContract(ctx)).contractId)
  if (filter.service) query = query.where('b.service', '=', filter.service)
  if (filter.subsystem) query = query.where('b.subsystem', '=', filter.subsystem)
  if (filter.obligation) query = query.where('b.code', '=', filter.obligation)
  if (filter.periodKey) query = query.where('o.periodKey', '=', filter.periodKey)
  if (filter.verdict) query = query.where(verdictOf, 'in', filter.verdict.split(','))
  if (filter.dueFrom) query = query.where('o.dueAt', '>=', instantOf(filter.dueFrom))
  if (filter.dueTo) query = query.where('o.dueAt', '<', instantOf(addDays(filter.dueTo, 1)))
  if (filter.search) {
    const pattern = containing(filter.search)
    query = query.where((where) => where.or([where('o.title', 'ilike', pattern), where('b.code', 'ilike', pattern), where('o.periodKey', 'ilike', pattern)]))
  }
  return pageOf(spineTables(ctx), query, filter, {
    sortable: { dueAt: sql.ref('o.due_at'), opensOn: sql.ref('o.opens_on'), title: sql.ref('o.title'), obligation: sql.ref('b.code'), subsystem: sql.ref('b.subsystem') },
    order: sql`o.due_at, o.occurrence_id`,
  })
}

/** One occurrence with its clause, its history, its work and proof, and the reasons of its verdict derived this moment. */
export async function readOccurrence(ctx: SpineCtx, occurrenceId: string) {
  const db = spineTables(ctx)
  const contract = await currentContract(ctx)
  const row = await occurrences(ctx, contract.contractId).select(['b.duty', 'b.judgement', 'b.evidenceKinds', 'b.moneyRules', 'o.reason']).where('o.occurrenceId', '=', occurrenceId).executeTakeFirst()
  const [loaded] = await loadFacts(ctx, [occurrenceId])
  if (!row || !loaded) throw occurrenceErrors['not-found']()
  const { verdict, fulfilledAt, lines } = assessOccurrence(loaded.facts, ctx.now)
  const titles = contract.document.evidenceKinds
  return {
    ...row,
    verdict,
    fulfilledAt,
    lines: [...lines],
    judgement: (row.judgement as { text: string }).text,
    evidenceKinds: row.evidenceKinds.map((kind) => titles[kind] ?? kind),
    events: await db.selectFrom('spine.occurrenceEvent').select(['at', 'kind', 'cause', 'before', 'after']).where('occurrenceId', '=', occurrenceId).orderBy('occurrenceEventId').execute(),
    workOrders: await db.selectFrom('spine.workOrder').select(['workOrderId', 'number', 'state']).where('occurrenceId', '=', occurrenceId).orderBy('number').execute(),
    evidence: await db.selectFrom('spine.evidence').select(['evidenceId', 'kind', 'title', 'happenedAt', 'origin']).where(sql<boolean>`about @> ${JSON.stringify({ occurrence: occurrenceId })}`).orderBy('happenedAt').execute(),
    notices: await db.selectFrom('spine.noticeOccurrence as l').innerJoin('spine.notice as n', 'n.noticeId', 'l.noticeId').select(['n.noticeId', 'n.number', 'n.sentAt']).where('l.occurrenceId', '=', occurrenceId).orderBy('n.sentAt').execute(),
  }
}

export async function listObligations(ctx: SpineCtx, filter: Query<'listObligations'>) {
  const contract = await currentContract(ctx)
  let query = spineTables(ctx)
    .selectFrom('spine.obligation as b')
    .select(['b.obligationId', 'b.code', 'b.subsystem', 'b.service', 'b.clause', 'b.title', 'b.duty', 'b.actors', 'b.evidenceKinds', 'b.moneyRules', 'b.isCurrent', 'b.cadences'])
    .select([plannedCount.as('planned'), judgedCount(['met', 'late']).as('met'), judgedCount(['missed']).as('missed')])
    .where('b.contractId', '=', contract.contractId)
  if (filter.service) query = query.where('b.service', '=', filter.service)
  if (filter.subsystem) query = query.where('b.subsystem', '=', filter.subsystem)
  if (filter.code) query = query.where('b.code', '=', filter.code)
  if (filter.search) {
    const pattern = containing(filter.search)
    query = query.where((where) => where.or([where('b.title', 'ilike', pattern), where('b.duty', 'ilike', pattern), where('b.code', 'ilike', pattern), where('b.clause', 'ilike', pattern)]))
  }
  const page = await pageOf(spineTables(ctx), query, filter, { sortable: { code: sql.ref('b.code'), service: sql.ref('b.service'), subsystem: sql.ref('b.subsystem') }, order: sql`b.code, b.subsystem` })
  return { ...page, items: page.items.map(({ cadences, ...item }) => ({ ...item, cadence: cadenceWords(cadences) })) }
}

const plannedCount = sql<number>`(select count(*) from spine.occurrence o where o.obligation_id = b.obligation_id and o.withdrawn_at is null and not o.tags && array['not-applicable', 'previous-operator'])`

function judgedCount(verdicts: readonly string[]) {
  return sql<number>`(select count(*) from spine.occurrence o join spine.assessment a using (occurrence_id) where o.obligation_id = b.obligation_id and o.withdrawn_at is null and a.verdict = any(${sql.val([...verdicts])}::text[]))`
}

const CADENCE_WORDS: Readonly<Record<string, string>> = {
  once: '一次', daily: '每日', weekly: '每周', monthly: '每月', quarterly: '每季', 'half-yearly': '每半年', yearly: '每年', holiday: '每逢重大节日', 'on-event': '按事件', continuous: '持续',
}

function cadenceWords(cadences: unknown): string {
  return (cadences as Array<{ kind: string }>).map(({ kind }) => CADENCE_WORDS[kind] ?? kind).join('、')
}

/** Counts by day and verdict, with what kind of day each is. */
export async function readCalendar(ctx: SpineCtx, range: Query<'getCalendar'>) {
  const contract = await currentContract(ctx)
  const { rows } = await sql<{ date: string; verdict: string; count: number }>`
    select to_char(o.due_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as date, ${verdictOf} as verdict, count(*) as count
    from spine.occurrence o join spine.obligation b using (obligation_id) left join spine.assessment a using (occurrence_id)
    where b.contract_id = ${contract.contractId} and o.withdrawn_at is null
      and o.due_at >= ${instantOf(range.from)} and o.due_at < ${instantOf(addDays(range.to, 1))}
      and (${range.service ?? null}::text is null or b.service = ${range.service ?? null}) and (${range.subsystem ?? null}::text is null or b.subsystem = ${range.subsystem ?? null})
    group by 1, 2`.execute(ctx.tx)
  const byDay = Map.groupBy(rows, (row) => row.date)
  const calendar = ctx.calendar()
  const days = []
  for (let date = range.from; date <= range.to && days.length < 800; date = addDays(date, 1)) {
    const counts = Object.fromEntries((byDay.get(date) ?? []).map(({ verdict, count }) => [verdict, count]))
    const day = calendar.dayOf(date)
    const planned = Object.entries(counts).reduce((sum, [verdict, count]) => sum + (verdict === 'not-applicable' ? 0 : count), 0)
    days.push({ date, kind: day.kind, name: day.name ?? null, isProvisional: day.isProvisional, planned, counts })
  }
  return { days, calendarVersion: calendar.version }
}
