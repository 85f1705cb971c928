import { service } from '#shared/services.ts'
import { subsystemOptions, subsystemTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { DataList } from '#web/kit/list/data-list.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { DueText, InstantText } from '#web/kit/value/instant-text.tsx'
import { requestPriority, requestsApi, requestState, type RequestSummary } from '../api.ts'
import { RequestStateTag } from './request-state-tag.tsx'

const options = (set: { values: readonly string[]; titles: Readonly<Record<string, string>> }) => set.values.map((value) => ({ value, label: set.titles[value] ?? value }))

export type RequestListProps = {
  name?: string
  noun?: string
  /** Conditions of the view or of a service's page; the filters of the address are added to them. */
  fixed?: Readonly<Record<string, string>>
  href?: (row: RequestSummary) => string
  /** Columns and filters that say nothing here: a kind without priorities has none. */
  without?: ReadonlyArray<'priority' | 'kindTitle'>
  empty: { what: string; how: string }
}

/** The list of requests of every module, or of the one that `fixed` names. */
export function RequestList({ name = 'requests', noun = '申请', fixed = {}, href = ({ requestId }) => `/requests/${requestId}`, without = [], empty }: RequestListProps) {
  const requests = useClient(requestsApi)
  const isFixed = (key: string) => fixed[key] !== undefined
  return (
    <DataList
      name={name}
      noun={noun}
      source={requests.list('listRequests', { query: fixed })}
      rowKey={({ requestId }) => requestId}
      href={href}
      searchHint="编号、标题、申请人、单位"
      filters={[
        ...(isFixed('state') ? [] : [{ kind: 'choice' as const, key: 'state', label: '状态', options: options(requestState) }]),
        ...(isFixed('service') || isFixed('kind') ? [] : [{ kind: 'choice' as const, key: 'service', label: '功能模块', options: options(service) }]),
        { kind: 'choice', key: 'subsystem', label: '子系统', options: [...subsystemOptions] },
        ...(without.includes('priority') ? [] : [{ kind: 'choice' as const, key: 'priority', label: '优先级', options: options(requestPriority) }]),
        { kind: 'dates', fromKey: 'from', toKey: 'to', label: '建立日期' },
      ]}
      columns={[
        { key: 'number', title: '编号', width: 156, canSort: true },
        { key: 'title', title: '标题', canSort: true, card: 'heading' },
        ...(isFixed('kind') || without.includes('kindTitle') ? [] : [{ key: 'kindTitle', title: '类别', width: 150 } as const]),
        { key: 'subsystem', title: '子系统', width: 164, render: ({ subsystem }) => (subsystem === 'unattributed' ? <StateTag word="未归属" tone="caution" /> : subsystemTitle(subsystem)) },
        { key: 'requesterName', title: '申请人', width: 150, render: ({ requesterName, requesterUnit }) => <>{requesterName}{requesterUnit && requesterUnit !== requesterName && <span className="x-soft"> {requesterUnit}</span>}</> },
        ...(without.includes('priority') ? [] : [{ key: 'priority', title: '优先级', width: 110, canSort: true, isExtra: isFixed('kind'), render: ({ priority }: RequestSummary) => priority && requestPriority.titles[priority] } as const]),
        { key: 'state', title: '状态', width: 100, canSort: true, card: 'state', render: ({ state, subsystem }) => (state === 'draft' && subsystem === 'unattributed' ? <StateTag word="待归属" tone="caution" /> : <RequestStateTag state={state} />) },
        { key: 'assigneeName', title: '办理人', width: 110 },
        { key: 'dueAt', title: '最近时限', width: 180, canSort: true, render: ({ dueAt, isOverdue }) => dueAt && <span className="x-row"><DueText value={dueAt} />{isOverdue && <StateTag word="逾期" tone="bad" />}</span> },
        { key: 'beginsOn', title: '生效日期', width: 120, canSort: true, isExtra: true },
        { key: 'openedAt', title: '建立', width: 170, canSort: true, isExtra: true, render: ({ openedAt }) => <InstantText value={openedAt} /> },
        { key: 'closedAt', title: '办结', width: 170, canSort: true, isExtra: true, render: ({ closedAt }) => <InstantText value={closedAt} /> },
      ]}
      empty={empty}
    />
  )
}
