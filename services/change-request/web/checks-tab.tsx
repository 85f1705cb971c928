import { Section } from '#web/kit/detail/section.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import type { ChangeDetail } from '../api.ts'

const verdicts: Readonly<Record<string, { word: string; tone: 'good' | 'caution' | 'bad' | 'muted' }>> = { normal: { word: '正常', tone: 'good' }, attention: { word: '关注', tone: 'caution' }, abnormal: { word: '异常', tone: 'bad' }, unchecked: { word: '未检', tone: 'muted' } }

function Verdict({ value }: { value: string | null }) {
  const look = value === null ? undefined : verdicts[value]
  return look ? <StateTag {...look} /> : <span className="x-soft">—</span>
}

/** The touched parts before and after, and what became different. */
export function ChecksTab({ change }: { change: ChangeDetail }) {
  const isCompared = change.checks.some(({ side, closedAt }) => side === 'after' && closedAt !== null)
  return (
    <>
      <Section title="前后差异" flush>
        {change.differences.length === 0 ? (
          <EmptyState what={isCompared ? '变更前后没有差异' : '还没有对照'} how={isCompared ? '各检查项的结论与文字取值均相同；数值的正常波动不列。' : '变更前检查与变更后检查都完成后显示。'} />
        ) : (
          <DataTable
            caption="前后差异"
            rows={change.differences}
            rowKey={({ component, check }) => `${component} ${check}`}
            columns={[
              { key: 'title', title: '检查项', card: 'heading', render: ({ title, check }) => <>{title} <span className="x-soft x-mono">{check}</span></> },
              { key: 'component', title: '部件' },
              { key: 'before', title: '变更前', render: ({ before, verdictBefore }) => <span className="x-row"><Verdict value={verdictBefore} />{before}</span> },
              { key: 'after', title: '变更后', render: ({ after, verdictAfter }) => <span className="x-row"><Verdict value={verdictAfter} />{after}</span> },
              { key: 'isWorse', title: '', width: 90, card: 'state', render: ({ isWorse }) => (isWorse ? <StateTag word="变差" tone="bad" /> : <StateTag word="变化" tone="info" />) },
            ]}
          />
        )}
      </Section>
      {change.checks.length > 0 && (
        <Section title="检查" flush>
          <DataTable
            caption="检查"
            rows={change.checks}
            rowKey={({ workOrderId }) => workOrderId}
            columns={[
              { key: 'side', title: '时点', width: 90, render: ({ side }) => (side === 'before' ? '变更前' : '变更后') },
              { key: 'componentTitle', title: '部件', card: 'heading' },
              { key: 'openedAt', title: '发起', width: 170, render: ({ openedAt }) => <InstantText value={openedAt} /> },
              { key: 'closedAt', title: '完成', width: 170, render: ({ closedAt }) => (closedAt ? <InstantText value={closedAt} /> : <StateTag word="进行中" tone="info" />) },
              { key: 'checked', title: '项数', width: 80, align: 'right' },
              { key: 'evidenceId', title: '巡检记录', width: 180, render: ({ evidenceId, run, workOrderId }) => (evidenceId ? <PageLink to={`/evidence/${evidenceId}`}>{run}</PageLink> : <PageLink to={`/work-orders/${workOrderId}`}>工单</PageLink>) },
            ]}
          />
        </Section>
      )}
    </>
  )
}
