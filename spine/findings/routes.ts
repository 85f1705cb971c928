import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { findingsApi } from './api.ts'
import { acceptFinding, assignFinding, noteFinding } from './handle-finding.ts'
import { countFindings, listFindings, listOwners, readFinding } from './read-findings.ts'

export const findingRoutes = implementApi<typeof findingsApi.endpoints, SpineCtx>(findingsApi, {
  listFindings: (ctx, { query }) => listFindings(ctx, query),
  countFindings: (ctx) => countFindings(ctx),
  listOwners: (ctx) => listOwners(ctx),
  getFinding: (ctx, { params }) => readFinding(ctx, params.findingId),
  assignFinding: (ctx, { params, body }) => assignFinding(ctx, params.findingId, body),
  noteFinding: (ctx, { params, body }) => noteFinding(ctx, params.findingId, body.note),
  acceptFinding: (ctx, { params, body }) => acceptFinding(ctx, params.findingId, body),
})
