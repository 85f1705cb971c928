import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { telephoneCallsApi, telephoneSourcesApi } from './api.ts'
import { logCall } from './log-call.ts'
import { addSource, changeSource, listSources, renewSecret, setLine } from './manage-sources.ts'
import { listCalls, listRinging, readCall } from './read-calls.ts'
import { receiveEvent } from './receive-event.ts'
import { openRecording, setRecordingRetention } from './recordings.ts'

export const telephoneCallRoutes = implementApi<typeof telephoneCallsApi.endpoints, SpineCtx>(telephoneCallsApi, {
  listCalls: (ctx, { query }) => listCalls(ctx, query),
  listRinging: (ctx) => listRinging(ctx),
  logCall: async (ctx, { body }, facts) => {
    facts.tellAudit({ object: { kind: 'telephone-call', id: body.telephoneCallId }, details: { line: body.line } })
    return { telephoneCallId: await logCall(ctx, body) }
  },
  getCall: (ctx, { params }) => readCall(ctx, params.telephoneCallId),
  openRecording: async (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { reason: body.reason } })
    return { reference: await openRecording(ctx, params.telephoneCallId, body.reason) }
  },
})

export const telephoneSourceRoutes = implementApi<typeof telephoneSourcesApi.endpoints, SpineCtx>(telephoneSourcesApi, {
  receiveEvent: async (ctx, { params, body }, facts) => {
    facts.tellAudit({ object: { kind: 'telephone-event', id: `${params.source}/${body.eventId}` }, details: { kind: body.kind, line: body.line } })
    const received = await receiveEvent(ctx, params.source, body, facts.signed)
    facts.tellAudit({ actor: { kind: 'system', name: `电话来源 ${params.source}` } })
    return received
  },
  listSources: (ctx) => listSources(ctx),
  addSource: async (ctx, { body: { source, ...facts } }, { tellAudit }) => {
    tellAudit({ object: { kind: 'telephone-source', id: source }, details: facts })
    return { secret: await addSource(ctx, source, facts) }
  },
  changeSource: (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { title: body.title, toleranceSeconds: body.toleranceSeconds, isEnabled: body.isEnabled } })
    return changeSource(ctx, params.source, body)
  },
  renewSecret: async (ctx, { params }) => ({ secret: await renewSecret(ctx, params.source) }),
  setLine: (ctx, { body }, facts) => {
    facts.tellAudit({ object: { kind: 'telephone-line', id: body.line }, details: body })
    return setLine(ctx, body)
  },
  setRetention: (ctx, { body }, facts) => {
    facts.tellAudit({ object: { kind: 'recording-retention', id: body.effectiveOn }, details: body })
    return setRecordingRetention(ctx, body)
  },
})
