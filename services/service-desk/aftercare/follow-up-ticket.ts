import { businessDate } from '#shared/instant.ts'
import { sql } from 'kysely'
import type { EndpointInput } from '#shared/define-api.ts'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { databaseErrorCode } from '#platform/context/runtime.ts'
import { pageOf } from '#platform/database/page-of.ts'
import type { RequestPriority } from '#spine/requests/api.ts'
import { readContacts, type KindRequest, type SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { aftercareRulesOn } from './aftercare-rules.ts'
import { aftercareErrors, isSampled } from './aftercare.ts'
import type { aftercareApi, FollowUpOutcome, FollowUpVerdict } from './api.ts'
import { followUpState, targetFor } from './follow-up-clock.ts'

/** In the act that closes a ticket: whether it will be asked about, by the rate of the day. Closed twice, it is drawn once. */
export async function drawFollowUp(ctx: SpineCtx, { requestId }: Pick<KindRequest, 'requestId'>): Promise<void> {
  const { samplePercent, targets } = await aftercareRulesOn(ctx, businessDate(ctx.now))
  if (!isSampled(requestId, samplePercent)) return
  const db = serviceDeskTables(ctx)
  const { priority } = await db.selectFrom('spine.request').select('priority').where('requestId', '=', requestId).executeTakeFirstOrThrow()
  const target = targetFor(targets, priority as RequestPriority | null)
  const dueAt = followUpState(ctx, { target, drawnAt: ctx.now, firstDoneAt: null })?.dueAt ?? null
  await db.insertInto('serviceDesk.followUp').values({ requestId, drawnAt: ctx.now, samplePercent, target: JSON.stringify(target), dueAt }).onConflict((conflict) => conflict.column('requestId').doNothing()).execute()
}

type ListInput = EndpointInput<(typeof aftercareApi)['endpoints']['listFollowUps']>['query']

export async function listFollowUps(ctx: SpineCtx, filter: ListInput) {
  requirePermission(ctx, 'follow-up:read')
  const me = actorUserId(ctx.actor)
  let query = serviceDeskTables(ctx)
    .selectFrom('serviceDesk.followUp as f')
    .innerJoin('spine.request as r', 'r.requestId', 'f.requestId')
    .innerJoin('serviceDesk.ticket as t', 't.requestId', 'f.requestId')
    .select(['f.requestId as ticketId', 'r.number', 'r.title', 'r.requesterName', 'r.requesterUnit', 't.contactId', 'r.solution', 'r.closedAt', 'f.drawnAt', 'f.target', 'f.firstDoneAt', 'f.outcome', 'f.score', 'f.remark', 'f.doneAt', 'f.doneByName', 'f.version'])
    // The same rule as the trigger's, so that nobody is offered what would be refused.
    .select(sql<boolean>`(coalesce(r.requester_id <> ${me}, true) and coalesce(r.assignee_id <> ${me}, true) and not exists (select from spine.request_event e where e.request_id = r.request_id and (e.actor_id = ${me} or (e.kind = 'assigned' and e.details ->> 'assigneeId' = ${me}::text))))`.as('isThirdPerson'))
  if (filter.outcome) query = query.where('f.outcome', '=', filter.outcome)
  if (filter.isOverdue) query = query.where('f.firstDoneAt', 'is', null).where('f.dueAt', '<', ctx.now)
  const page = await pageOf(ctx.tx, query, filter, { sortable: { drawnAt: sql.ref('f.drawn_at'), dueAt: sql.ref('f.due_at'), number: sql.ref('r.number') }, order: sql`f.drawn_at desc, f.request_id` })
  const contacts = await readContacts(ctx, page.items.flatMap(({ contactId }) => (contactId === null ? [] : [contactId])))
  const items = page.items.map(({ contactId, target, firstDoneAt, ...row }) => {
    const state = followUpState(ctx, { target, drawnAt: row.drawnAt, firstDoneAt })
    const contact = (contactId === null ? undefined : contacts.get(contactId)) ?? null
    return { ...row, contact, outcome: row.outcome as FollowUpOutcome, dueAt: state?.dueAt ?? null, verdict: (state?.verdict ?? 'none') as FollowUpVerdict, isContractual: state?.contractual ?? false }
  })
  return { ...page, items }
}

export type DoneFollowUp = { readonly version: number; readonly outcome: 'reached' | 'unreached'; readonly score: number | null; readonly remark: string }

/** A third person has asked. Who handled the ticket or asked for it is refused by the database. */
export async function recordFollowUp(ctx: SpineCtx, ticketId: string, { version, outcome, score, remark }: DoneFollowUp): Promise<void> {
  requirePermission(ctx, 'follow-up:call')
  const db = serviceDeskTables(ctx)
  const row = await db.selectFrom('serviceDesk.followUp').select(['version', 'outcome', 'firstDoneAt']).where('requestId', '=', ticketId).forUpdate().executeTakeFirst()
  if (!row) throw aftercareErrors['follow-up-not-found']()
  if (row.version !== version || row.outcome === 'reached') throw aftercareErrors['follow-up-changed']()
  try {
    await db.updateTable('serviceDesk.followUp').set({ outcome, score: outcome === 'reached' ? score : null, remark, doneAt: ctx.now, firstDoneAt: row.firstDoneAt ?? ctx.now, doneBy: actorUserId(ctx.actor), doneByName: actorName(ctx.actor), version: version + 1 }).where('requestId', '=', ticketId).execute()
  } catch (error) {
    if (databaseErrorCode(error) === '23514') throw aftercareErrors['not-third-person']({ cause: error })
    throw error
  }
}
