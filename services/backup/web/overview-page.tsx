import { useState } from 'react'
import { Alert } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { Figure, FigureStrip } from '#web/kit/state/figure.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { backupApi, contentTitles, maxAgeHours, ownerTitle } from '../api.ts'
import { bytesText, secondsText } from './bytes-text.ts'
import { KeysAndPlaces } from './keys-and-places.tsx'
import { LevelTag, RunStateTag } from './level-tag.tsx'
import { SizeBars } from './size-bars.tsx'

export function OverviewPage() {
  const may = usePermission()
  const go = useGo()
  const [isBusy, setBusy] = useState(false)
  const overview = useRead(backupApi, 'getOverview', { refreshMs: isBusy ? 2_000 : 15_000 })
  const opened = { onDone: ({ workOrderId }: { workOrderId: string }) => go(`/work-orders/${workOrderId}`) }
  const run = useAct(backupApi, 'startRun', { done: '备份已开始' })
  const drill = useAct(backupApi, 'startCheck', { done: '已开始，结果写入工单', ...opened })
  const isRunning = overview.data?.sources.some((one) => one.lastRun?.state === 'running') ?? false
  if (overview.data && isRunning !== isBusy) setBusy(isRunning)
  if (overview.error) return <ErrorState error={overview.error} onRetry={() => void overview.refetch()} />
  const data = overview.data
  const sources = data?.sources ?? []
  const old = sources.filter((one) => one.isOverdue)
  const databases = sources.filter((one) => one.subsystem !== 'centre')
  return (
    <Page
      title="备份概况"
      lead="写成后从存储全部读回、摘要一致才算成功；恢复验证把归档恢复到临时实例，逐表核对行数与内容。"
      actions={
        may('backup:run') && (
          <>
            <ActButton permission="backup:run" type="primary" disabled={isRunning} onAct={() => run.mutateAsync({ body: {} })}>立即备份</ActButton>
            <ActButton permission="backup:run" onAct={() => drill.mutateAsync({ body: { level: 3 } })}>恢复验证</ActButton>
            <ActButton permission="backup:run" onAct={() => drill.mutateAsync({ body: { level: 4 } })}>恢复演练</ActButton>
          </>
        )
      }
    >
      {data && databases.length === 0 && <Alert type="warning" showIcon title="还没有登记备份集" description="在“被管系统”为每个子系统登记类别为“备份集”的部件，连接方式用能读全部数据的账号。" />}
      <FigureStrip>
        <Figure label="备份对象" value={data && sources.length} unit="个" href="/backup/archives" />
        <Figure label="超过时限没有可读备份" value={data && old.length} unit="个" tone="bad" note={`时限 ${maxAgeHours} 小时`} />
        <Figure label="已做过恢复验证" value={data && sources.filter((one) => one.lastRestoreAt !== null).length} unit="个" href="/backup/archives?level=3" />
        <Figure label="归档占用" value={data && bytesText(data.usedBytes)} note={data && `可用 ${bytesText(data.freeBytes)}${data.daysLeft === null ? '' : data.daysLeft > 3_650 ? '，按近两周增长够用十年以上' : `，按近两周增长还够 ${data.daysLeft} 天`}`} />
      </FigureStrip>
      <Section title="各备份对象" flush>
        {data && sources.length === 0 ? <EmptyState what="还没有备份对象" how="登记备份集后自动每日备份。" /> : (
          <DataTable
            caption="各备份对象"
            rows={sources}
            rowKey={(row) => row.source}
            skeletonRows={data ? undefined : 6}
            columns={[
              { key: 'title', title: '备份对象', card: 'heading', width: 220, render: (row) => <>{row.latest ? <PageLink to={`/backup/archives/${row.latest.archiveId}`}>{row.title}</PageLink> : row.title} <span className="x-soft">{contentTitles[row.content]}</span></> },
              { key: 'lastRun', title: '最近作业', width: 150, render: (row) => (row.lastRun ? <><div><RunStateTag state={row.lastRun.state} reason={row.lastRun.problem} />{row.lastRun.state === 'running' && ` ${bytesText(row.lastRun.rawBytes)}`}</div><InstantText value={row.lastRun.startedAt} />{row.lastRun.problem !== '' && <div className="x-soft">{row.lastRun.problem}</div>}</> : <span className="x-soft">还没有</span>) },
              { key: 'level', title: '已证明', width: 92, card: 'state', render: (row) => <LevelTag level={row.latest?.level ?? 0} /> },
              { key: 'ageHours', title: '最新可读', align: 'right', width: 92, render: (row) => <span className={row.isOverdue ? 'x-bad' : row.ageHours === null ? 'x-soft' : ''}>{row.ageHours === null ? (row.isOverdue ? '没有' : '还没有') : row.ageHours < 1 ? '1 小时内' : `${Math.floor(row.ageHours)} 小时前`}</span> },
              { key: 'bytes', title: '大小', align: 'right', width: 92, render: (row) => (row.latest ? <PageLink to={`/backup/archives?source=${row.source}`}>{bytesText(row.latest.bytes)}</PageLink> : '—') },
              { key: 'sizes', title: '近三十次', width: 110, card: 'none', render: (row) => <SizeBars sizes={row.sizes} /> },
              { key: 'lastRestoreAt', title: '最近恢复', width: 150, render: (row) => <><InstantText value={row.lastRestoreAt} />{row.rtoSeconds !== null && <div className="x-soft">演练用时 {secondsText(row.rtoSeconds)}</div>}</> },
              { key: 'copies', title: '异地', align: 'right', width: 64, render: (row) => (row.copies > 0 ? `${row.copies} 份` : '—') },
            ]}
          />
        )}
      </Section>
      {data && <KeysAndPlaces overview={data} owner={ownerTitle('centre')} />}
    </Page>
  )
}
