import { Select } from 'antd'
import { requestPriority } from '#spine/requests/api.ts'
import { addDays } from '#shared/calendar/dates.ts'
import { businessDate } from '#shared/instant.ts'
import { subsystem, subsystemShortTitle, subsystemTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { Chart } from '#web/kit/chart/chart.tsx'
import { DateField } from '#web/kit/form/date-field.tsx'
import { stringifySearch, useAddress } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { ExcelButton } from '#web/kit/list/excel-button.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { Figure, FigureStrip } from '#web/kit/state/figure.tsx'
import { useToday } from '#web/kit/value/use-today.ts'
import { deskGrouping, statisticsApi, type DeskGrouping, type DeskNumbers } from '../api.ts'
import { ticketCategory } from '../tickets/api.ts'

/** `92.3 %` with its two numbers; no cases is no share. */
const share = (part: number | null, whole: number | null) => (part === null || !whole ? null : `${Math.round((part / whole) * 1_000) / 10}`)
const NOTHING = '—'

/** 统计: every number opens the rows that it counted, every share says of what. */
export function StatisticsPage() {
  const [address, change] = useAddress()
  const today = useToday()
  const text = (key: string) => (typeof address[key] === 'string' && address[key] !== '' ? address[key] : undefined)
  const by = deskGrouping.values.find((one) => one === text('by')) ?? 'subsystem'
  const [from, to] = [text('from') ?? `${today.slice(0, 8)}01`, text('to') ?? today]
  const asked = { from, to, line: text('line'), subsystem: text('subsystem'), category: ticketCategory.values.find((one) => one === text('category')) }
  const measured = useRead(statisticsApi, 'measureDesk', { query: { ...asked, by } })
  const excel = useClient(statisticsApi).excel('measureDesk')
  const total = measured.data?.total
  const tickets = (more: Record<string, string>) => `/tickets${stringifySearch({ ...asked, isCounted: 'true', ...more })}`
  const calls = (more: Record<string, string>) => `/telephone-calls${stringifySearch({ from, to, line: asked.line, ...more })}`
  const judged = total && total.answeredInTime + total.answeredLate
  const choice = (key: string, label: string, options: ReadonlyArray<{ value: string; label: string }>) => <Select key={key} aria-label={label} placeholder={label} allowClear style={{ minWidth: 120 }} value={text(key) ?? null} options={[...options]} onChange={(value: string | undefined) => change({ [key]: value })} />
  return (
    <Page
      title="热线统计"
      lead="按接到的日期统计；已撤回和已合并的不计。响应与解决的时限是内部目标，合同只写“及时”。"
      actions={<span className="x-row">
        <DateField aria-label="起" value={from} onChange={(value) => change({ from: value })} /> 至 <DateField aria-label="止" value={to} onChange={(value) => change({ to: value })} />
        {choice('line', '线路', [{ value: '7726', label: '7726' }, { value: '7717', label: '7717' }])}
        {choice('subsystem', '子系统', subsystem.values.map((value) => ({ value, label: subsystem.titles[value] })))}
        {choice('category', '类别', ticketCategory.values.map((value) => ({ value, label: ticketCategory.titles[value] })))}
      </span>}
    >
      {measured.error ? <ErrorState error={measured.error} onRetry={() => void measured.refetch()} /> : (
        <>
          <FigureStrip>
            <Figure label="接听率" value={total && share(total.answeredCalls, total.calls)} unit="%" href={calls({ count: 'answered' })} note={total?.calls === null ? '来电不分子系统和类别' : total && `接听 ${total.answeredCalls} ÷ 来电 ${total.calls}`} />
            <Figure label="录单率" value={total && share(total.recordedCalls, total.answeredCalls)} unit="%" href={calls({ count: 'unrecorded' })} note={total && total.calls !== null && `录单 ${total.recordedCalls} ÷ 接听 ${total.answeredCalls}`} />
            <Figure label="放弃" value={total && total.abandonedCalls} unit="次" tone="bad" href={calls({ count: 'abandoned' })} />
            <Figure label="响应及时率" value={total && share(total.answeredInTime, judged ?? 0)} unit="%" href={tickets({ answer: 'in-time' })} note={total && `及时 ${total.answeredInTime} ÷ 已到判定 ${judged}`} />
            <Figure label="解决率" value={total && share(total.solved, total.tickets)} unit="%" href={tickets({ solution: 'solved' })} note={total && `已解决 ${total.solved} ÷ 受理 ${total.tickets}`} />
            <Figure label="一次解决率" value={total && share(total.solvedAtOnce, total.tickets)} unit="%" href={tickets({ isAtOnce: 'true' })} note={total && `一次解决 ${total.solvedAtOnce} ÷ 受理 ${total.tickets}`} />
            <Figure label="满意度" value={total && share(total.satisfied, total.rated)} unit="%" href={tickets({ satisfaction: 'rated' })} note={total && `满意 ${total.satisfied} ÷ 已评价 ${total.rated}`} />
          </FigureStrip>
          <Section
            title={<>按 <Select<DeskGrouping> aria-label="分组" size="small" value={by} options={deskGrouping.values.map((value) => ({ value, label: deskGrouping.titles[value] }))} onChange={(value) => change({ by: value })} /></>}
            flush
            extra={excel && <ExcelButton excel={excel} request={{ ...asked, by }} isEmpty={measured.data?.groups.length === 0} />}
          >
            {measured.data?.groups.length === 0 ? <EmptyState what="这段时间没有来电和服务工单" how="换一个时间范围。" /> : <Groups groups={measured.data?.groups} by={by} tickets={tickets} calls={calls} />}
          </Section>
          {measured.data && measured.data.groups.length > 0 && (
            <Section>
              <Chart
                spec={{
                  type: 'stacked-bar', title: '服务工单', categories: measured.data.groups.map(({ group }) => groupTitle(by, group)), y: { title: '受理', unit: '件' },
                  series: [{ name: '已解决', values: measured.data.groups.map(({ solved }) => solved), tone: 'good' }, { name: '未解决', values: measured.data.groups.map(({ tickets: all, solved }) => all - solved), tone: 'quiet' }],
                }}
              />
            </Section>
          )}
        </>
      )}
    </Page>
  )
}

type Links = { tickets: (more: Record<string, string>) => string; calls: (more: Record<string, string>) => string }

function Groups({ groups, by, tickets, calls }: Links & { groups: readonly DeskNumbers[] | undefined; by: DeskGrouping }) {
  const within = (group: string): Record<string, string> => (by === 'day' ? { from: group, to: group } : by === 'month' ? { from: `${group}-01`, to: addDays(`${nextMonth(group)}-01`, -1) } : { [by]: group })
  const number = (value: number | null, href: string) => (value === null ? NOTHING : value === 0 ? '0' : <PageLink to={href}>{value}</PageLink>)
  return (
    <DataTable
      caption="热线统计"
      rows={groups ?? []}
      rowKey={({ group }) => group}
      skeletonRows={groups ? undefined : 4}
      columns={[
        { key: 'group', title: deskGrouping.titles[by], card: 'heading', render: ({ group }) => groupTitle(by, group) },
        { key: 'calls', title: '来电', align: 'right', width: 72, render: (row) => number(row.calls, calls({ ...within(row.group), count: 'all' })) },
        { key: 'answeredCalls', title: '接听', align: 'right', width: 72, render: (row) => number(row.answeredCalls, calls({ ...within(row.group), count: 'answered' })) },
        { key: 'abandonedCalls', title: '放弃', align: 'right', width: 72, render: (row) => number(row.abandonedCalls, calls({ ...within(row.group), count: 'abandoned' })) },
        { key: 'tickets', title: '受理', align: 'right', width: 72, render: (row) => number(row.tickets, tickets(within(row.group))) },
        { key: 'answeredInTime', title: '响应及时', align: 'right', width: 88, render: (row) => number(row.answeredInTime, tickets({ ...within(row.group), answer: 'in-time' })) },
        { key: 'answeredLate', title: '响应超时', align: 'right', width: 88, render: (row) => number(row.answeredLate, tickets({ ...within(row.group), answer: 'late' })) },
        { key: 'solved', title: '已解决', align: 'right', width: 80, render: (row) => number(row.solved, tickets({ ...within(row.group), solution: 'solved' })) },
        { key: 'solvedLate', title: '解决超时', align: 'right', width: 88, render: (row) => number(row.solvedLate, tickets({ ...within(row.group), solution: 'late' })) },
        { key: 'solvedAtOnce', title: '一次解决', align: 'right', width: 88, render: (row) => number(row.solvedAtOnce, tickets({ ...within(row.group), isAtOnce: 'true' })) },
        { key: 'children', title: '其中下级', align: 'right', width: 88, render: (row) => number(row.children, tickets({ ...within(row.group), family: 'child' })) },
      ]}
    />
  )
}

function groupTitle(by: DeskGrouping, group: string): string {
  if (by === 'subsystem') return subsystem.has(group) ? subsystemShortTitle(group) : subsystemTitle(group)
  if (by === 'category') return ticketCategory.has(group) ? ticketCategory.titles[group] : group
  if (by === 'priority') return requestPriority.has(group) ? requestPriority.titles[group] : '未定级'
  return group || '不经热线'
}

function nextMonth(month: string): string {
  return businessDate(new Date(Date.parse(`${month}-28T12:00:00+08:00`) + 5 * 86_400_000)).slice(0, 7)
}
