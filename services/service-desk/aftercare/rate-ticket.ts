import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { databaseErrorCode } from '#platform/context/runtime.ts'
import { findRequest, type SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { aftercareErrors } from './aftercare.ts'

export type Rating = { readonly score: number; readonly remark: string }

/** The requester rates his own ticket once it is closed. */
export async function rateTicket(ctx: SpineCtx, ticketId: string, rating: Rating): Promise<void> {
  requirePermission(ctx, 'help:ask')
  await findRequest(ctx, ticketId)
  await rate(ctx, ticketId, 'portal', rating)
}

/** Within an act that knows who rates. That it is the requester, and after closing, is kept by the database. */
export async function rate(ctx: SpineCtx, ticketId: string, channel: 'portal' | 'link', { score, remark }: Rating): Promise<void> {
  try {
    await serviceDeskTables(ctx).insertInto('serviceDesk.survey').values({ requestId: ticketId, channel, score, remark, answeredAt: ctx.now, answeredBy: channel === 'portal' ? actorUserId(ctx.actor) : null }).execute()
  } catch (error) {
    if (databaseErrorCode(error) === '23505') throw aftercareErrors['rated-before']({ cause: error })
    if (databaseErrorCode(error) === '23514' || databaseErrorCode(error) === '23503') throw aftercareErrors['not-rated']({ cause: error })
    throw error
  }
}

/** What was rated, and whether it still may be; for the requester and for whoever may see tickets. */
export async function ratingOf(ctx: Pick<SpineCtx, 'tx'>, ticketId: string) {
  return (await serviceDeskTables(ctx).selectFrom('serviceDesk.survey').select(['score', 'remark', 'answeredAt']).where('requestId', '=', ticketId).executeTakeFirst()) ?? null
}
