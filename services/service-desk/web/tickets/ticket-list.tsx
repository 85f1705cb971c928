import { requestPriority, requestState } from '#spine/requests/api.ts'
import { RequestStateTag } from '#spine/requests/web/request-state-tag.tsx'
import { useContactFilter } from '#spine/parties/web/use-contact-filter.ts'
import { subsystem, subsystemShortTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { DataList } from '#web/kit/list/data-list.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { DueText, InstantText } from '#web/kit/value/instant-text.tsx'
import { ticketCategory, ticketsApi, UNATTRIBUTED, type TicketSummary } from '../../tickets/api.ts'

const options = (set: { values: readonly string[]; titles: Readonly<Record<string, string>> }) => set.values.map((value) => ({ value, label: set.titles[value] ?? value }))
const answerOptions = [{ value: 'in-time', label: '响应及时' }, { value: 'late', label: '响应超时' }, { value: 'open', label: '待响应' }]
const solutionOptions = [{ value: 'solved', label: '已解决' }, { value: 'unsolved', label: '未解决' }, { value: 'in-time', label: '按时解决' }, { value: 'late', label: '解决超时' }]

export type TicketListProps = { name?: string; fixed?: Readonly<Record<string, string>>; href?: (row: TicketSummary) => string; empty: { what: string; how: string } }

/** Tickets with every condition that a number of the statistics can open. */
export function TicketList({ name = 'tickets', fixed = {}, href = ({ ticketId }) => `/tickets/${ticketId}`, empty }: TicketListProps) {
  const tickets = useClient(ticketsApi)
  const contactFilter = useContactFilter()
  const has = (key: string) => fixed[key] !== undefined
  return (
    <DataList
      name={name}
      noun="服务工单"
      source={tickets.list('listTickets', { query: fixed })}
      rowKey={({ ticketId }) => ticketId}
      href={href}
      searchHint="编号、标题、描述、来电人、单位、完整号码"
      filters={[
        contactFilter,
        ...(has('state') ? [] : [{ kind: 'choice' as const, key: 'state', label: '状态', options: options(requestState) }]),
        ...(has('subsystem') ? [] : [{ kind: 'choice' as const, key: 'subsystem', label: '子系统', options: options(subsystem) }]),
        { kind: 'choice', key: 'category', label: '类别', options: options(ticketCategory) },
        { kind: 'choice', key: 'priority', label: '优先级', options: options(requestPriority) },
        { kind: 'text', key: 'line', label: '线路' },
        { kind: 'choice', key: 'answer', label: '响应', options: answerOptions },
        { kind: 'choice', key: 'solution', label: '解决', options: solutionOptions },
        { kind: 'choice', key: 'family', label: '上下级', options: [{ value: 'parent', label: '上级工单' }, { value: 'child', label: '下级工单' }] },
        { kind: 'yes', key: 'isAtOnce', label: '一次解决' },
        { kind: 'choice', key: 'satisfaction', label: '满意度', options: [{ value: 'rated', label: '已评价' }, { value: 'satisfied', label: '满意' }, { value: 'dissatisfied', label: '不满意' }] },
        { kind: 'yes', key: 'isCounted', label: '计入统计' },
        { kind: 'dates', fromKey: 'from', toKey: 'to', label: '接到日期' },
      ]}
      columns={[
        { key: 'number', title: '编号', width: 144, canSort: true },
        { key: 'title', title: '标题', canSort: true, card: 'heading' },
        { key: 'subsystem', title: '子系统', width: 88, render: ({ subsystem: place }) => (place === UNATTRIBUTED ? <StateTag word="未归属" tone="caution" /> : subsystemShortTitle(place)) },
        { key: 'category', title: '类别', width: 52, render: ({ category }) => category && ticketCategory.titles[category] },
        { key: 'requesterName', title: '来电人', width: 120, render: ({ requesterName, requesterUnit }) => <>{requesterName}{requesterUnit && <span className="x-soft"> {requesterUnit}</span>}</> },
        { key: 'priority', title: '优先级', width: 96, canSort: true, render: ({ priority }) => priority && requestPriority.titles[priority] },
        { key: 'state', title: '状态', width: 84, canSort: true, card: 'state', render: ({ state, subsystem: place }) => (state === 'draft' && place === UNATTRIBUTED ? <StateTag word="待归属" tone="caution" /> : <RequestStateTag state={state} />) },
        { key: 'assigneeName', title: '办理人', width: 84 },
        { key: 'receivedAt', title: '接到', width: 160, canSort: true, isExtra: true, render: ({ receivedAt }) => <InstantText value={receivedAt} /> },
        { key: 'dueAt', title: '最近时限', width: 160, canSort: true, render: ({ dueAt, isOverdue }) => dueAt && <span className="x-row"><DueText value={dueAt} />{isOverdue && <StateTag word="逾期" tone="bad" />}</span> },
        { key: 'line', title: '线路', width: 72, isExtra: true },
        { key: 'firstAnsweredAt', title: '首次答复', width: 160, isExtra: true, render: ({ firstAnsweredAt }) => <InstantText value={firstAnsweredAt} /> },
        { key: 'deliveredAt', title: '解决', width: 160, isExtra: true, render: ({ deliveredAt }) => <InstantText value={deliveredAt} /> },
      ]}
      empty={empty}
    />
  )
}
