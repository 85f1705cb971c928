import { useContactFilter } from '#spine/parties/web/use-contact-filter.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { mailApi } from '../mail/api.ts'
import { CallerText } from './caller-text.tsx'

/** Mail of the hotline by thread: what waits for an answer first. */
export function MailThreadsPage() {
  const mail = useClient(mailApi)
  const contactFilter = useContactFilter()
  return (
    <Page title="热线邮件" lead="来信按问题合成往来，待答复的在前。自动回复、群发和刷屏的来信不进往来，列在隔离与退信里。" actions={<PageLink to="/mail/inbound?state=quarantined">隔离与退信</PageLink>}>
      <DataList
        name="mail-threads"
        noun="往来"
        source={mail.list('listThreads')}
        rowKey={({ mailThreadId }) => mailThreadId}
        href={({ mailThreadId }) => `/mail/threads/${mailThreadId}`}
        searchHint="编号、主题、完整邮箱"
        filters={[contactFilter, { kind: 'choice', key: 'waits', label: '状态', options: [{ value: 'true', label: '待答复' }, { value: 'false', label: '已答复' }] }]}
        columns={[
          { key: 'subject', title: '主题', card: 'heading' },
          { key: 'number', title: '编号', width: 140, canSort: true },
          { key: 'contact', title: '来信人', render: ({ contact }) => <CallerText contact={contact} /> },
          { key: 'lastAt', title: '最近', width: 176, canSort: true, render: ({ lastAt }) => <InstantText value={lastAt} /> },
          { key: 'waits', title: '状态', width: 110, card: 'state', render: ({ waits }) => <StateTag word={waits ? '待答复' : '已答复'} tone={waits ? 'caution' : 'good'} /> },
        ]}
        empty={{ what: '还没有来信', how: '系统管理员在“热线邮箱”登记收件邮箱后，来信自动收到这里。' }}
      />
    </Page>
  )
}
