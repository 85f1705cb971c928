import { useState } from 'react'
import { Button } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { useAddress } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { reportsApi } from '../api.ts'
import type { Report } from './report-acts.tsx'

type Version = Report['versions'][number]
const FORMATS = { docx: 'Word', pdf: 'PDF' } as const

/** Every version with its files and scans; verification, rebuilding and what changed since the version before. */
export function ReportVersions({ report }: { report: Report }) {
  const [, change] = useAddress()
  return report.versions.map((version) => (
    <Section key={version.version} title={`第 ${version.version} 版${version.isPartial ? '（截至草稿）' : ''}`}>
      <p className="x-row">
        <span>{version.builtByName}，<InstantText value={version.builtAt} /></span>
        <HashText value={version.hash} what="校验值" length={16} />
        <Downloads report={report} version={version} />
        <Button size="small" onClick={() => change({ tab: 'preview', version: String(version.version) })}>预览</Button>
        <PageLink to={`/evidence/${version.evidenceId}`}>报告证据</PageLink>
        <PageLink to={`/evidence/${version.snapshotEvidenceId}`}>数据快照</PageLink>
      </p>
      {version.reason && <p>修订原因：{version.reason}</p>}
      <p>{version.scans.length === 0 ? <span className="x-soft">还没有签字盖章件</span> : version.scans.map((scan) => <span key={scan.at} className="x-row">签字盖章件：{scan.actorName}，<InstantText value={scan.at} />{scan.evidenceId && <PageLink to={`/evidence/${scan.evidenceId}`}>查看</PageLink>}</span>)}</p>
      <Checks reportId={report.reportId} version={version.version} />
      {version.version > 1 && <Differences reportId={report.reportId} from={version.version - 1} to={version.version} />}
    </Section>
  ))
}

function Downloads({ report, version }: { report: Report; version: Version }) {
  const reports = useClient(reportsApi)
  return version.files.map(({ format, fileName }) => (
    <a key={format} href={reports.url('downloadReport', { params: { reportId: report.reportId, version: version.version, format } })} download={fileName}>{FORMATS[format]}</a>
  ))
}

function Checks({ reportId, version }: { reportId: string; version: number }) {
  const [isVerifying, setVerifying] = useState(false)
  const [isRebuilding, setRebuilding] = useState(false)
  const params = { reportId, version }
  const check = useRead(reportsApi, 'verifyReport', { params }, { enabled: isVerifying })
  const rebuilt = useRead(reportsApi, 'rebuildReport', { params }, { enabled: isRebuilding })
  const again = (isAsked: boolean, ask: (on: true) => void, query: { refetch: () => unknown }) => (isAsked ? void query.refetch() : ask(true))
  return (
    <div aria-live="polite">
      <p className="x-row x-no-print">
        <Button size="small" loading={check.isFetching} onClick={() => again(isVerifying, setVerifying, check)}>重算全部数据项与表格</Button>
        <Button size="small" loading={rebuilt.isFetching} onClick={() => again(isRebuilding, setRebuilding, rebuilt)}>重新生成并比对字节</Button>
      </p>
      {check.error && <ErrorState error={check.error} onRetry={() => void check.refetch()} />}
      {check.data && (
        <>
          <p className="x-row">
            <StateTag word={check.data.isFrozenIntact ? '冻结数据完好' : '冻结数据被改动'} tone={check.data.isFrozenIntact ? 'good' : 'bad'} />
            {check.data.files.map(({ format, state }) => <StateTag key={format} word={`${FORMATS[format]} 文件${{ intact: '完好', altered: '被改动', absent: '缺失' }[state]}`} tone={state === 'intact' ? 'good' : 'bad'} />)}
            <StateTag word={check.data.differing.length === 0 ? `${check.data.checked} 个数据项重算一致` : `${check.data.differing.length} 个数据项与现在不同`} tone={check.data.differing.length === 0 ? 'good' : 'caution'} />
            <StateTag word={check.data.rows.differing.length === 0 ? `${check.data.rows.checked} 行表格数据重算一致` : `${check.data.rows.differing.length} 个单元格与现在不同`} tone={check.data.rows.differing.length === 0 ? 'good' : 'caution'} />
          </p>
          {check.data.differing.length > 0 && <ul>{check.data.differing.map(({ id, label, unit, frozen, now }) => <li key={id}>{label}：报告 {frozen} {unit}，现在 {now} {unit}</li>)}</ul>}
          {check.data.rows.differing.length > 0 && (
            <ul>{check.data.rows.differing.map(({ place, query, row, column, frozen, now }) => <li key={`${query} ${place} ${row} ${column}`}>{place} 第 {row} 行 {column}：报告 {frozen ?? '没有此行'}，现在 {now ?? '没有此行'}</li>)}</ul>
          )}
        </>
      )}
      {rebuilt.error && <ErrorState error={rebuilt.error} onRetry={() => void rebuilt.refetch()} />}
      {rebuilt.data && <p className="x-row">{rebuilt.data.files.map(({ format, isSame }) => <StateTag key={format} word={`${FORMATS[format]} ${isSame ? '字节一致' : '字节不一致'}`} tone={isSame ? 'good' : 'bad'} />)}</p>}
    </div>
  )
}

function Differences({ reportId, from, to }: { reportId: string; from: number; to: number }) {
  const compared = useRead(reportsApi, 'compareReportVersions', { params: { reportId }, query: { from, to } })
  if (!compared.data) return null
  if (compared.data.differences.length === 0) return <p className="x-soft">{compared.data.figures} 个数据项与第 {from} 版相同。</p>
  return (
    <DataTable
      caption={`与第 ${from} 版不同的数据项`}
      rowKey={(row) => row.id}
      rows={compared.data.differences}
      columns={[
        { key: 'label', title: '数据项' },
        { key: 'before', title: `第 ${from} 版`, align: 'right', render: (row) => (row.before === null ? '—' : `${row.before} ${row.unit}`) },
        { key: 'after', title: `第 ${to} 版`, align: 'right', render: (row) => (row.after === null ? '—' : `${row.after} ${row.unit}`) },
      ]}
    />
  )
}
