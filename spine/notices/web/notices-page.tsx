import { Button } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { noticesApi, noticeChannel } from '../api.ts'
import { FlagTags, NoticeVerdictTag } from './notice-tags.tsx'

export function NoticesPage() {
  const notices = useClient(noticesApi)
  const kinds = useRead(noticesApi, 'listNoticeKinds')
  const may = usePermission()
  const go = useGo()
  return (
    <Page title="正式告知" lead="合同要求的告知：依据、时限、渠道与送达证明。" actions={may('notice:send') && <Button type="primary" onClick={() => go('/notices/new')}>发出告知</Button>}>
      <DataList
        name="notices"
        noun="告知"
        source={notices.list('listNotices')}
        rowKey={({ noticeId }) => noticeId}
        href={({ noticeId }) => `/notices/${noticeId}`}
        searchHint="编号、标题、接收方"
        filters={[
          { kind: 'choice', key: 'kind', label: '种类', options: (kinds.data?.items ?? []).map(({ kind, title }) => ({ value: kind, label: title })) },
          { kind: 'choice', key: 'channel', label: '渠道', options: noticeChannel.values.map((value) => ({ value, label: noticeChannel.titles[value] })) },
          { kind: 'dates', fromKey: 'from', toKey: 'to', label: '发出' },
        ]}
        columns={[
          { key: 'number', title: '编号', canSort: true, width: 170, render: ({ number }) => <span className="x-mono">{number}</span> },
          { key: 'title', title: '标题', canSort: true, card: 'heading' },
          { key: 'kindTitle', title: '种类' },
          { key: 'recipient', title: '接收方', width: 140 },
          { key: 'channel', title: '渠道', width: 140, render: ({ channel }) => noticeChannel.titles[channel] },
          { key: 'sentAt', title: '发出', canSort: true, width: 176, render: ({ sentAt }) => <InstantText value={sentAt} /> },
          { key: 'verdict', title: '时限', width: 100, card: 'state', render: ({ verdict, noticeId }) => <NoticeVerdictTag verdict={verdict} href={`/notices/${noticeId}`} /> },
          { key: 'flags', title: '标注', render: ({ flags }) => <FlagTags flags={flags} /> },
        ]}
        empty={{ what: '还没有正式告知', how: may('notice:send') ? '不能按时巡检、更换关键人员、变更等须告知的事项，从「发出告知」登记。' : '不能按时巡检、更换关键人员、变更等须告知的事项，发出后出现在这里。' }}
      />
    </Page>
  )
}
