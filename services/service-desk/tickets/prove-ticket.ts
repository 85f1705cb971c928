import { formatInstant } from '#shared/instant.ts'
import { clockStates, lockRequest, readClock, recordEvidence, type KindRequest, type SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { SOLUTION_TARGET } from '../rules/ticket-rules.ts'
import type { TicketForm } from './ticket-form.ts'
import { findTicket } from './tickets.store.ts'

/** How the person who asked agreed; silence is named as what it is. */
const CONFIRMED_BY: Readonly<Record<string, string>> = { accepted: '答复确认', 'silently-accepted': '逾期未答复，视为确认' }

/**
 * The two proofs of M1-02, written in the act that closes the ticket: what was done by when, and that the person who asked
 * agreed. Neither names a caller or a number: evidence is for ever, personal data is not.
 */
export async function proveTicket(ctx: SpineCtx, request: KindRequest<TicketForm>): Promise<string[]> {
  const { requestId, number, subsystem, title, occurrenceId } = request
  const ticket = await findTicket(ctx, requestId)
  const row = await lockRequest(ctx, requestId)
  const events = await serviceDeskTables(ctx).selectFrom('spine.requestEvent').select(['at', 'kind', 'actorName']).where('requestId', '=', requestId).orderBy('requestEventId').execute()
  const clocks = clockStates(ctx, await readClock(ctx, row)).map(({ name, verdict, contractual, dueAt, elapsedMinutes, pausedMinutes }) => ({ name, verdict, contractual, dueAt: dueAt && formatInstant(dueAt), elapsedMinutes, pausedMinutes }))
  const about = { service: 'service-desk', subsystem, request: number, ...(occurrenceId ? { occurrence: occurrenceId, obligation: 'M1-02' } : {}) }
  const happenedAt = request.deliveredAt ?? ctx.now
  const done = await recordEvidence(ctx, {
    kind: 'service-ticket',
    title: `服务工单 ${number} ${title}`.slice(0, 200),
    about,
    happenedAt,
    body: {
      ticket: number,
      subsystem,
      line: ticket.line,
      category: ticket.category,
      priority: row.priority,
      rulesOn: ticket.rulesOn,
      receivedAt: formatInstant(ticket.receivedAt),
      firstAnsweredAt: formatInstant(ticket.firstAnsweredAt ?? happenedAt),
      deliveredAt: formatInstant(happenedAt),
      solution: row.solution,
      reopened: events.filter(({ kind }) => kind === 'reopened' || kind === 'delivery-returned').length,
      clocks,
      solutionTarget: SOLUTION_TARGET,
    },
  })
  const agreed = events.findLast(({ kind }) => kind in CONFIRMED_BY)
  if (!agreed) return [done.evidenceId]
  const confirmed = await recordEvidence(ctx, {
    kind: 'user-confirmation',
    title: `${number} ${CONFIRMED_BY[agreed.kind]}`,
    about,
    happenedAt: agreed.at,
    body: { ticket: number, how: agreed.kind, words: CONFIRMED_BY[agreed.kind], by: agreed.actorName, at: formatInstant(agreed.at) },
  })
  return [done.evidenceId, confirmed.evidenceId]
}
