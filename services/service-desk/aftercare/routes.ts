import { implementApi, type RequestFacts } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { readAftercareRules, setAftercareRules } from './aftercare-rules.ts'
import { aftercareApi, followApi } from './api.ts'
import { issueFollowLink } from './follow-link.ts'
import { acceptByLink, followTicket, rateByLink, returnByLink } from './follow-ticket.ts'
import { listFollowUps, recordFollowUp } from './follow-up-ticket.ts'

export const aftercareRoutes = implementApi<typeof aftercareApi.endpoints, SpineCtx>(aftercareApi, {
  listFollowUps: (ctx, { query }) => listFollowUps(ctx, query),
  recordFollowUp: (ctx, { params, body }) => recordFollowUp(ctx, params.ticketId, body),
  getAftercareRules: (ctx) => readAftercareRules(ctx),
  setAftercareRules: (ctx, { body }, facts) => {
    facts.tellAudit({ object: { kind: 'aftercare-rules', id: body.effectiveOn }, details: body })
    return setAftercareRules(ctx, body)
  },
  issueFollowLink: (ctx, { params, body }) => issueFollowLink(ctx, params.ticketId, body.version),
})

const tell = ({ tellAudit }: RequestFacts, ticketId: string) => tellAudit({ actor: { kind: 'system', name: '跟踪链接' }, object: { kind: 'ticket', id: ticketId } })

export const followRoutes = implementApi<typeof followApi.endpoints, SpineCtx>(followApi, {
  followTicket: (ctx, { body }, { address }) => followTicket(ctx, address, body.token),
  acceptByLink: async (ctx, { body }, facts) => tell(facts, await acceptByLink(ctx, facts.address, body)),
  returnByLink: async (ctx, { body }, facts) => tell(facts, await returnByLink(ctx, facts.address, body)),
  rateByLink: async (ctx, { body }, facts) => tell(facts, await rateByLink(ctx, facts.address, body)),
})
