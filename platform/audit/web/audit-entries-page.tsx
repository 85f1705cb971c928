import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { auditApi, auditOutcome } from '../api.ts'
import { OutcomeTag } from './outcome-tag.tsx'

export function AuditEntriesPage() {
  const audit = useClient(auditApi)
  const actions = useRead(auditApi, 'actions')
  return (
    <Page title="审计记录" lead="谁、何时、做了什么、结果如何。只增不改，任何人都不能修改或删除。">
      <DataList
        name="audit-entries"
        noun="审计记录"
        source={audit.list('list')}
        rowKey={({ auditEntryId }) => String(auditEntryId)}
        href={({ auditEntryId }) => `/audit/${auditEntryId}`}
        searchHint="人员、动作、对象、来源地址"
        filters={[
          { kind: 'dates', fromKey: 'from', toKey: 'to', label: '日期' },
          { kind: 'choice', key: 'action', label: '动作', options: (actions.data?.items ?? []).map(({ action, title }) => ({ value: action, label: title })) },
          { kind: 'choice', key: 'outcome', label: '结果', options: auditOutcome.values.map((value) => ({ value, label: auditOutcome.titles[value] })) },
          { kind: 'text', key: 'userId', label: '用户编号' },
          { kind: 'text', key: 'objectId', label: '对象编号' },
          { kind: 'text', key: 'traceId', label: '跟踪号' },
        ]}
        columns={[
          { key: 'at', title: '时间', canSort: true, width: 192, card: 'heading', render: ({ at }) => <InstantText value={at} precise /> },
          { key: 'actorName', title: '操作者', canSort: true, width: 140 },
          { key: 'action', title: '动作', canSort: true, render: ({ action, actionTitle }) => <span title={action}>{actionTitle ?? action}</span> },
          { key: 'outcome', title: '结果', canSort: true, width: 96, card: 'state', render: (entry) => <OutcomeTag {...entry} /> },
          { key: 'objectId', title: '对象', render: ({ objectKind, objectId }) => (objectId ? <span className="x-mono">{objectKind} {objectId.slice(0, 13)}</span> : '—') },
          { key: 'address', title: '来源地址', canSort: true, width: 140, render: ({ address }) => <span className="x-mono">{address ?? '—'}</span> },
          { key: 'reason', title: '原因', isExtra: true },
          { key: 'traceId', title: '跟踪号', isExtra: true, render: ({ traceId }) => <span className="x-mono">{traceId}</span> },
        ]}
        empty={{ what: '还没有审计记录', how: '任何人登录或办理业务后出现在这里。' }}
      />
    </Page>
  )
}
