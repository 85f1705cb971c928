import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { decisionsApi } from './api.ts'
import { listDecisions, previewDecision } from './read-decisions.ts'
import { recordDecision } from './record-decision.ts'

export const decisionRoutes = implementApi<typeof decisionsApi.endpoints, SpineCtx>(decisionsApi, {
  listDecisions: (ctx, { query }) => listDecisions(ctx, query),
  previewDecision: (ctx, { body }) => previewDecision(ctx, body),
  recordDecision: async (ctx, { body }, facts) => {
    const { decision, ...rest } = body
    const [proof] = facts.files
    const recorded = await recordDecision(ctx, { ...decision, ...rest, ...(proof ? { proof } : {}) })
    return { ...recorded, replanned: recorded.replanned ?? null }
  },
})
