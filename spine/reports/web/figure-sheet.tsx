import { Button } from 'antd'
import { useRead } from '#web/kit/client/use-read.ts'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { reportsApi } from '../api.ts'

/** Where a figure came from: its query, parameters and evidence, and what the same question answers now. */
export function FigureSheet({ reportId, version, figureId, onClose }: { reportId: string; version: number; figureId: string | undefined; onClose: () => void }) {
  return (
    <SideSheet isOpen={figureId !== undefined} title="数据项的来源" onClose={onClose} width={560}>
      {figureId && <Source reportId={reportId} version={version} figureId={figureId} />}
    </SideSheet>
  )
}

function Source({ reportId, version, figureId }: { reportId: string; version: number; figureId: string }) {
  const figure = useRead(reportsApi, 'getFigure', { params: { reportId, version, figureId } })
  if (!figure.data) return figure.error ? <ErrorState error={figure.error} onRetry={() => void figure.refetch()} /> : <PageSkeleton />
  const { label, unit, frozen, now, isSame, query, sql, parameters, asOf, evidence } = figure.data
  return (
    <div className="x-report-source">
      <h3>{label}</h3>
      <dl>
        <dt>报告中的值</dt><dd><b>{frozen} {unit}</b></dd>
        <dt>重算的值</dt><dd><b>{now} {unit}</b> <StateTag word={isSame ? '一致' : '不一致'} tone={isSame ? 'good' : 'caution'} /> <Button size="small" loading={figure.isFetching} onClick={() => void figure.refetch()}>再算一次</Button></dd>
        <dt>统计截至</dt><dd><InstantText value={asOf} /></dd>
        <dt>查询</dt><dd className="x-mono">{query}</dd>
        <dt>参数</dt><dd className="x-mono">{Object.entries(parameters).map(([name, value]) => `${name} = ${String(value)}`).join('；') || '无'}</dd>
        <dt>证据</dt><dd>{evidence.length === 0 ? '这个数由记录直接计数，没有单独的证据' : evidence.map((id) => <div key={id}><PageLink to={`/evidence/${id}`}>{id}</PageLink></div>)}</dd>
      </dl>
      {!isSame && <p role="alert">数据在报告冻结之后发生了变化：请核对审计记录与证据链，或编制新的一版。</p>}
      <pre className="x-mono">{sql}</pre>
    </div>
  )
}
