import { useState } from 'react'
import { Alert, Button } from 'antd'
import { useRead } from '#web/kit/client/use-read.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { dataOrdersApi, type ExecutionView, type OrderDetail } from '../orders/api.ts'
import { ExecutionStateTag } from './execution-state-tag.tsx'

/** What stands in the way of executing it, and what each execution came to. */
export function ExecutionPanel({ detail, onUndo }: { detail: OrderDetail; onUndo: (execution: ExecutionView) => void }) {
  const may = usePermission()
  const [shown, setShown] = useState<ExecutionView>()
  const { executions, obstacles } = detail
  return (
    <>
      {obstacles.length > 0 && <Alert type="info" title="现在还不能执行" description={<ul>{obstacles.map((one) => <li key={one}>{one}</li>)}</ul>} style={{ marginBottom: 12 }} />}
      {executions.length === 0 ? <EmptyState what="还没有执行" how="批准并演练之后，由没有编写、审批过它的人执行，结果读回后列在这里。" /> : (
        <Section flush>
          <DataTable
            caption="执行与读回"
            rows={executions}
            rowKey={({ dataExecutionId }) => dataExecutionId}
            columns={[
              { key: 'madeAt', title: '下达', width: 180, card: 'heading', render: ({ madeAt }) => <InstantText value={madeAt} precise /> },
              { key: 'state', title: '状态', width: 110, card: 'state', render: ({ state, reason }) => <ExecutionStateTag state={state} reason={reason} /> },
              { key: 'affectedRows', title: '影响 / 批准', width: 110, render: ({ affectedRows, approvedRows }) => `${affectedRows ?? '—'} / ${approvedRows} 行` },
              { key: 'readBack', title: '提交后读回', render: (row) => <>{readBackWords(row)}{row.tookMs !== null && <span className="x-soft"> 用时 {row.tookMs} 毫秒</span>}</> },
              { key: 'orderedByName', title: '执行人', width: 130 },
              {
                key: 'acts', title: '操作', width: 250, card: 'acts',
                render: (row) => (
                  <span className="x-row" style={{ flexWrap: 'wrap' }}>
                    {row.images > 0 && may('data-image:read') && <Button size="small" onClick={() => setShown(row)}>改动前后</Button>}
                    {row.canUndo && <Button size="small" danger onClick={() => onUndo(row)}>撤销</Button>}
                    <PageLink to={`/work-orders/${row.workOrderId}`}>工单</PageLink>
                    {row.undoneBy && <PageLink to={`/data-maintenance/orders/${row.undoneBy.requestId}`}>已由 {row.undoneBy.number} 撤销</PageLink>}
                  </span>
                ),
              },
            ]}
          />
        </Section>
      )}
      <SideSheet isOpen={shown !== undefined} title="改动前后的行" onClose={() => setShown(undefined)} width={720}>
        {shown && <ImageRows dataExecutionId={shown.dataExecutionId} />}
      </SideSheet>
    </>
  )
}

function readBackWords({ state, reason, readBack }: ExecutionView): string {
  if (state === 'refused') return reason
  if (readBack === null) return '—'
  if (reason !== '') return `只执行了一部分。${reason}`
  return readBack.differing.length === 0 ? `${readBack.rows} 行全部一致` : `${readBack.differing.length} 行不一致：${readBack.differing.slice(0, 5).join('；')}`
}

const verbs: Readonly<Record<string, string>> = { insert: '新增', update: '修改', delete: '删除' }

/** Opening it is written to the audit: these are rows of the business. */
function ImageRows({ dataExecutionId }: { dataExecutionId: string }) {
  const image = useRead(dataOrdersApi, 'getDataImage', { params: { dataExecutionId } })
  if (image.error) return <ErrorState error={image.error} />
  return (
    <>
      {(image.data?.steps ?? []).map((step, index) => (
        <Section key={`${index}${step.table}`} title={`${verbs[step.verb] ?? step.verb} ${step.table}：${step.total} 行`} flush>
          <DataTable
            caption={step.table}
            rows={step.rows.flatMap(({ key, changes }) => changes.map((change) => ({ id: `${key} ${change.column}`, key, ...change })))}
            rowKey={({ id }) => id}
            columns={[
              { key: 'key', title: '主键', width: 140, card: 'heading' },
              { key: 'column', title: '列', width: 150 },
              { key: 'before', title: '改动前', render: ({ before }) => before ?? '（空）' },
              { key: 'after', title: '改动后', render: ({ after }) => after ?? '（空）' },
            ]}
          />
          {step.total > step.rows.length && <p className="x-soft" style={{ padding: '8px 12px' }}>只列出前 {step.rows.length} 行，全部在加密的影像中。</p>}
        </Section>
      ))}
    </>
  )
}
