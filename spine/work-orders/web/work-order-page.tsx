import { service, serviceTitle } from '#shared/services.ts'
import { subsystemTitle } from '#shared/subsystems.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import type { Fact } from '#web/kit/detail/facts-grid.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { Timeline, type TimelineEntry } from '#web/kit/detail/timeline.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { stateOf } from '#web/kit/state/states.ts'
import type { Tone } from '#web/kit/theme/palette.ts'
import { DueText, InstantText } from '#web/kit/value/instant-text.tsx'
import { RawJson } from '#web/kit/value/raw-json.tsx'
import { periodWords } from '#spine/obligations/web/plan-event.ts'
import { VerdictPanel } from '#spine/obligations/web/verdict-panel.tsx'
import { workOrderEvent, workOrdersApi } from '../api.ts'
import { WorkOrderActs, type WorkOrder } from './work-order-acts.tsx'
import { WorkOrderEvidence } from './work-order-evidence.tsx'
import { WorkOrderStateTag } from './work-order-state-tag.tsx'
import { isOverdue } from './work-order-list.tsx'

export function WorkOrderPage() {
  const { workOrderId } = usePageParams('workOrderId')
  const order = useRead(workOrdersApi, 'getWorkOrder', { params: { workOrderId } })
  return (
    <DetailPage
      of={order}
      show={(one) => ({
        title: one.title,
        number: one.number,
        state: <span className="x-row"><WorkOrderStateTag state={one.state} />{isOverdue(one) && <StateTag word="逾期" tone="bad" />}{one.occurrence && <StateTag state={stateOf(one.occurrence.verdict)} href="?tab=verdict" reason="打开判定依据" />}</span>,
        actions: <WorkOrderActs order={one} />,
        facts: facts(one),
        tabs: [
          { key: 'life', title: '经过', count: one.events.length, content: <Section><Timeline label="工单经过" entries={entriesOf(one)} /></Section> },
          { key: 'evidence', title: '证据', count: one.evidence.length, content: <WorkOrderEvidence order={one} /> },
          ...(one.occurrence ? [{ key: 'verdict', title: '判定依据', content: <VerdictPanel {...one.occurrence} /> }] : []),
          ...(hasContent(one.result) ? [{ key: 'result', title: '结果', content: <Section title="办理结果"><RawJson value={one.result} /></Section> }] : []),
        ],
      })}
    />
  )
}

function facts(one: WorkOrder): Fact[] {
  const { occurrence } = one
  return [
    { label: '子系统', value: subsystemTitle(one.subsystem) },
    { label: '功能模块', value: service.has(one.service) && one.subsystem !== 'platform' ? <PageLink to={`/cells/${one.subsystem}/${one.service}`}>{serviceTitle(one.service)}</PageLink> : serviceTitle(one.service) },
    { label: '办理人', value: one.isAutomatic ? '系统自动办理' : (one.assigneeName ?? '待领取') },
    { label: '截止', value: <><DueText value={one.dueAt} />{occurrence?.isProvisional && ' ≈'}</> },
    { label: '开立', value: <InstantText value={one.openedAt} /> },
    { label: '提交', value: <InstantText value={one.submittedAt} /> },
    { label: '办结', value: <InstantText value={one.closedAt} /> },
    { label: '运维计划', value: one.planItem && <PageLink to={`/operation-plans/${one.planItem.operationPlanId}`}>{one.planItem.title}</PageLink> },
    ...(one.request ? [{ label: '申请', value: <PageLink to={`/requests/${one.request.requestId}`}>{one.request.number} {one.request.title}</PageLink> }] : []),
    ...(occurrence
      ? [
          { label: '应办事项', value: <PageLink to={`/occurrences/${occurrence.occurrenceId}`}>{occurrence.obligation} · {periodWords(occurrence.periodKey)}</PageLink> },
          { label: '合同条款', value: <PageLink to={`/contract?tab=clauses&find=${occurrence.obligation}`}>{occurrence.clause}</PageLink> },
          { label: '要求的证据', value: occurrence.evidenceKinds.map(({ title }) => title).join('、') },
          { label: '义务', value: occurrence.duty, wide: true },
        ]
      : []),
  ]
}

const tones: Readonly<Record<string, Tone>> = { submitted: 'special', closed: 'good', returned: 'bad', cancelled: 'muted', failed: 'bad', taken: 'info', assigned: 'info' }

function entriesOf(one: WorkOrder): TimelineEntry[] {
  const events = one.events.map((event, position): TimelineEntry => ({
    key: String(position),
    at: event.at,
    who: event.actorName,
    what: workOrderEvent.has(event.kind) ? workOrderEvent.titles[event.kind] : event.kind,
    ...(tones[event.kind] ? { tone: tones[event.kind]! } : {}),
    ...(event.note ? { note: event.note } : {}),
  }))
  return one.dueAt ? [...events, { key: 'due', at: one.dueAt, deadline: '截止', ...(isOverdue(one) ? { tone: 'bad' as const } : {}) }] : events
}

function hasContent(result: unknown): boolean {
  return typeof result === 'object' && result !== null && Object.keys(result).length > 0
}
