import { sql } from 'kysely'
import { settleDefaults } from '#spine/contracts/settle-defaults.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import { defaultDecisions } from '#spine/obligations/replan.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { businessDate } from '#shared/instant.ts'
import type { JudgedEvidence } from '#spine/service.ts'
import type { OccurrenceFacts } from './assess-occurrence.ts'

export type LoadedOccurrence = { readonly occurrenceId: string; readonly facts: OccurrenceFacts }

/** What a decision is about; every field given must match an occurrence. */
export type DecisionSubject = {
  readonly obligation?: string
  readonly subsystem?: string
  readonly service?: string
  readonly periodKey?: string
  /** Business dates, both included; the due day must lie within. */
  readonly from?: string
  readonly to?: string
}

/**
 * Reads every fact that the judgement of the given occurrences rests on, in a handful of set-based queries. Only what
 * had happened by `ctx.now` is read, so that a judgement can be made as of any moment.
 */
export async function loadFacts(ctx: SpineCtx, occurrenceIds: readonly string[]): Promise<LoadedOccurrence[]> {
  if (occurrenceIds.length === 0) return []
  const db = spineTables(ctx)
  const ids = [...occurrenceIds]
  const occurrences = await db
    .selectFrom('spine.occurrence as o')
    .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
    .select(['o.occurrenceId', 'o.periodKey', 'o.opensOn', 'o.dueAt', 'o.isProvisional', 'o.tags', 'o.reason', 'b.code', 'b.subsystem', 'b.service', 'b.clause', 'b.evidenceKinds', 'b.judgement'])
    .where('o.occurrenceId', 'in', ids)
    .execute()
  const [orders, evidence, imported, notices, decisions, excuse] = [
    Map.groupBy(await db.selectFrom('spine.workOrder').select(['workOrderId', 'number', 'state', 'submittedAt', 'occurrenceId']).where('occurrenceId', 'in', ids).where('state', '<>', 'cancelled').execute(), (row) => row.occurrenceId),
    Map.groupBy(await evidenceOfOrders(ctx, ids), (row) => row.workOrderId),
    Map.groupBy(await importedEvidence(ctx, ids), (row) => row.occurrenceId),
    Map.groupBy(await noticesOf(ctx, ids), (row) => row.occurrenceId),
    await judgingDecisions(ctx),
    await noticeRule(ctx),
  ]
  const calendarVersion = ctx.calendar().version
  return occurrences.map((row) => {
    const judgement = row.judgement as { rule: string; params?: Record<string, unknown> }
    const rule = ctx.services.get(row.service)?.assessments.find((one) => one.name === judgement.rule)
    return {
      occurrenceId: row.occurrenceId,
      facts: {
        opensOn: row.opensOn,
        dueAt: row.dueAt,
        isProvisional: row.isProvisional,
        tags: row.tags,
        reason: row.reason,
        clause: row.clause,
        calendarVersion,
        evidenceKinds: row.evidenceKinds,
        workOrders: (orders.get(row.occurrenceId) ?? []).map((order) => ({ number: order.number, state: order.state, submittedAt: order.submittedAt, evidence: evidence.get(order.workOrderId) ?? [] })),
        importedEvidence: imported.get(row.occurrenceId) ?? [],
        notices: (notices.get(row.occurrenceId) ?? []).map((notice) => ({ ...notice, ...excuse(judgement.params, row) })),
        decisions: decisions.filter((decision) => covers(decision.subject, row)),
        ...(rule ? { completeness: (judged: readonly JudgedEvidence[]) => rule.judge(judged, judgement.params ?? {}) } : {}),
      },
    }
  })
}

async function evidenceOfOrders(ctx: SpineCtx, ids: string[]) {
  return spineTables(ctx)
    .selectFrom('spine.workOrder as w')
    .innerJoin('spine.workOrderEvidence as l', 'l.workOrderId', 'w.workOrderId')
    .innerJoin('spine.evidence as e', 'e.evidenceId', 'l.evidenceId')
    .select(['w.workOrderId', 'e.evidenceId', 'e.kind', 'e.happenedAt', 'e.body'])
    .where('w.occurrenceId', 'in', ids)
    .execute()
}

