import { addDays } from '#shared/calendar/dates.ts'
import { subsystemOptions, subsystemShortTitle, subsystemTitle } from '#shared/subsystems.ts'
import { Chart } from '#web/kit/chart/chart.tsx'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { DateField } from '#web/kit/form/date-field.tsx'
import { useAddress } from '#web/kit/frame/address.ts'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { useToday } from '#web/kit/value/use-today.ts'
import { changeRequestApi } from '../api.ts'

const text = (value: string | readonly string[] | undefined) => (typeof value === 'string' ? value : undefined)

/** AMB-51: the contract sets no ceiling to functional and adaptive changes, so both parties look at what they take. */
export function EffortsPage() {
  const today = useToday()
  const [address, change] = useAddress()
  const [from, to] = [text(address['from']) ?? addDays(today, -365), text(address['to']) ?? today]
  const changes = useClient(changeRequestApi)
  const efforts = useRead(changeRequestApi, 'getEfforts', { query: { from, to } })
  if (efforts.error && !efforts.data) return <ErrorState error={efforts.error} onRetry={() => void efforts.refetch()} />
  if (!efforts.data) return <PageSkeleton />
  const { months } = efforts.data
  const names = [...new Set(months.map(({ month }) => month))]
  const systems = [...new Set(months.map(({ subsystem }) => subsystem))]
  return (
    <Page title="变更工作量" lead="合同没有约定功能、适应性调整的上限（AMB-51），按登记的人日看趋势。" actions={<><DateField aria-label="起" value={from} onChange={(date) => change({ from: date })} /><span className="x-soft">至</span><DateField aria-label="止" value={to} onChange={(date) => change({ to: date })} /></>}>
      <Section>
        <Chart spec={{ type: 'stacked-bar', title: '各子系统每月人日', alternative: '按月堆叠的各子系统变更人日', categories: names, y: { title: '工作量', unit: '人日' }, series: systems.map((slug) => ({ name: subsystemShortTitle(slug), values: names.map((month) => months.find((one) => one.month === month && one.subsystem === slug)?.days ?? 0) })) }} emptyText="这段时间没有登记工作量" />
      </Section>
      <DataList
        name="change-efforts"
        noun="变更的工作量"
        source={changes.list('listEfforts', { query: { from, to } })}
        rowKey={({ requestId }) => requestId}
        href={({ requestId }) => `/change-request/change/${requestId}?tab=efforts`}
        searchHint="编号、标题"
        filters={[{ kind: 'choice', key: 'subsystem', label: '子系统', options: [...subsystemOptions] }]}
        columns={[
          { key: 'number', title: '编号', width: 156, canSort: true },
          { key: 'title', title: '变更', canSort: true, card: 'heading' },
          { key: 'subsystem', title: '子系统', width: 200, render: (row) => subsystemTitle(row.subsystem) },
          { key: 'estimateDays', title: '估算（人日）', width: 120, align: 'right', canSort: true },
          { key: 'spentDays', title: '期内实际（人日）', width: 140, align: 'right', canSort: true },
          { key: 'over', title: '', width: 100, card: 'state', render: ({ estimateDays, spentDays }) => spentDays > estimateDays && <StateTag word="超出估算" tone="caution" /> },
        ]}
        empty={{ what: '这段时间没有登记工作量', how: '工作量由办理人在变更的“工作量”页登记。' }}
      />
    </Page>
  )
}
