import { Alert } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { deliveriesApi, deliveryChannel, deliveryState } from '../deliveries/api.ts'

const tones = { waiting: 'caution', delivered: 'good', failed: 'bad' } as const

/** What became of reminders by mail and webhook, with the other side's answer as proof. */
export function DeliveriesPage() {
  const deliveries = useClient(deliveriesApi)
  const channels = useRead(deliveriesApi, 'listChannels')
  const retry = useAct(deliveriesApi, 'retryDelivery', { done: '已排入外发' })
  return (
    <Page title="提醒外发" lead="提醒经邮件与网络回调外发的结果，对方的应答即送达证明。">
      {channels.data?.items.filter(({ isConfigured }) => !isConfigured).map(({ channel, cure }) => <Alert key={channel} type="info" showIcon title={`${deliveryChannel.titles[channel]}没有配置，提醒只进入控制台的待办。`} description={cure} />)}
      <DataList
        name="deliveries"
        noun="外发"
        source={deliveries.list('listDeliveries')}
        rowKey={({ deliveryId }) => deliveryId}
        searchHint="标题、收件人、应答"
        filters={[
          { kind: 'choice', key: 'channel', label: '渠道', options: deliveryChannel.values.map((value) => ({ value, label: deliveryChannel.titles[value] })) },
          { kind: 'choice', key: 'state', label: '状态', options: deliveryState.values.map((value) => ({ value, label: deliveryState.titles[value] })) },
        ]}
        columns={[
          { key: 'title', title: '提醒', card: 'heading' },
          { key: 'recipientName', title: '收件人', width: 140 },
          { key: 'channel', title: '渠道', width: 100, render: ({ channel }) => deliveryChannel.titles[channel] },
          { key: 'address', title: '地址', isExtra: true },
          { key: 'state', title: '状态', width: 100, card: 'state', render: ({ state }) => <StateTag word={deliveryState.titles[state]} tone={tones[state]} /> },
          { key: 'attempts', title: '尝试', canSort: true, width: 72, align: 'right' },
          { key: 'answer', title: '对方应答' },
          { key: 'createdAt', title: '产生', canSort: true, width: 176, render: ({ createdAt }) => <InstantText value={createdAt} /> },
          { key: 'nextAttemptAt', title: '下次尝试', width: 176, isExtra: true, render: ({ nextAttemptAt }) => <InstantText value={nextAttemptAt} /> },
          { key: 'deliveredAt', title: '送达', canSort: true, width: 176, render: ({ deliveredAt }) => <InstantText value={deliveredAt} /> },
          { key: 'act', title: '操作', width: 96, card: 'acts', render: (row) => row.state !== 'delivered' && <ActButton size="small" onAct={() => retry.mutateAsync({ params: { deliveryId: row.deliveryId } })}>重发</ActButton> },
        ]}
        empty={{ what: '还没有外发', how: '配置邮件或网络回调后，新的提醒从这里查看送达。' }}
      />
    </Page>
  )
}
