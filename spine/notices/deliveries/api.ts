import { z } from 'zod'
import { closedSet } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'

export const deliveryChannel = closedSet({ mail: '邮件', webhook: '网络回调' })
export const deliveryState = closedSet({ waiting: '待发', delivered: '已送达', failed: '失败' })

export const deliveryView = z.object({
  deliveryId: z.string(),
  channel: deliveryChannel.schema,
  state: deliveryState.schema,
  recipientName: z.string(),
  address: z.string(),
  title: z.string(),
  attempts: z.number(),
  /** What the other side said: the proof of delivery, or why not. */
  answer: z.string(),
  createdAt: instantField,
  nextAttemptAt: instantField.nullable(),
  deliveredAt: instantField.nullable(),
})

export const deliveriesApi = defineApi({
  prefix: '/api/deliveries',
  title: '提醒外发',
  endpoints: {
    listDeliveries: {
      method: 'GET', path: '', summary: '查询提醒的外发与送达证明', permission: 'system:administer', audit: 'none',
      query: listQuery.extend({ channel: deliveryChannel.schema.optional(), state: deliveryState.schema.optional() }),
      response: listOf(deliveryView),
      sheet: sheetOf('提醒外发', deliveryView, {
        title: '标题', recipientName: '接收人', channel: ['渠道', deliveryChannel.titles], address: '地址', state: ['状态', deliveryState.titles], attempts: '次数', answer: '对方应答', createdAt: '产生', nextAttemptAt: '下次尝试', deliveredAt: '送达',
      }),
    },
    listChannels: { method: 'GET', path: '/channels', summary: '外发渠道是否已配置', permission: 'system:administer', audit: 'none', response: z.object({ items: z.array(z.object({ channel: deliveryChannel.schema, isConfigured: z.boolean(), cure: z.string() })) }) },
    retryDelivery: { method: 'POST', path: '/:deliveryId/retry', summary: '重新外发', permission: 'system:administer', audit: 'delivery.retried', params: z.object({ deliveryId: z.uuid() }) },
  },
})
