import { serviceTitle } from '#shared/services.ts'
import { subsystemTitle } from '#shared/subsystems.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { Timeline, type TimelineEntry } from '#web/kit/detail/timeline.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { stateOf } from '#web/kit/state/states.ts'
import { DateText } from '#web/kit/value/date-text.tsx'
import { DueText, formatMoment, InstantText } from '#web/kit/value/instant-text.tsx'
import { WorkOrderStateTag } from '#spine/work-orders/web/work-order-state-tag.tsx'
import { obligationsApi } from '../api.ts'
import { VerdictPanel } from './verdict-panel.tsx'
import { periodWords, planEventTitle, shownChange } from './plan-event.ts'

export function OccurrencePage() {
  const { occurrenceId } = usePageParams('occurrenceId')
  const occurrence = useRead(obligationsApi, 'getOccurrence', { params: { occurrenceId } })
  return (
    <DetailPage
      of={occurrence}
      show={(one) => ({
        title: one.title,
        number: `${one.obligation} · ${periodWords(one.periodKey)}`,
        state: <StateTag state={stateOf(one.verdict)} href="?tab=verdict" reason="打开判定依据" />,
        facts: [
          { label: '子系统', value: <PageLink to={`/occurrences?subsystem=${one.subsystem}`}>{subsystemTitle(one.subsystem)}</PageLink> },
          { label: '功能模块', value: <PageLink to={`/occurrences?service=${one.service}`}>{serviceTitle(one.service)}</PageLink> },
          { label: '合同条款', value: <PageLink to={`/contract?tab=clauses&find=${one.obligation}`}>{one.clause}</PageLink> },
          { label: '开始', value: <DateText value={one.opensOn} isProvisional={one.isProvisional} /> },
          { label: '截止', value: <><DueText value={one.dueAt} />{one.isProvisional && ' ≈'}</> },
          { label: '完成', value: <InstantText value={one.fulfilledAt} /> },
          { label: '要求的证据', value: one.evidenceKinds.join('、') },
          { label: '扣款规则', value: one.moneyRules.length > 0 && <PageLink to="/contract?tab=money">{one.moneyRules.join('、')}</PageLink> },
          { label: '义务', value: one.duty, wide: true },
          { label: '判定口径', value: one.judgement, wide: true },
          ...(one.reason ? [{ label: '不安排的原因', value: one.reason, wide: true }] : []),
        ],
        tabs: [
          { key: 'verdict', title: '判定依据', content: <VerdictPanel {...one} /> },
          {
            key: 'work-orders',
            title: '工单',
            count: one.workOrders.length,
            content: (
              <Section flush>
                {one.workOrders.length === 0 ? (
                  <EmptyState what="还没有工单" how="事项开始那天自动开出；也可以在工单页面手工开立。" />
                ) : (
                  <DataTable
                    caption="工单"
                    rows={one.workOrders}
                    rowKey={(row) => row.workOrderId}
                    columns={[
                      { key: 'number', title: '编号', render: (row) => <PageLink className="x-mono" to={`/work-orders/${row.workOrderId}`}>{row.number}</PageLink> },
                      { key: 'state', title: '状态', render: (row) => <WorkOrderStateTag state={row.state} /> },
                    ]}
                  />
                )}
              </Section>
            ),
          },
          {
            key: 'evidence',
            title: '证据',
            count: one.evidence.length,
            content: (
              <Section flush>
                {one.evidence.length === 0 ? (
                  <EmptyState what="还没有证据" how={`需要：${one.evidenceKinds.join('、') || '无'}。在它的工单中上传。`} />
                ) : (
                  <DataTable
                    caption="证据"
                    rows={one.evidence}
                    rowKey={(row) => row.evidenceId}
                    columns={[
                      { key: 'title', title: '名称', render: (row) => <PageLink to={`/evidence/${row.evidenceId}`}>{row.title}</PageLink> },
                      { key: 'kind', title: '类别', width: 180, render: (row) => <span className="x-mono">{row.kind}</span> },
                      { key: 'happenedAt', title: '发生时间', width: 190, render: (row) => <InstantText value={row.happenedAt} /> },
                      { key: 'origin', title: '来源', width: 140, render: (row) => (row.origin === 'previous-operator' ? <StateTag word="上年度供应商" tone="special" /> : '本单位') },
                    ]}
                  />
                )}
              </Section>
            ),
          },
          { key: 'plan', title: '计划经过', count: one.events.length, content: <Section><Timeline label="计划经过" entries={[...one.events.map(planEntry), { key: 'due', at: one.dueAt, deadline: '截止' }]} /></Section> },
          {
            key: 'notices',
            title: '告知',
            count: one.notices.length,
            content: (
              <Section>
                {one.notices.length === 0 ? <EmptyState what="没有事先告知" how="不能按期进行的，到期前在通知页面告知甲方；条款或甲方决定允许的，可以免责。" /> : one.notices.map((notice) => <p key={notice.noticeId}><PageLink className="x-mono" to={`/notices/${notice.noticeId}`}>{notice.number}</PageLink> 发出于 {formatMoment(notice.sentAt)}</p>)}
              </Section>
            ),
          },
        ],
      })}
    />
  )
}

function planEntry(event: { at: string; kind: string; cause: string; before: unknown; after: unknown }, position: number): TimelineEntry {
  const changes = shownChange(event.before, event.after)
  return { key: String(position), at: event.at, who: '系统', what: planEventTitle(event.kind), note: event.cause, ...(changes.length > 0 ? { changes } : {}) }
}
