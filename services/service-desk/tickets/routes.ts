import { implementApi } from '#platform/http/implement-api.ts'
import type { RequestState } from '#spine/requests/api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { ticketRulesApi } from '../rules/api.ts'
import { readTicketRules } from '../rules/read-ticket-rules.ts'
import { setTicketRules } from '../rules/set-ticket-rules.ts'
import { answerTicket } from './answer-ticket.ts'
import { ticketsApi, ticketViews } from './api.ts'
import { keepCallBack, promiseCallBack } from './call-back-ticket.ts'
import { enterTicket } from './enter-ticket.ts'
import { countTickets, findCaller, listTickets, readTicket } from './read-tickets.ts'
import { reclassifyTicket } from './reclassify-ticket.ts'
import { solveTicket } from './solve-ticket.ts'

export const ticketRoutes = implementApi<typeof ticketsApi.endpoints, SpineCtx>(ticketsApi, {
  listTickets: (ctx, { query }) => listTickets(ctx, query),
  countTickets: (ctx) => countTickets(ctx, Object.fromEntries(Object.entries(ticketViews).filter(([view]) => view !== 'all').map(([view, { query }]) => [view, query]))),
  getCaller: (ctx, { query }) => findCaller(ctx, query.contactId),
  async enterTicket(ctx, { body }, facts) {
    const row = await enterTicket(ctx, body)
    facts.tellAudit({ object: { kind: 'ticket', id: row.requestId }, details: { number: row.number, state: row.state } })
    return { ticketId: row.requestId, number: row.number, state: row.state as RequestState, version: row.version }
  },
  getTicket: (ctx, { params }) => readTicket(ctx, params.ticketId),
  answerTicket: (ctx, { params, body }) => answerTicket(ctx, params.ticketId, body.version, body.answer),
  solveTicket: (ctx, { params, body }) => solveTicket(ctx, params.ticketId, body),
  reclassifyTicket: (ctx, { params, body }) => reclassifyTicket(ctx, params.ticketId, body),
  promiseCallBack: (ctx, { params, body: { version, ...promise } }) => promiseCallBack(ctx, params.ticketId, version, promise),
  keepCallBack: (ctx, { params, body: { version, ...kept } }) => keepCallBack(ctx, params.ticketId, version, kept),
})

export const ticketRulesRoutes = implementApi<typeof ticketRulesApi.endpoints, SpineCtx>(ticketRulesApi, {
  getTicketRules: (ctx) => readTicketRules(ctx),
  setTicketRules: (ctx, { body }, facts) => {
    facts.tellAudit({ object: { kind: 'ticket-rules', id: body.effectiveOn }, details: body })
    return setTicketRules(ctx, body)
  },
})
