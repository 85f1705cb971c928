import { Alert } from 'antd'
import { requestsApi, type RequestDetail } from '#spine/requests/api.ts'
import { RequestActs } from '#spine/requests/web/request-acts.tsx'
import { requestFacts, RequestStates } from '#spine/requests/web/request-page.tsx'
import { requestTabs } from '#spine/requests/web/request-tabs.tsx'
import { useAct } from '#web/kit/client/use-act.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { dataExportsApi, type DataExportForm, type ExportRequestDetail } from '../../exports/api.ts'
import { FindingList } from '../finding-list.tsx'
import { SqlEditor } from '../sql-editor.tsx'
import { ColumnTable } from './column-table.tsx'
import { ExportStateTag } from './export-state-tag.tsx'

const alsoChanges = [{ prefix: '/api/requests' }] as const

/** An export order: what is asked for, what the review says, how its columns leave, and the file that was made. */
export function ExportRequestPage() {
  const { requestId } = usePageParams('requestId')
  const request = useRead(requestsApi, 'getRequest', { params: { requestId } }, { refreshMs: 10_000 })
  const isSubmitted = (request.data?.formVersion ?? 0) > 0
  const detail = useRead(dataExportsApi, 'getExportRequest', { params: { requestId } }, { refreshMs: 5_000, enabled: isSubmitted }).data
  const generate = useAct(dataExportsApi, 'generateExport', { done: '已下达生成，读回后列在“文件”', alsoChanges })
  return (
    <DetailPage
      of={request}
      show={(one) => ({
        title: one.title,
        number: one.number,
        state: <RequestStates request={one} />,
        actions: (
          <>
            <RequestActs request={one} without={['merge', 'link', 'deliver']} />
            {detail?.canGenerate && <ActButton type="primary" ask={{ act: '生成', object: `${one.number} ${one.title}`, consequence: consequenceOf(one.form as DataExportForm) }} onAct={() => generate.mutateAsync({ params: { requestId } })}>生成文件</ActButton>}
          </>
        ),
        facts: requestFacts(one),
        tabs: requestTabs(one, detail ? ownTabs(one, detail) : []),
      })}
    />
  )
}

function consequenceOf({ expectedRows, tolerance, unmasked, keepDays }: DataExportForm): string {
  return `在只读快照中读取，至多 ${expectedRows + tolerance} 行；${unmasked.length === 0 ? '全部脱敏' : `${unmasked.join('、')} 为原值，其余脱敏`}；加密保存 ${keepDays} 天，只有接收人可以下载。`
}

function ownTabs(request: RequestDetail, detail: ExportRequestDetail) {
  const form = request.form as DataExportForm
  const { review, exports, obstacles } = detail
  return [
    {
      key: 'review', title: '查询与脱敏',
      content: (
        <>
          {form.exportQueryId === null ? <Section title="查询"><SqlEditor value={form.script} findings={review?.isCurrent ? review.findings : []} /></Section> : <Section title="查询"><PageLink to={`/data-maintenance/queries/${form.exportQueryId}`}>保存的查询，第 {form.queryVersion} 版</PageLink></Section>}
          {review === null ? <EmptyState what="还没有审查" how="提交时对照目标库的现行结构审查。" /> : (
            <>
              {!review.isCurrent && <Alert type="warning" title="这是修改之前的审查，不作准。" style={{ marginBottom: 12 }} />}
              <Section title="审查结果" flush extra={<span className="x-soft">{review.madeByName} <InstantText value={review.madeAt} /></span>}><FindingList findings={review.findings} /></Section>
              <Section title="列与脱敏" flush><ColumnTable columns={review.columns} unmasked={form.unmasked} /></Section>
            </>
          )}
        </>
      ),
    },
    {
      key: 'exports', title: '文件', ...(exports.length > 0 ? { count: exports.length } : {}),
      content: (
        <>
          {obstacles.length > 0 && exports.length === 0 && <Alert type="info" title="现在还不能生成" description={<ul>{obstacles.map((one) => <li key={one}>{one}</li>)}</ul>} style={{ marginBottom: 12 }} />}
          {exports.length === 0 ? <EmptyState what="还没有文件" how="批准之后，由没有编写、审批过它的人生成。" /> : (
            <Section flush>
              <DataTable
                caption="导出文件"
                rows={exports}
                rowKey={({ dataExportId }) => dataExportId}
                columns={[
                  { key: 'madeAt', title: '下达', width: 180, card: 'heading', render: ({ dataExportId, madeAt }) => <PageLink to={`/data-maintenance/exports/${dataExportId}`}><InstantText value={madeAt} precise /></PageLink> },
                  { key: 'state', title: '状态', width: 110, card: 'state', render: ({ state, reason }) => <ExportStateTag state={state} reason={reason} /> },
                  { key: 'rowCount', title: '行数', width: 100, align: 'right' },
                  { key: 'orderedByName', title: '下达人', width: 130 },
                  { key: 'reason', title: '说明' },
                ]}
              />
            </Section>
          )}
        </>
      ),
    },
  ]
}
