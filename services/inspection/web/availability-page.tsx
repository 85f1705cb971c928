import { useState } from 'react'
import { Alert, Select } from 'antd'
import { subsystemShortTitle } from '#shared/subsystems.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { DateField } from '#web/kit/form/date-field.tsx'
import { useAddress } from '#web/kit/frame/address.ts'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { formatMinutes } from '#web/kit/value/duration-text.ts'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { inspectionApi } from '../api.ts'
import { OutageList } from './outage-list.tsx'
import { OutageTimeline } from './outage-timeline.tsx'
import { ResponseChart } from './response-chart.tsx'

export function AvailabilityPage() {
  const [address, change] = useAddress()
  const text = (key: string) => (typeof address[key] === 'string' ? address[key] : undefined)
  const measured = useRead(inspectionApi, 'getAvailability', { query: { from: text('from'), to: text('to') } }, { refreshMs: 60_000 })
  const now = useRead(inspectionApi, 'getMonitoring', { refreshMs: 10_000 })
  const [component, setComponent] = useState<string>()
  const chosen = component ?? now.data?.monitors[0]?.componentId
  if (measured.error) return <ErrorState error={measured.error} onRetry={() => void measured.refetch()} />
  const systems = measured.data?.systems ?? []
  // On a phone a cause that nobody had would only be scrolled past.
  const onCard = (isAny: boolean) => (isAny ? 'line' : 'none')
  return (
    <Page
      title="可用性"
      lead="（约定时间 − 中断）÷ 约定时间；约定时间不含计划维护。没有样本的时间未知，单独列出，不算可用也不算中断。"
      actions={<span className="x-row"><DateField aria-label="起" value={text('from') ?? measured.data?.from} onChange={(from) => change({ from })} /> 至 <DateField aria-label="止" value={text('to') ?? measured.data?.to} onChange={(to) => change({ to })} /></span>}
    >
      {now.data && !now.data.isWatching && <Alert type="warning" showIcon title="监测没有运行" description="没有工作进程在探测，这段时间将记为未知。请检查工作进程是否启动（--run=worker）。" />}
      <Section title="各子系统可用率与中断原因" flush>
        {measured.data && systems.length === 0 ? <EmptyState what="还没有被监测的系统" how="在被管系统中登记应用或数据库及其连接后，自动开始监测。" /> : (
          <DataTable
            caption="各子系统可用率"
            rows={systems}
            rowKey={(row) => row.subsystem}
            skeletonRows={measured.data ? undefined : 6}
            columns={[
              { key: 'subsystem', title: '子系统', render: (row) => subsystemShortTitle(row.subsystem) },
              { key: 'percent', title: '可用率', align: 'right', width: 110, card: 'state', render: (row) => <Percent value={row.percent} /> },
              { key: 'percentOperator', title: '仅计乙方与待定', align: 'right', width: 116, render: (row) => <Percent value={row.percentOperator} /> },
              { key: 'operator', title: '乙方', align: 'right', width: 100, card: onCard(systems.some(({ downSeconds }) => downSeconds.operator > 0)), render: (row) => <Length seconds={row.downSeconds.operator} /> },
              { key: 'client', title: '甲方或云', align: 'right', width: 100, card: onCard(systems.some(({ downSeconds }) => downSeconds['client-or-cloud'] > 0)), render: (row) => <Length seconds={row.downSeconds['client-or-cloud']} /> },
              { key: 'undecided', title: '待定', align: 'right', width: 100, card: onCard(systems.some(({ downSeconds }) => downSeconds.undecided > 0)), render: (row) => <Length seconds={row.downSeconds.undecided} /> },
              { key: 'planned', title: '计划内', align: 'right', width: 100, card: onCard(systems.some(({ plannedSeconds }) => plannedSeconds > 0)), render: (row) => <Length seconds={row.plannedSeconds} /> },
              { key: 'unknown', title: '未知', align: 'right', width: 112, render: (row) => <Length seconds={row.unknownSeconds} /> },
              { key: 'outages', title: '中断（次）', align: 'right', width: 88 },
            ]}
          />
        )}
      </Section>
      {measured.data && systems.length > 0 && <OutageTimeline measured={measured.data} now={measured.dataUpdatedAt} />}
      <Section title="监测点现状" flush extra={now.data && <span className="x-soft">启动延迟 P99 {Math.round(now.data.stats.latenessP99Ms ?? 0)} ms，共 {now.data.monitors.length} 个监测点</span>}>
        <DataTable
          caption="监测点现状"
          rows={now.data?.monitors ?? []}
          rowKey={(row) => row.componentId}
          skeletonRows={now.data ? undefined : 6}
          onRow={(row) => setComponent(row.componentId)}
          columns={[
            { key: 'title', title: '部件' },
            { key: 'state', title: '现状', width: 110, card: 'state', render: (row) => (row.outage ? <StateTag state="abnormal" reason={row.outage.reason} /> : row.last ? <StateTag state={row.last.isUp ? 'normal' : 'attention'} reason={row.last.failure ?? ''} /> : <StateTag state="unchecked" reason="最近一天没有样本" />) },
            { key: 'took', title: '响应', align: 'right', width: 100, render: (row) => (row.last?.tookMs == null ? '—' : `${row.last.tookMs} ms`) },
            { key: 'at', title: '最近探测', width: 220, render: (row) => <InstantText value={row.last?.at} precise /> },
            { key: 'intervalSeconds', title: '间隔（秒）', align: 'right', width: 100 },
            { key: 'failure', title: '现象', render: (row) => row.outage?.reason ?? row.last?.failure ?? <span className="x-soft">—</span> },
          ]}
        />
      </Section>
      {chosen && (
        <Section title="响应时间（最近 6 小时）" extra={<Select aria-label="部件" value={chosen} onChange={setComponent} style={{ minWidth: 260 }} options={(now.data?.monitors ?? []).map(({ componentId, title }) => ({ value: componentId, label: title }))} />}>
          <ResponseChart key={chosen} componentId={chosen} />
        </Section>
      )}
      <div id="outages"><OutageList /></div>
    </Page>
  )
}

/** A dash where there was none: the eye then stops only where something was. */
function Length({ seconds }: { seconds: number }) {
  return seconds === 0 ? <span className="x-soft">—</span> : <>{seconds < 60 ? `${Math.round(seconds)} 秒` : formatMinutes(seconds / 60)}</>
}

function Percent({ value }: { value: number | null }) {
  return value === null ? <span className="x-soft">未测得</span> : <>{value.toFixed(3)}%</>
}
