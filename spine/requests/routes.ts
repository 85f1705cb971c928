import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { requestsApi } from './api.ts'
import { decideRequest } from './approvals/decide-approval.ts'
import { declareDelegation, listDelegations, listDeputies, revokeDelegation } from './approvals/delegate.ts'
import { acceptRequest, deliverRequest, reopenRequest, returnDelivery } from './deliver-request.ts'
import { attachFiles, attachScan, readRequestFile } from './files/attach-files.ts'
import { printRequest } from './files/print-request.ts'
import { assignRequest, noteRequest, resumeRequest, takeRequest, waitForOthers } from './handle-request.ts'
import { linkRequests, mergeRequest, unlinkRequests } from './links/link-requests.ts'
import { openRequest, saveDraft } from './open-request.ts'
import { countRequests, listHandlers, listRequestKinds, listRequests, readRequest } from './read-requests.ts'
import { submitRequest, withdrawRequest } from './submit-request.ts'

export const requestRoutes = implementApi<typeof requestsApi.endpoints, SpineCtx>(requestsApi, {
  listRequests: (ctx, { query }) => listRequests(ctx, query),
  countRequests: (ctx, { query }) => countRequests(ctx, query),
  listRequestKinds: (ctx) => listRequestKinds(ctx),
  getRequest: (ctx, { params }) => readRequest(ctx, params.requestId),
  openRequest: (ctx, { body }, facts) => {
    facts.tellAudit({ object: { kind: 'request', id: body.requestId }, details: { kind: body.kind } })
    return openRequest(ctx, { requestId: body.requestId, kind: body.kind, form: body.form, ...(body.clonedFromId ? { clonedFromId: body.clonedFromId } : {}) })
  },
  saveRequestDraft: (ctx, { params, body }) => saveDraft(ctx, params.requestId, body.version, body.form),
  submitRequest: (ctx, { params, body }) => submitRequest(ctx, params.requestId, body.version, body.reason),
  withdrawRequest: (ctx, { params, body }) => withdrawRequest(ctx, params.requestId, body.version, body.reason),
  decideRequest: (ctx, { params, body: { version, ...decision } }, facts) => {
    facts.tellAudit({ details: { step: decision.step, decision: decision.decision } })
    return decideRequest(ctx, params.requestId, version, decision)
  },
  takeRequest: (ctx, { params, body }) => takeRequest(ctx, params.requestId, body.version),
  assignRequest: (ctx, { params, body }) => assignRequest(ctx, params.requestId, body.version, body.assigneeId, body.note),
  noteRequest: (ctx, { params, body }) => noteRequest(ctx, params.requestId, body.note, body.isPublic),
  waitRequest: (ctx, { params, body: { version, ...pause } }) => waitForOthers(ctx, params.requestId, version, pause),
  resumeRequest: (ctx, { params, body }) => resumeRequest(ctx, params.requestId, body.version, body.note),
  deliverRequest: (ctx, { params, body }) => deliverRequest(ctx, params.requestId, body.version, body.solution),
  acceptRequest: (ctx, { params, body }) => acceptRequest(ctx, params.requestId, body.version, body.note),
  returnDelivery: (ctx, { params, body }) => returnDelivery(ctx, params.requestId, body.version, body.reason),
  reopenRequest: (ctx, { params, body }) => reopenRequest(ctx, params.requestId, body.version, body.reason),
  linkRequests: (ctx, { params, body }) => linkRequests(ctx, params.requestId, body.toRequestId, body.kind, body.note),
  unlinkRequests: (ctx, { params, body }) => unlinkRequests(ctx, params.requestId, body.toRequestId, body.kind),
  mergeRequest: (ctx, { params, body }) => mergeRequest(ctx, params.requestId, body.version, body.intoRequestId, body.reason),
  attachRequestFiles: async (ctx, { params, body }, facts) => ({ requestFileIds: await attachFiles(ctx, params.requestId, facts.files, body) }),
  attachRequestScan: async (ctx, { params, body }, facts) => ({ evidenceId: await attachScan(ctx, params.requestId, facts.files[0], body) }),
  getRequestFile: (ctx, { params }) => readRequestFile(ctx, params.requestId, params.requestFileId),
  printRequest: (ctx, { params, query }) => printRequest(ctx, params.requestId, query.format, query.formVersion),
  listHandlers: (ctx) => listHandlers(ctx),
  listDelegations: (ctx) => listDelegations(ctx),
  declareDelegation: (ctx, { body }) => declareDelegation(ctx, body),
  revokeDelegation: (ctx, { params }) => revokeDelegation(ctx, params.delegationId),
  listDeputies: (ctx) => listDeputies(ctx),
})
