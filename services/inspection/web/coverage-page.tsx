import { subsystemShortTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { DateField } from '#web/kit/form/date-field.tsx'
import { useAddress } from '#web/kit/frame/address.ts'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { ExcelButton } from '#web/kit/list/excel-button.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { Figure, FigureStrip } from '#web/kit/state/figure.tsx'
import { inspectionApi } from '../api.ts'

export function CoveragePage() {
  const [address, change] = useAddress()
  const text = (key: string) => (typeof address[key] === 'string' ? address[key] : undefined)
  const coverage = useRead(inspectionApi, 'getCoverage', { query: { from: text('from'), to: text('to') } })
  const excel = useClient(inspectionApi).excel('getCoverage')
  const rows = coverage.data?.rows
  const sum = (pick: (row: NonNullable<typeof rows>[number]) => number) => rows?.reduce((total, row) => total + pick(row), 0)
  return (
    <Page
      title="巡检覆盖率"
      lead="应做的巡检由合同义务推算，完成与缺失由证据判定。"
      actions={<span className="x-row"><DateField aria-label="起" value={text('from') ?? coverage.data?.from} onChange={(from) => change({ from })} /> 至 <DateField aria-label="止" value={text('to') ?? coverage.data?.to} onChange={(to) => change({ to })} /></span>}
    >
      {coverage.error ? <ErrorState error={coverage.error} onRetry={() => void coverage.refetch()} /> : (
        <>
          <FigureStrip>
            <Figure label="计划" value={sum((row) => row.planned)} unit="次" />
            <Figure label="已到期" value={sum((row) => row.due)} unit="次" />
            <Figure label="完成" value={sum((row) => row.done)} unit="次" tone="good" href="/inspection/runs?state=done" />
            <Figure label="免责" value={sum((row) => row.excused)} unit="次" />
            <Figure label="缺失" value={sum((row) => row.missing)} unit="次" tone="bad" href="/occurrences?service=inspection&verdict=missed" />
          </FigureStrip>
          <Section title="按子系统与义务" flush extra={excel && <ExcelButton excel={excel} request={{ from: text('from'), to: text('to') }} isEmpty={rows?.length === 0} />}>
            {rows?.length === 0 ? <EmptyState what="这段时间没有应做的巡检" how="换一个时间范围。" /> : (
              <DataTable
                caption="巡检覆盖率"
                rows={rows ?? []}
                rowKey={(row) => `${row.subsystem} ${row.obligation}`}
                skeletonRows={rows ? undefined : 4}
                columns={[
                  { key: 'subsystem', title: '子系统', width: 96, render: (row) => subsystemShortTitle(row.subsystem) },
                  { key: 'title', title: '义务', card: 'heading', render: (row) => `${row.obligation} ${row.title}` },
                  ...(['planned', 'due', 'done', 'late', 'excused', 'missing'] as const).map((key) => ({ key, title: { planned: '计划', due: '已到期', done: '完成', late: '其中逾期', excused: '免责', missing: '缺失' }[key], align: 'right' as const, width: 76 })),
                  { key: 'missingDays', title: '缺失的周期末日', render: (row) => (row.missingDays.length === 0 ? '—' : `${row.missingDays.slice(0, 8).join('、')}${row.missingDays.length > 8 ? ` 等 ${row.missingDays.length} 个` : ''}`) },
                ]}
              />
            )}
          </Section>
        </>
      )}
    </Page>
  )
}
