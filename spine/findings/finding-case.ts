import { businessDate, formatInstant } from '#shared/instant.ts'
import { newId } from '#shared/ids.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { recordEvidence } from '#spine/evidence/record-evidence.ts'
import { attachEvidence } from '#spine/work-orders/attach-evidence.ts'
import type { FindingRow } from './findings.store.ts'

/** Word of the contract's register for the event that obliges (M3-06). */
const EVENT = '发现隐患'
/** A case without a limit of its own: 及时 is not a number, so the default of a week keeps it from being forgotten. */
const DEFAULT_DAYS = 7

/**
 * A finding in a subsystem whose contract obliges on it (合同 M3-06 隐患排除) is an occurrence of that obligation, from
 * the moment it was found. `openDueWork` makes its work order as for every other occurrence.
 */
export async function openFindingCase(ctx: SpineCtx, finding: { number: string; title: string; subsystem: string; dueAt?: Date | undefined }): Promise<void> {
  const obligation = await obligationOnFinding(ctx, finding.subsystem)
  if (!obligation) return
  const dueAt = finding.dueAt ?? new Date(ctx.now.getTime() + DEFAULT_DAYS * 86_400_000)
  const occurrenceId = newId(ctx.now)
  const db = spineTables(ctx)
  await db
    .insertInto('spine.occurrence')
    .values({
      occurrenceId,
      obligationId: obligation.obligationId,
      periodKey: finding.number,
      title: `${obligation.title}：${finding.title}`.slice(0, 200),
      opensOn: businessDate(ctx.now),
      endsOn: businessDate(dueAt),
      dueAt,
      unit: 'immediate',
      isProvisional: false,
      tags: ['on-event'],
      reason: null,
      plannedAt: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db.insertInto('spine.occurrenceEvent').values({ occurrenceId, at: ctx.now, kind: 'planned', cause: `登记隐患 ${finding.number}` }).execute()
}

/** The closure by a re-check, with the whole timeline, becomes the proof of the case's work order. */
export async function closeFindingCase(ctx: SpineCtx, finding: FindingRow, recheckEvidenceId: string): Promise<void> {
  const db = spineTables(ctx)
  const order = await db
    .selectFrom('spine.occurrence as o')
    .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
    .leftJoin('spine.workOrder as w', (join) => join.onRef('w.occurrenceId', '=', 'o.occurrenceId').on('w.state', 'not in', ['cancelled', 'closed']))
    .select(['o.occurrenceId', 'b.code', 'b.clause', 'b.service', 'w.workOrderId', 'w.number'])
    .where('o.periodKey', '=', finding.number)
    .where('b.subsystem', '=', finding.subsystem)
    .executeTakeFirst()
  if (!order) return
  const events = await db.selectFrom('spine.findingEvent').select(['at', 'kind', 'actorName', 'note']).where('findingId', '=', finding.findingId).orderBy('findingEventId').execute()
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'finding-closure',
    title: `隐患 ${finding.number} 消除记录`,
    about: { service: order.service, subsystem: finding.subsystem, obligation: order.code, clause: order.clause, occurrence: order.occurrenceId, finding: finding.number, ...(order.number ? { workOrder: order.number } : {}) },
    body: { finding: finding.number, title: finding.title, recheckEvidence: recheckEvidenceId, timeline: events.map(({ at, ...event }) => ({ at: formatInstant(at), ...event })) },
  })
  if (order.workOrderId) await attachEvidence(ctx, order.workOrderId, [evidenceId])
}

async function obligationOnFinding(ctx: SpineCtx, subsystem: string) {
  const rows = await spineTables(ctx)
    .selectFrom('spine.obligation as b')
    .innerJoin('spine.contract as c', 'c.contractId', 'b.contractId')
    .select(['b.obligationId', 'b.title', 'b.cadences'])
    .where('b.subsystem', '=', subsystem)
    .where('b.isCurrent', '=', true)
    .where('c.termFrom', '<=', businessDate(ctx.now))
    .orderBy('c.loadedAt', 'desc')
    .execute()
  return rows.find((row) => (row.cadences as Array<{ kind: string; event?: string }>).some((cadence) => cadence.kind === 'on-event' && cadence.event === EVENT))
}
