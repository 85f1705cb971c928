import { WorkOrderStateTag } from '#spine/work-orders/web/work-order-state-tag.tsx'
import type { DetailPlate } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { Timeline, type TimelineEntry } from '#web/kit/detail/timeline.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import type { Tone } from '#web/kit/theme/palette.ts'
import { requestEvent, requestLinkKind, type RequestDetail } from '../api.ts'
import { ApprovalPanel } from './approval-panel.tsx'
import { RequestClocks } from './request-clocks.tsx'
import { RequestFiles } from './request-files.tsx'
import { RequestForm } from './request-form.tsx'
import { RequestStateTag } from './request-state-tag.tsx'

type Tab = DetailPlate['tabs'][number]

/** The parts of every request, in the order in which they are asked for; `own` of a service come right after the form. */
export function requestTabs(one: RequestDetail, own: readonly Tab[] = []): Tab[] {
  return [
    { key: 'form', title: '内容', content: <RequestForm request={one} /> },
    ...own,
    ...(one.approvals.length > 0 ? [{ key: 'approvals', title: '审批', count: one.approvals.length, content: <ApprovalPanel approvals={one.approvals} /> }] : []),
    ...(one.clocks.length > 0 ? [{ key: 'clocks', title: '时限', count: one.clocks.length, content: <RequestClocks clocks={one.clocks} /> }] : []),
    { key: 'life', title: '经过', count: one.events.length, content: <Section><Timeline label="申请经过" entries={entriesOf(one)} /></Section> },
    { key: 'files', title: '附件', count: one.files.length, content: <RequestFiles request={one} /> },
    ...(one.workOrders.length > 0 ? [{ key: 'orders', title: '工单', count: one.workOrders.length, content: <Orders request={one} /> }] : []),
    ...(one.links.length > 0 ? [{ key: 'links', title: '关联', count: one.links.length, content: <Links request={one} /> }] : []),
  ]
}

const tones: Readonly<Record<string, Tone>> = {
  approved: 'good', 'all-approved': 'good', accepted: 'good', 'silently-accepted': 'good', closed: 'good', refused: 'bad', returned: 'bad', 'delivery-returned': 'bad', failed: 'bad', escalated: 'bad',
  waiting: 'special', taken: 'info', assigned: 'info', delivered: 'info', withdrawn: 'muted', merged: 'muted',
}

function entriesOf(one: RequestDetail): TimelineEntry[] {
  const events = one.events.map((event, position): TimelineEntry => ({
    key: String(position),
    at: event.at,
    who: <>{event.actorName}{!event.isPublic && <span className="x-soft">（内部）</span>}</>,
    what: requestEvent.has(event.kind) ? requestEvent.titles[event.kind] : event.kind,
    ...(tones[event.kind] ? { tone: tones[event.kind]! } : {}),
    ...(event.note ? { note: event.note } : {}),
  }))
  const deadlines = one.clocks.filter(({ dueAt, verdict }) => dueAt !== null && !['met', 'stopped', 'not-started'].includes(verdict)).map((clock): TimelineEntry => ({ key: `due-${clock.name}`, at: clock.dueAt ?? '', deadline: `${clock.name}时限`, ...(clock.verdict === 'overdue' || clock.verdict === 'late' ? { tone: 'bad' as const } : {}) }))
  return [...events, ...deadlines]
}

function Orders({ request }: { request: RequestDetail }) {
  return (
    <Section title="办理工单">
      <DataTable
        caption="办理工单"
        rows={request.workOrders}
        rowKey={({ workOrderId }) => workOrderId}
        columns={[
          { key: 'number', title: '编号', width: 180, render: ({ workOrderId, number }) => <PageLink to={`/work-orders/${workOrderId}`}>{number}</PageLink> },
          { key: 'title', title: '标题', card: 'heading' },
          { key: 'state', title: '状态', width: 100, card: 'state', render: ({ state }) => <WorkOrderStateTag state={state} /> },
        ]}
      />
    </Section>
  )
}

function Links({ request }: { request: RequestDetail }) {
  return (
    <Section title="关联申请">
      <DataTable
        caption="关联申请"
        rows={request.links}
        rowKey={({ requestId, kind, isOutgoing }) => `${requestId}${kind}${isOutgoing}`}
        columns={[
          { key: 'kind', title: '关联', width: 120, render: ({ kind, isOutgoing }) => (isOutgoing ? requestLinkKind.titles[kind] : { 'child-of': '下级', 'duplicate-of': '并入本申请', 'related-to': '相关', 'made-into': '由其转来' }[kind]) },
          { key: 'number', title: '编号', width: 180, render: ({ requestId, number }) => <PageLink to={`/requests/${requestId}`}>{number}</PageLink> },
          { key: 'title', title: '标题', card: 'heading' },
          { key: 'state', title: '状态', width: 100, card: 'state', render: ({ state }) => <RequestStateTag state={state} /> },
        ]}
      />
    </Section>
  )
}
