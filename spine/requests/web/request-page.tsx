import { subsystemTitle } from '#shared/subsystems.ts'
import { serviceTitle } from '#shared/services.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import type { Fact } from '#web/kit/detail/facts-grid.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { DueText, InstantText } from '#web/kit/value/instant-text.tsx'
import { requestOrigin, requestPriority, requestsApi, type RequestDetail } from '../api.ts'
import { RequestActs } from './request-acts.tsx'
import { RequestStateTag } from './request-state-tag.tsx'
import { requestTabs } from './request-tabs.tsx'

/** One request of any kind; services with more to show compose the same parts on a page of their own. */
export function RequestPage() {
  const { requestId } = usePageParams('requestId')
  const request = useRead(requestsApi, 'getRequest', { params: { requestId } })
  return (
    <DetailPage
      of={request}
      show={(one) => ({
        title: one.title,
        number: one.number,
        state: <RequestStates request={one} />,
        actions: <RequestActs request={one} />,
        facts: requestFacts(one),
        tabs: requestTabs(one),
      })}
    />
  )
}

export function RequestStates({ request }: { request: RequestDetail }) {
  return <span className="x-row"><RequestStateTag state={request.state} />{request.isOverdue && <StateTag word="逾期" tone="bad" href="?tab=clocks" />}</span>
}

export function requestFacts(one: RequestDetail): Fact[] {
  return [
    { label: '类别', value: one.kindTitle },
    { label: '功能模块', value: serviceTitle(one.service) },
    { label: '子系统', value: one.subsystem === 'unattributed' ? <StateTag word="未归属" tone="caution" /> : subsystemTitle(one.subsystem) },
    { label: '申请人', value: <>{one.requesterName}{one.requesterUnit && one.requesterUnit !== one.requesterName && <span className="x-soft"> {one.requesterUnit}</span>}</> },
    { label: '来源', value: requestOrigin.titles[one.origin] },
    ...(one.priority ? [{ label: '优先级', value: requestPriority.titles[one.priority] }] : []),
    { label: '办理人', value: one.assigneeName ?? (one.state === 'ready' ? '待领取' : '') },
    ...(one.dueAt ? [{ label: '最近时限', value: <PageLink to="?tab=clocks"><DueText value={one.dueAt} /></PageLink> }] : []),
    ...(one.waitsOn ? [{ label: '审批', value: one.waitsOn, wide: true }] : []),
    ...(one.beginsOn ? [{ label: '生效日期', value: <>{one.beginsOn}{one.state === 'scheduled' && <span className="x-soft"> 当日自动开始办理</span>}</> }] : []),
    { label: '提交', value: <InstantText value={one.submittedAt} /> },
    ...(one.deliveredAt ? [{ label: '交付', value: <InstantText value={one.deliveredAt} /> }] : []),
    ...(one.silentAcceptanceAt ? [{ label: '视为验收', value: <><InstantText value={one.silentAcceptanceAt} /><span className="x-soft"> 前没有答复即视为验收</span></> }] : []),
    ...(one.closedAt ? [{ label: '办结', value: <InstantText value={one.closedAt} /> }] : []),
    ...(one.occurrenceId ? [{ label: '应办事项', value: <PageLink to={`/occurrences/${one.occurrenceId}`}>合同义务与判定</PageLink> }] : []),
    ...(one.clonedFrom ? [{ label: '复制自', value: <PageLink to={`/requests/${one.clonedFrom.requestId}`}>{one.clonedFrom.number}</PageLink> }] : []),
    ...(one.solution ? [{ label: '办理结果', value: one.solution, wide: true }] : []),
  ]
}
