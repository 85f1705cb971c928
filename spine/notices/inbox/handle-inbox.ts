import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { EndpointInput } from '#shared/define-api.ts'
import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { inboxApi } from './api.ts'

const inboxErrors = defineErrors('inbox', { 'not-found': [404, '您的待办中没有这一条'] })

type ListInput = EndpointInput<(typeof inboxApi)['endpoints']['listMessages']>['query']

export async function listMessages(ctx: SpineCtx, filter: ListInput) {
  requirePermission(ctx, 'signed-in')
  let query = spineTables(ctx)
    .selectFrom('spine.inboxMessage as m')
    .select(['m.inboxMessageId', 'm.kind', 'm.title', 'm.content', 'm.link', 'm.createdAt', 'm.readAt', 'm.doneAt'])
    .select((select) => jsonArrayFrom(select.selectFrom('spine.delivery as d').select(['d.channel', 'd.state', 'd.answer']).whereRef('d.inboxMessageId', '=', 'm.inboxMessageId').orderBy('d.channel')).as('deliveries'))
    .where('m.userId', '=', actorUserId(ctx.actor))
  if (filter.kind) query = query.where('m.kind', '=', filter.kind)
  if (filter.state === 'unread') query = query.where('m.readAt', 'is', null).where('m.doneAt', 'is', null)
  if (filter.state === 'open') query = query.where('m.doneAt', 'is', null)
  if (filter.state === 'done') query = query.where('m.doneAt', 'is not', null)
  if (filter.search) {
    const pattern = containing(filter.search)
    query = query.where((where) => where.or([where('m.title', 'ilike', pattern), where('m.content', 'ilike', pattern)]))
  }
  return pageOf(spineTables(ctx), query, filter, { sortable: { createdAt: sql.ref('m.created_at'), title: sql.ref('m.title') }, order: sql`m.done_at is not null, m.created_at desc, m.inbox_message_id` })
}

export async function countMessages(ctx: SpineCtx) {
  requirePermission(ctx, 'signed-in')
  const { rows } = await sql<{ unread: number; open: number }>`
    select count(*) filter (where read_at is null) as unread, count(*) as open from spine.inbox_message where user_id = ${actorUserId(ctx.actor)} and done_at is null`.execute(ctx.tx)
  return rows[0] ?? { unread: 0, open: 0 }
}

/** Marks one of one's own messages; doing it twice changes nothing. What is done has been read. */
export async function markMessage(ctx: SpineCtx, inboxMessageId: string, mark: 'read' | 'done'): Promise<void> {
  requirePermission(ctx, 'signed-in')
  const first = (column: string) => sql<Date>`coalesce(${sql.ref(column)}, ${ctx.now})`
  const row = await spineTables(ctx)
    .updateTable('spine.inboxMessage')
    .set({ readAt: first('read_at'), ...(mark === 'done' ? { doneAt: first('done_at') } : {}) })
    .where('inboxMessageId', '=', inboxMessageId)
    .where('userId', '=', actorUserId(ctx.actor))
    .returning('inboxMessageId')
    .executeTakeFirst()
  if (!row) throw inboxErrors['not-found']()
}

export async function readAllMessages(ctx: SpineCtx): Promise<{ count: number }> {
  requirePermission(ctx, 'signed-in')
  const rows = await spineTables(ctx).updateTable('spine.inboxMessage').set({ readAt: ctx.now }).where('userId', '=', actorUserId(ctx.actor)).where('readAt', 'is', null).returning('inboxMessageId').execute()
  return { count: rows.length }
}
