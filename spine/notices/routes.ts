import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { noticesApi } from './api.ts'
import { listAnnounceable, listNoticeKinds, listNotices, readNotice } from './read-notices.ts'
import { sendNotice } from './send-notice.ts'

export const noticeRoutes = implementApi<typeof noticesApi.endpoints, SpineCtx>(noticesApi, {
  listNotices: (ctx, { query }) => listNotices(ctx, query),
  listNoticeKinds: (ctx) => listNoticeKinds(ctx),
  listAnnounceable: (ctx, { query }) => listAnnounceable(ctx, query),
  getNotice: (ctx, { params }) => readNotice(ctx, params.noticeId),
  sendNotice: async (ctx, { body }, facts) => {
    facts.tellAudit({ object: { kind: 'notice', id: body.noticeId }, details: { kind: body.kind, channel: body.channel, occurrences: body.occurrenceIds.length } })
    const { sentAt, eventOn, makeUpBy, ...rest } = body
    const [file] = facts.files
    const proof = file && { sm3: file.sm3, fileName: file.fileName, mediaType: file.mediaType, bytes: file.bytes }
    return { noticeId: await sendNotice(ctx, { ...rest, sentAt: sentAt ?? ctx.now, eventOn: eventOn ?? null, ...(makeUpBy ? { makeUpBy } : {}), ...(proof ? { proof } : {}) }) }
  },
})
