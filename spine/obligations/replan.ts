import { sql } from 'kysely'
import { newId } from '#shared/ids.ts'
import { addDays } from '#shared/calendar/dates.ts'
import { businessDate } from '#shared/instant.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import { planOccurrences, type Occurrence } from '#spine/contracts/plan-occurrences.ts'
import type { DefaultDecision } from '#spine/contracts/settle-defaults.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'

export type Replanned = { readonly planned: number; readonly moved: number; readonly withdrawn: number; readonly restored: number }

/** Days beyond today that are always planned, also after the term has ended and the service goes on (合同 四(二)7). */
const HORIZON_DAYS = 62

/**
 * Brings the occurrences into step with contract, decisions and calendar. Deterministic and idempotent: what did not
 * change is not touched; what changed leaves an event with its cause; nothing is ever deleted.
 */
export async function replan(ctx: SpineCtx, cause: string): Promise<Replanned> {
  // One planner at a time: two imports at once would each see a half-made plan.
  await sql`select pg_advisory_xact_lock(7100010)`.execute(ctx.tx)
  const contract = await currentContract(ctx)
  const decisions = await defaultDecisions(ctx, contract.contractId)
  const horizon = addDays(businessDate(ctx.now), HORIZON_DAYS)
  const { occurrences } = planOccurrences({
    document: contract.document,
    decisions,
    calendar: ctx.calendar(),
    from: contract.termFrom,
    to: horizon > contract.termTo ? horizon : contract.termTo,
  })
  return applyPlan(ctx, contract.contractId, occurrences, cause)
}

/** Decisions on ambiguities in the order of their recording, without those revoked. */
export async function defaultDecisions(ctx: Pick<SpineCtx, 'tx'>, contractId: string): Promise<DefaultDecision[]> {
  const rows = await spineTables(ctx)
    .selectFrom('spine.decision as d')
    .leftJoin('spine.decision as r', 'r.revokesDecisionId', 'd.decisionId')
    .select(['d.subject', 'd.effectiveOn'])
    .where('d.contractId', '=', contractId)
    .where('d.kind', '=', 'ambiguity-default')
    .where('r.decisionId', 'is', null)
    .orderBy('d.recordedAt')
    .execute()
  return rows.map(({ subject, effectiveOn }) => ({ ...(subject as { ambiguity: string; option: string }), effectiveOn }))
}

type Known = { occurrenceId: string; obligationId: string; periodKey: string; opensOn: string; endsOn: string; dueAt: Date; isProvisional: boolean; tags: string[]; title: string; withdrawnAt: Date | null }

async function applyPlan(ctx: SpineCtx, contractId: string, occurrences: readonly Occurrence[], cause: string): Promise<Replanned> {
  const db = spineTables(ctx)
  const obligations = await db.selectFrom('spine.obligation').select(['obligationId', 'code', 'subsystem']).where('contractId', '=', contractId).execute()
  const obligationIds = new Map(obligations.map((row) => [`${row.code} ${row.subsystem}`, row.obligationId]))
  const rows: Known[] = await db
    .selectFrom('spine.occurrence as o')
    .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
    .select(['o.occurrenceId', 'o.obligationId', 'o.periodKey', 'o.opensOn', 'o.endsOn', 'o.dueAt', 'o.isProvisional', 'o.tags', 'o.title', 'o.withdrawnAt'])
    .where('b.contractId', '=', contractId)
    // What an event brought about (合同 M3-06) was never planned and cannot be planned away.
    .where(sql<boolean>`not 'on-event' = any(o.tags)`)
    .execute()
  const known = new Map(rows.map((row) => [`${row.obligationId} ${row.periodKey}`, row]))
  const events: Array<{ occurrenceId: string; kind: 'planned' | 'moved' | 'withdrawn' | 'restored'; before?: unknown; after?: unknown }> = []
  const fresh: Array<ReturnType<typeof factsOf> & { occurrenceId: string; obligationId: string; periodKey: string; plannedAt: Date }> = []

  for (const occurrence of occurrences) {
    const obligationId = obligationIds.get(`${occurrence.obligation} ${occurrence.subsystem}`)
    if (!obligationId) throw new Error(`no obligation ${occurrence.obligation} for ${occurrence.subsystem}`)
    const key = `${obligationId} ${occurrence.periodKey}`
    const before = known.get(key)
    known.delete(key)
    const facts = factsOf(occurrence)
    if (!before) {
      const occurrenceId = newId(ctx.now)
      fresh.push({ occurrenceId, obligationId, periodKey: occurrence.periodKey, plannedAt: ctx.now, ...facts })
      events.push({ occurrenceId, kind: 'planned' })
    } else if (before.withdrawnAt !== null || isDifferent(before, facts)) {
      await db.updateTable('spine.occurrence').set({ ...facts, withdrawnAt: null }).where('occurrenceId', '=', before.occurrenceId).execute()
      events.push({ occurrenceId: before.occurrenceId, kind: before.withdrawnAt === null ? 'moved' : 'restored', before: shown(before), after: shown({ ...facts, dueAt: new Date(facts.dueAt) }) })
    }
  }
  for (const left of known.values()) {
    if (left.withdrawnAt !== null) continue
    await db.updateTable('spine.occurrence').set({ withdrawnAt: ctx.now }).where('occurrenceId', '=', left.occurrenceId).execute()
    events.push({ occurrenceId: left.occurrenceId, kind: 'withdrawn', before: shown(left) })
  }
  for (const part of slices(fresh, 1_000)) await db.insertInto('spine.occurrence').values(part).execute()
  for (const part of slices(events, 1_000)) {
    await db
      .insertInto('spine.occurrenceEvent')
      .values(part.map(({ occurrenceId, kind, before, after }) => ({ occurrenceId, at: ctx.now, kind, cause, before: before ? JSON.stringify(before) : null, after: after ? JSON.stringify(after) : null })))
      .execute()
  }
  const count = (kind: string) => events.filter((event) => event.kind === kind).length
  return { planned: count('planned'), moved: count('moved'), withdrawn: count('withdrawn'), restored: count('restored') }
}

function factsOf(occurrence: Occurrence) {
  return {
    title: occurrence.title,
    opensOn: occurrence.opensOn,
    endsOn: occurrence.endsOn,
    dueAt: occurrence.dueAt,
    unit: occurrence.unit,
    isProvisional: occurrence.isProvisional,
    tags: [...occurrence.tags] as string[],
    reason: occurrence.reason ?? null,
  }
}

function isDifferent(before: Known, facts: ReturnType<typeof factsOf>): boolean {
  return (
    before.opensOn !== facts.opensOn ||
    before.endsOn !== facts.endsOn ||
    before.dueAt.getTime() !== Date.parse(facts.dueAt) ||
    before.isProvisional !== facts.isProvisional ||
    before.title !== facts.title ||
    before.tags.join() !== facts.tags.join()
  )
}

function shown({ opensOn, dueAt, isProvisional, tags }: Pick<Known, 'opensOn' | 'dueAt' | 'isProvisional' | 'tags'>) {
  return { opensOn, dueAt: dueAt.toISOString(), isProvisional, tags }
}

function slices<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}
