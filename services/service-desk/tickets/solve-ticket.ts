import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { changeRequest, deliver, lockRequest, spineTables, type RequestRow, type SpineCtx } from '#spine/spine.ts'
import { tellByMail } from '../mail/tell-by-mail.ts'
import { ticketErrors } from './ticket.ts'
import { changeTicket, findTicket, lockTicket, requireOpen } from './tickets.store.ts'

export type SolveTicket = {
  readonly version: number
  readonly solution: string
  /** Children that the same solution settles; each is delivered to the person who asked for it. */
  readonly childIds: readonly string[]
}

/** The solution goes out to the person who asked, and with it to those whose tickets hang below. All or nothing. */
export async function solveTicket(ctx: SpineCtx, ticketId: string, { version, solution, childIds }: SolveTicket): Promise<RequestRow> {
  requirePermission(ctx, 'ticket:handle')
  const { request } = await lockTicket(ctx, ticketId, version)
  const open = new Set((await openChildren(ctx, ticketId)).map(({ requestId }) => requestId))
  if (childIds.some((id) => !open.has(id))) throw ticketErrors['not-children']()
  const solved = await solve(ctx, request, solution)
  for (const childId of [...new Set(childIds)].toSorted()) await solve(ctx, await lockRequest(ctx, childId), `随上级工单 ${request.number} 解决：${solution}`)
  return solved
}

/** Within an act that has checked its own permission: whoever delivers is who may not accept. */
export async function solve(ctx: SpineCtx, row: RequestRow, solution: string): Promise<RequestRow> {
  requireOpen(row)
  const held = row.assigneeId === null ? await changeRequest(ctx, row, { assigneeId: actorUserId(ctx.actor) }) : row
  const ticket = await findTicket(ctx, row.requestId)
  if (ticket.firstAnsweredAt === null) await changeTicket(ctx, row.requestId, { firstAnsweredAt: ctx.now, firstAnsweredBy: actorUserId(ctx.actor), firstAnswer: solution })
  const delivered = await deliver(ctx, held, solution)
  await tellByMail(ctx, row, solution)
  return delivered
}

/** Tickets directly below that somebody still waits for. */
export function openChildren(ctx: SpineCtx, ticketId: string) {
  return spineTables(ctx)
    .selectFrom('spine.requestLink as l')
    .innerJoin('spine.request as r', 'r.requestId', 'l.fromRequestId')
    .select(['r.requestId', 'r.number', 'r.title', 'r.requesterName', 'r.requesterUnit', 'r.state', 'r.version'])
    .where('l.toRequestId', '=', ticketId)
    .where('l.kind', '=', 'child-of')
    .where('l.unlinkedAt', 'is', null)
    .where('r.kind', '=', 'service-desk.ticket')
    .where('r.state', 'in', ['ready', 'in-progress', 'waiting'])
    .orderBy('r.number')
    .execute()
}
