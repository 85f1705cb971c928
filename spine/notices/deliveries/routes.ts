import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { deliveriesApi } from './api.ts'
import { listChannels, listDeliveries, retryDelivery } from './handle-deliveries.ts'

export const deliveryRoutes = implementApi<typeof deliveriesApi.endpoints, SpineCtx>(deliveriesApi, {
  listDeliveries: async (ctx, { query }) => {
    const page = await listDeliveries(ctx, query)
    return { ...page, items: page.items.map((row) => ({ ...row, channel: row.channel as 'mail' | 'webhook', state: row.state as 'waiting' | 'delivered' | 'failed' })) }
  },
  listChannels: (ctx) => Promise.resolve(listChannels(ctx)),
  retryDelivery: (ctx, { params }) => retryDelivery(ctx, params.deliveryId),
})
