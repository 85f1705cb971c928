import { businessDate } from '#shared/instant.ts'
import { newId } from '#shared/ids.ts'
import type { Ctx } from '#platform/context/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'

export type EventOccurrence = {
  readonly obligationId: string
  /** Number of what happened: an event obliges once, however often it is told. */
  readonly key: string
  readonly title: string
  /** When it happened; now when absent. */
  readonly happenedAt?: Date
  readonly dueAt: Date
  readonly unit: string
  readonly isProvisional?: boolean
  /** What happened, in words for the history. */
  readonly cause: string
}

/** The obligation that the contract in force ties to an event (发现隐患, 收到申请表 …) in a subsystem; of one module when it is named. */
export async function obligationOnEvent(ctx: Ctx, { subsystem, service, event }: { readonly subsystem: string; readonly service?: string; readonly event: string }) {
  let query = spineTables(ctx)
    .selectFrom('spine.obligation as b')
    .innerJoin('spine.contract as c', 'c.contractId', 'b.contractId')
    .select(['b.obligationId', 'b.code', 'b.title', 'b.cadences'])
    .where('b.subsystem', '=', subsystem)
    .where('b.isCurrent', '=', true)
    .where('c.termFrom', '<=', businessDate(ctx.now))
    .orderBy('c.loadedAt', 'desc')
  if (service !== undefined) query = query.where('b.service', '=', service)
  const rows = await query.execute()
  return rows.find(({ cadences }) => (cadences as Array<{ kind: string; event?: string }>).some((cadence) => cadence.kind === 'on-event' && cadence.event === event))
}

/**
 * What an event brought about: an occurrence from the day of the event, never planned and never planned away. Told again, only the
 * due moment is brought up to date (a calendar may have been imported meanwhile), and what was withdrawn is owed again.
 */
export async function openEventOccurrence(ctx: Ctx, { obligationId, key, title, happenedAt = ctx.now, dueAt, unit, isProvisional = false, cause }: EventOccurrence): Promise<string> {
  const db = spineTables(ctx)
  const facts = { dueAt, endsOn: businessDate(dueAt), isProvisional, withdrawnAt: null }
  const known = await db.selectFrom('spine.occurrence').select(['occurrenceId', 'dueAt', 'isProvisional', 'withdrawnAt']).where('obligationId', '=', obligationId).where('periodKey', '=', key).forUpdate().executeTakeFirst()
  const occurrenceId = known?.occurrenceId ?? newId(ctx.now)
  if (!known) {
    await db
      .insertInto('spine.occurrence')
      .values({ occurrenceId, obligationId, periodKey: key, title: title.slice(0, 200), opensOn: businessDate(happenedAt), unit, tags: ['on-event'], reason: null, plannedAt: ctx.now, ...facts })
      .execute()
  } else if (known.dueAt.getTime() === dueAt.getTime() && known.isProvisional === isProvisional && known.withdrawnAt === null) {
    return occurrenceId
  } else {
    await db.updateTable('spine.occurrence').set(facts).where('occurrenceId', '=', occurrenceId).execute()
  }
  await db
    .insertInto('spine.occurrenceEvent')
    .values({ occurrenceId, at: ctx.now, kind: known ? (known.withdrawnAt === null ? 'moved' : 'restored') : 'planned', cause, before: known ? JSON.stringify({ dueAt: known.dueAt.toISOString(), isProvisional: known.isProvisional }) : null, after: JSON.stringify({ dueAt: dueAt.toISOString(), isProvisional }) })
    .execute()
  return occurrenceId
}
