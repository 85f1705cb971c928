import { Button } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { DataList } from '#web/kit/list/data-list.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { deliveryChannel, deliveryState } from '../deliveries/api.ts'
import { inboxApi, type InboxMessage } from '../inbox/api.ts'
import { reminderKind, type ReminderKind } from '../api.ts'

const tones: Readonly<Partial<Record<ReminderKind, 'bad' | 'caution' | 'info'>>> = { alarm: 'bad', overdue: 'bad', returned: 'caution', 'due-soon': 'caution', submitted: 'info', 'make-up': 'caution' }

/** One's own reminders; opening one marks it as read. */
export function InboxPage() {
  const inbox = useClient(inboxApi)
  const go = useGo()
  const read = useAct(inboxApi, 'readMessage')
  const readAll = useAct(inboxApi, 'readAllMessages', { done: ({ count }) => `已标为已读 ${count} 条` })
  const finish = useAct(inboxApi, 'finishMessage', { done: '已处理' })
  const open = (message: InboxMessage) => {
    if (!message.readAt) read.mutate({ params: { inboxMessageId: message.inboxMessageId } })
    go(message.link)
  }
  return (
    <Page title="我的待办" lead="将到期、逾期、被退回、待审核和报警。">
      <DataList
        name="inbox"
        noun="待办"
        source={inbox.list('listMessages')}
        rowKey={({ inboxMessageId }) => inboxMessageId}
        searchHint="标题、内容"
        refreshMs={30_000}
        filters={[
          { kind: 'choice', key: 'state', label: '状态', options: [{ value: 'unread', label: '未读' }, { value: 'open', label: '未处理' }, { value: 'done', label: '已处理' }] },
          { kind: 'choice', key: 'kind', label: '类别', options: reminderKind.values.map((value) => ({ value, label: reminderKind.titles[value] })) },
        ]}
        columns={[
          { key: 'title', title: '事项', canSort: true, card: 'heading', render: (row) => <Button type="link" style={{ paddingInline: 0, height: 'auto', whiteSpace: 'normal', textAlign: 'start', overflowWrap: 'anywhere', fontWeight: row.readAt || row.doneAt ? 400 : 600 }} onClick={() => open(row)}>{row.title}</Button> },
          { key: 'kind', title: '类别', width: 110, card: 'state', render: ({ kind, doneAt }) => <StateTag word={doneAt ? '已处理' : reminderKind.has(kind) ? reminderKind.titles[kind] : kind} tone={doneAt ? 'muted' : (tones[kind as ReminderKind] ?? 'info')} /> },
          { key: 'content', title: '内容' },
          { key: 'createdAt', title: '时间', canSort: true, width: 176, render: ({ createdAt }) => <InstantText value={createdAt} /> },
          { key: 'deliveries', title: '外发', width: 140, render: ({ deliveries }) => deliveriesText(deliveries) },
          { key: 'act', title: '操作', width: 110, card: 'acts', render: (row) => !row.doneAt && <ActButton size="small" onAct={() => finish.mutateAsync({ params: { inboxMessageId: row.inboxMessageId } })}>标为已处理</ActButton> },
        ]}
        actions={<ActButton onAct={() => readAll.mutateAsync()}>全部已读</ActButton>}
        empty={{ what: '没有待办', how: '分到您名下的工单将到期、逾期或被退回时，会提醒到这里。' }}
      />
    </Page>
  )
}

function deliveriesText(deliveries: InboxMessage['deliveries']): string {
  const word = (set: { titles: Readonly<Record<string, string>> }, value: string) => set.titles[value] ?? value
  return deliveries.map(({ channel, state }) => `${word(deliveryChannel, channel)}${word(deliveryState, state)}`).join('、') || '未外发'
}
