import { formatInstant } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { recordEvidence } from '#spine/evidence/record-evidence.ts'
import { obligationOnEvent, openEventOccurrence } from '#spine/obligations/open-event-occurrence.ts'
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
  const obligation = await obligationOnEvent(ctx, { subsystem: finding.subsystem, event: EVENT })
  if (!obligation) return
  const dueAt = finding.dueAt ?? new Date(ctx.now.getTime() + DEFAULT_DAYS * 86_400_000)
  await openEventOccurrence(ctx, { obligationId: obligation.obligationId, key: finding.number, title: `${obligation.title}：${finding.title}`, dueAt, unit: 'immediate', cause: `登记隐患 ${finding.number}` })
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
