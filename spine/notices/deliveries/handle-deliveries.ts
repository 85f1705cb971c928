import { sql } from 'kysely'
import type { EndpointInput } from '#shared/define-api.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { deliveryChannel, type deliveriesApi } from './api.ts'
import { deliverRemindersQueue } from './delivery-queue.ts'

const deliveryErrors = defineErrors('delivery', { 'not-found': [404, '没有这次外发'], delivered: [409, '已经送达，不必再发'] })

type ListInput = EndpointInput<(typeof deliveriesApi)['endpoints']['listDeliveries']>['query']

const CURES = {
  mail: '设置 XINYUN_SMTP_URL（smtp://用户:密码@主机:端口）和 XINYUN_MAIL_FROM 后重启',
  webhook: '设置 XINYUN_WEBHOOK_URL 和 XINYUN_WEBHOOK_SECRET，并由安全管理员把其主机加入允许地址，然后重启',
} as const

export function listChannels(ctx: SpineCtx) {
  requirePermission(ctx, 'system:administer')
  return { items: deliveryChannel.values.map((channel) => ({ channel, isConfigured: ctx.deliveryDoors.some((door) => door.channel === channel), cure: CURES[channel] })) }
}

export async function listDeliveries(ctx: SpineCtx, filter: ListInput) {
  requirePermission(ctx, 'system:administer')
  let query = spineTables(ctx)
    .selectFrom('spine.delivery as d')
    .innerJoin('spine.inboxMessage as m', 'm.inboxMessageId', 'd.inboxMessageId')
    .innerJoin('platform.userAccount as u', 'u.userId', 'm.userId')
    .select(['d.deliveryId', 'd.channel', 'd.state', 'u.displayName as recipientName', 'd.address', 'm.title', 'd.attempts', 'd.answer', 'd.createdAt', 'd.nextAttemptAt', 'd.deliveredAt'])
  if (filter.channel) query = query.where('d.channel', '=', filter.channel)
  if (filter.state) query = query.where('d.state', '=', filter.state)
  if (filter.search) {
    const pattern = containing(filter.search)
    query = query.where((where) => where.or([where('m.title', 'ilike', pattern), where('u.displayName', 'ilike', pattern), where('d.answer', 'ilike', pattern)]))
  }
  return pageOf(spineTables(ctx), query, filter, { sortable: { createdAt: sql.ref('d.created_at'), deliveredAt: sql.ref('d.delivered_at'), attempts: sql.ref('d.attempts') }, order: sql`d.created_at desc, d.delivery_id` })
}

/** Starts the attempts of a delivery anew, after its cause was mended. */
export async function retryDelivery(ctx: SpineCtx, deliveryId: string): Promise<void> {
  requirePermission(ctx, 'system:administer')
  const db = spineTables(ctx)
  const row = await db.selectFrom('spine.delivery').select('state').where('deliveryId', '=', deliveryId).forUpdate().executeTakeFirst()
  if (!row) throw deliveryErrors['not-found']()
  if (row.state === 'delivered') throw deliveryErrors.delivered()
  await db.updateTable('spine.delivery').set({ state: 'waiting', attempts: 0, nextAttemptAt: ctx.now }).where('deliveryId', '=', deliveryId).execute()
  await ctx.jobs.send(deliverRemindersQueue, {}, { key: 'sweep' })
}