async function importedEvidence(ctx: SpineCtx, ids: string[]) {
  const rows = await spineTables(ctx)
    .selectFrom('spine.evidence as e')
    .select(['e.evidenceId', 'e.kind', 'e.happenedAt', 'e.body', sql<string>`e.about ->> 'occurrence'`.as('occurrenceId')])
    .where('e.origin', '=', 'previous-operator')
    .where(sql<string>`e.about ->> 'occurrence'`, 'in', ids)
    .execute()
  return rows
}

/** Notices with the moment at which the make-up order that they opened was carried out. */
async function noticesOf(ctx: SpineCtx, ids: string[]) {
  return spineTables(ctx)
    .selectFrom('spine.noticeOccurrence as l')
    .innerJoin('spine.notice as n', 'n.noticeId', 'l.noticeId')
    .leftJoin('spine.workOrder as w', (join) => join.onRef('w.workOrderId', '=', 'l.makeUpWorkOrderId').on('w.state', '=', 'closed'))
    .select(['l.occurrenceId', 'n.number', 'n.sentAt', 'l.makeUpBy', 'w.submittedAt as madeUpAt'])
    .where('l.occurrenceId', 'in', ids)
    .execute()
}

/** Decisions in force that settle a verdict by themselves. */
async function judgingDecisions(ctx: SpineCtx) {
  const rows = await spineTables(ctx)
    .selectFrom('spine.decision as d')
    .leftJoin('spine.decision as r', 'r.revokesDecisionId', 'd.decisionId')
    .select(['d.kind', 'd.subject', 'd.reason', 'd.decidedByName', 'd.decidedOn'])
    .where('d.kind', 'in', ['waiver', 'suspension', 'not-applicable'])
    .where('d.recordedAt', '<=', ctx.now)
    .where('r.decisionId', 'is', null)
    .orderBy('d.recordedAt')
    .execute()
  return rows.map((row) => ({ ...row, kind: row.kind as 'waiver' | 'suspension' | 'not-applicable', subject: row.subject as DecisionSubject }))
}

/**
 * Whether an advance notice excuses: where the obligation's own clause says so and AMB-13 is settled that way, or where
 * a recorded decision of the client says so.
 */
export async function noticeRule(ctx: SpineCtx) {
  const contract = await currentContract(ctx)
  const settings = settleDefaults(contract.document, await defaultDecisions(ctx, contract.contractId), businessDate(ctx.now))
  const clauseRule = settings.get('AMB-13') as { excuses?: boolean; makeUp?: boolean } | undefined
  const granted = await spineTables(ctx)
    .selectFrom('spine.decision as d')
    .leftJoin('spine.decision as r', 'r.revokesDecisionId', 'd.decisionId')
    .select(['d.subject', 'd.decidedOn', 'd.decidedByName'])
    .where('d.kind', '=', 'notice-excuses')
    .where('r.decisionId', 'is', null)
    .execute()
  return (params: Record<string, unknown> | undefined, row: MatchedOccurrence) => {
    const decision = granted.find(({ subject }) => covers(subject as DecisionSubject, row))
    if (decision) return { excuses: true, excusesBecause: `甲方决定，${decision.decidedByName}，${decision.decidedOn}`, asksMakeUp: true }
    const isForeseen = params?.['noticeExcuses'] === true
    const byClause = isForeseen && clauseRule?.excuses !== false
    return { excuses: byClause, excusesBecause: byClause ? row.clause : '', asksMakeUp: isForeseen && clauseRule?.makeUp !== false }
  }
}

type MatchedOccurrence = { readonly code: string; readonly subsystem: string; readonly service: string; readonly periodKey: string; readonly dueAt: Date; readonly clause: string }

function covers(subject: DecisionSubject, row: MatchedOccurrence): boolean {
  const dueOn = businessDate(row.dueAt)
  return (
    (subject.obligation === undefined || subject.obligation === row.code) &&
    (subject.subsystem === undefined || subject.subsystem === row.subsystem) &&
    (subject.service === undefined || subject.service === row.service) &&
    (subject.periodKey === undefined || subject.periodKey === row.periodKey) &&
    (subject.from === undefined || subject.from <= dueOn) &&
    (subject.to === undefined || dueOn <= subject.to)
  )
}
