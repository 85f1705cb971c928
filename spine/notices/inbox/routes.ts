import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { inboxApi } from './api.ts'
import { countMessages, listMessages, markMessage, readAllMessages } from './handle-inbox.ts'

export const inboxRoutes = implementApi<typeof inboxApi.endpoints, SpineCtx>(inboxApi, {
  listMessages: (ctx, { query }) => listMessages(ctx, query),
  countMessages: (ctx) => countMessages(ctx),
  readMessage: (ctx, { params }) => markMessage(ctx, params.inboxMessageId, 'read'),
  readAllMessages: (ctx) => readAllMessages(ctx),
  finishMessage: (ctx, { params }) => markMessage(ctx, params.inboxMessageId, 'done'),
})
