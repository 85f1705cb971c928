import { z } from 'zod'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { reminderKind } from '../api.ts'

const inboxMessageId = z.object({ inboxMessageId: z.uuid() })

export const inboxMessage = z.object({
  inboxMessageId: z.string(),
  kind: z.string(),
  title: z.string(),
  content: z.string(),
  link: z.string(),
  createdAt: instantField,
  readAt: instantField.nullable(),
  doneAt: instantField.nullable(),
  deliveries: z.array(z.object({ channel: z.string(), state: z.string(), answer: z.string() })),
})
export type InboxMessage = z.output<typeof inboxMessage>

/** Everybody's own; nobody can see another person's inbox. */
export const inboxApi = defineApi({
  prefix: '/api/inbox',
  title: '我的待办',
  endpoints: {
    listMessages: {
      method: 'GET', path: '', summary: '查询自己的待办与提醒', permission: 'signed-in', audit: 'none',
      query: listQuery.extend({ state: z.enum(['unread', 'open', 'done']).optional(), kind: reminderKind.schema.optional() }),
      response: listOf(inboxMessage),
      sheet: sheetOf('待办', inboxMessage, { kind: ['类别', reminderKind.titles], title: '标题', content: '内容', createdAt: '产生', readAt: '已读', doneAt: '已处理' }),
    },
    countMessages: { method: 'GET', path: '/counts', summary: '自己未读与未办的数量', permission: 'signed-in', audit: 'none', response: z.object({ unread: z.number(), open: z.number() }) },
    readMessage: { method: 'POST', path: '/:inboxMessageId/read', summary: '标为已读', permission: 'signed-in', audit: 'inbox.read', params: inboxMessageId },
    readAllMessages: { method: 'POST', path: '/read-all', summary: '全部标为已读', permission: 'signed-in', audit: 'inbox.read', response: z.object({ count: z.number() }) },
    finishMessage: { method: 'POST', path: '/:inboxMessageId/done', summary: '标为已处理', permission: 'signed-in', audit: 'inbox.done', params: inboxMessageId },
  },
})
