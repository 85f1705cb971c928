import { useClient } from '#web/kit/client/use-client.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { formatBytes } from '#web/kit/value/format-number.ts'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { requestFileKind, requestsApi, type RequestDetail } from '../api.ts'

/** Papers of a request, each with the version of the form that it belongs to. */
export function RequestFiles({ request }: { request: RequestDetail }) {
  const requests = useClient(requestsApi)
  if (request.files.length === 0) return <EmptyState what="还没有附件" how={request.actions.includes('attach') ? '用上方“附上文件”上传公文、截图等；打印签字后用“签字盖章件”上传。' : '申请人或办理人附上后在这里显示。'} />
  return (
    <Section title="附件">
      <DataTable
        caption="附件"
        rows={request.files}
        rowKey={({ requestFileId }) => requestFileId}
        columns={[
          { key: 'fileName', title: '文件', card: 'heading', render: ({ requestFileId, fileName }) => <a href={requests.url('getRequestFile', { params: { requestId: request.requestId, requestFileId } })} download>{fileName}</a> },
          { key: 'kind', title: '类别', width: 110, render: ({ kind, formVersion }) => (kind === 'signed-scan' ? `${requestFileKind.titles[kind]}（第 ${formVersion} 版）` : requestFileKind.titles[kind]) },
          { key: 'bytes', title: '大小', width: 100, align: 'right', render: ({ bytes }) => formatBytes(bytes) },
          { key: 'attachedByName', title: '附上人', width: 120 },
          { key: 'attachedAt', title: '时间', width: 180, render: ({ attachedAt }) => <InstantText value={attachedAt} /> },
          { key: 'note', title: '说明' },
        ]}
      />
    </Section>
  )
}
