import { dueParts } from '#shared/instant.ts'
import { serviceTitle } from '#shared/services.ts'
import { subsystemShortTitle } from '#shared/subsystems.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { Figure, FigureStrip } from '#web/kit/state/figure.tsx'
import { formatDate } from '#web/kit/value/date-text.tsx'
import { formatNumber } from '#web/kit/value/format-number.ts'
import { obligationsApi } from '#spine/obligations/api.ts'
import { decisionsApi } from '../api.ts'
import type { DecisionValues } from './decision-values.ts'

const DATE = /^\d{4}-\d{2}-\d{2}$/

/** What a changed default adds, removes and moves, before anybody records it. */
export function AmbiguityPreview({ values: { ambiguity, option, effectiveOn } }: { values: Partial<DecisionValues> }) {
  const isComplete = Boolean(ambiguity && option && effectiveOn && DATE.test(effectiveOn))
  const preview = useRead(decisionsApi, 'previewDecision', { body: { ambiguity: ambiguity ?? '', option: option ?? '', effectiveOn: effectiveOn ?? '' } }, { enabled: isComplete })
  if (!isComplete) return <Section title="预览"><EmptyState what="选好歧义、取值和生效日期" how="这里显示它会新增、取消和移动哪些事项，登记之前什么都不改变。" /></Section>
  if (preview.error) return <Section title="预览"><ErrorState error={preview.error} onRetry={() => void preview.refetch()} /></Section>
  const { data } = preview
  return (
    <Section title="预览：登记之前什么都不改变" flush>
      <FigureStrip>
        <Figure label="新增" value={data?.added} unit="项" />
        <Figure label="取消" value={data?.removed} unit="项" tone={data && data.removed > 0 ? 'caution' : undefined} />
        <Figure label="移动" value={data?.moved} unit="项" />
      </FigureStrip>
      {data && data.counts.length === 0 && data.moved === 0 && <EmptyState what="这个取值不改变任何事项" how="它影响的是判定口径或金额，不影响计划。" />}
      {data && data.counts.length > 0 && (
        <DataTable
          caption="各单元前后的次数"
          rows={data.counts}
          rowKey={(row) => `${row.subsystem} ${row.service}`}
          columns={[
            { key: 'subsystem', title: '子系统', render: (row) => subsystemShortTitle(row.subsystem) },
            { key: 'service', title: '模块', render: (row) => serviceTitle(row.service) },
            { key: 'before', title: '现在', align: 'right', width: 72 },
            { key: 'after', title: '之后', align: 'right', width: 72, render: (row) => <b>{row.after}</b> },
            { key: 'difference', title: '差', align: 'right', width: 72, render: (row) => `${row.after > row.before ? '+' : ''}${row.after - row.before}` },
          ]}
        />
      )}
      {data && data.examples.length > 0 && (
        <DataTable
          caption="例子"
          rows={data.examples.map((example, index) => ({ ...example, index }))}
          rowKey={(row) => String(row.index)}
          columns={[
            { key: 'change', title: '举例', width: 64 },
            { key: 'title', title: '事项' },
            { key: 'subsystem', title: '子系统', width: 90, render: (row) => subsystemShortTitle(row.subsystem) },
            { key: 'dueAt', title: '截止', width: 130, render: (row) => formatDate(dueParts(new Date(row.dueAt)).date) },
          ]}
        />
      )}
    </Section>
  )
}

/** How many occurrences the subject touches, and the first of them. */
export function SpanPreview({ values: { obligation, subsystem, service, periodKey, from, to } }: { values: Partial<DecisionValues> }) {
  const query = Object.fromEntries(Object.entries({ obligation, subsystem, service, periodKey, dueFrom: from, dueTo: to }).filter(([, value]) => value))
  const isNarrowed = Object.keys(query).length > 0
  const found = useRead(obligationsApi, 'listOccurrences', { query: { ...query, pageSize: 10 } }, { enabled: isNarrowed })
  if (!isNarrowed) return <Section title="涉及的事项"><EmptyState what="先指明对象" how="义务、子系统、模块、周期或日期，至少一项。" /></Section>
  if (found.error) return <Section title="涉及的事项"><ErrorState error={found.error} onRetry={() => void found.refetch()} /></Section>
  return (
    <Section title="涉及的事项（按截止日）" extra={found.data && <PageLink to={`/occurrences?${new URLSearchParams(query as Record<string, string>).toString()}`}>共 {formatNumber(found.data.total)} 项</PageLink>} flush>
      {found.data?.items.length === 0 ? (
        <EmptyState what="没有符合的事项" how="这样登记不会产生作用，请核对对象。" />
      ) : (
        <DataTable
          caption="涉及的事项"
          rows={found.data?.items ?? []}
          rowKey={(row) => row.occurrenceId}
          skeletonRows={found.data ? undefined : 5}
          columns={[
            { key: 'title', title: '事项', render: (row) => <PageLink to={`/occurrences/${row.occurrenceId}`}>{row.title}</PageLink> },
            { key: 'subsystem', title: '子系统', width: 90, render: (row) => subsystemShortTitle(row.subsystem) },
            { key: 'dueAt', title: '截止', width: 130, render: (row) => formatDate(dueParts(new Date(row.dueAt)).date) },
          ]}
        />
      )}
    </Section>
  )
}
