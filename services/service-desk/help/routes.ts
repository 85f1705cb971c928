import { implementApi } from '#platform/http/implement-api.ts'
import type { RequestState } from '#spine/requests/api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { rateTicket } from '../aftercare/rate-ticket.ts'
import { helpApi } from './api.ts'
import { askForHelp, readRating } from './ask-for-help.ts'

export const helpRoutes = implementApi<typeof helpApi.endpoints, SpineCtx>(helpApi, {
  async askForHelp(ctx, { body }, facts) {
    const row = await askForHelp(ctx, body)
    facts.tellAudit({ object: { kind: 'ticket', id: row.requestId }, details: { number: row.number } })
    return { ticketId: row.requestId, number: row.number, state: row.state as RequestState }
  },
  getRating: (ctx, { params }) => readRating(ctx, params.ticketId),
  rateTicket: (ctx, { params, body }, facts) => {
    facts.tellAudit({ object: { kind: 'ticket', id: params.ticketId }, details: { score: body.score } })
    return rateTicket(ctx, params.ticketId, body)
  },
})
