import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { escalationApi } from './api.ts'
import { listLadders, readLadder } from './read-ladders.ts'
import { setLadder } from './set-ladder.ts'

export const escalationRoutes = implementApi<typeof escalationApi.endpoints, SpineCtx>(escalationApi, {
  listLadders: (ctx, { query }) => listLadders(ctx, query),
  getLadder: (ctx, { params }) => readLadder(ctx, params.ladderId),
  setLadder: async (ctx, { body }, facts) => {
    facts.tellAudit({ object: { kind: 'escalation-ladder', id: body.ladderId }, details: { service: body.service, subsystem: body.subsystem, priority: body.priority, effectiveOn: body.effectiveOn } })
    return { ladderId: await setLadder(ctx, body) }
  },
})
