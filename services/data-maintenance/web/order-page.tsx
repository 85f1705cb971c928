import { useState } from 'react'
import { Input } from 'antd'
import { requestsApi, type RequestDetail } from '#spine/requests/api.ts'
import { RequestActs } from '#spine/requests/web/request-acts.tsx'
import { requestFacts, RequestStates } from '#spine/requests/web/request-page.tsx'
import { requestTabs } from '#spine/requests/web/request-tabs.tsx'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { useGo, usePageParams } from '#web/kit/frame/address.ts'
import { dataOrdersApi, type DataOrderForm, type ExecutionView, type OrderDetail } from '../orders/api.ts'
import { ExecutionPanel } from './execution-panel.tsx'
import { RehearsalPanel } from './rehearsal-panel.tsx'
import { ReviewPanel } from './review-panel.tsx'

const alsoChanges = [{ prefix: '/api/requests' }] as const

/** A data order: what is to be changed, what the review says, how it was tried, what it did and what was read back. */
export function OrderPage() {
  const { requestId } = usePageParams('requestId')
  const request = useRead(requestsApi, 'getRequest', { params: { requestId } }, { refreshMs: 10_000 })
  const isSubmitted = (request.data?.formVersion ?? 0) > 0
  const order = useRead(dataOrdersApi, 'getDataOrder', { params: { requestId } }, { refreshMs: 5_000, enabled: isSubmitted })
  const [undone, setUndone] = useState<ExecutionView>()
  const execute = useAct(dataOrdersApi, 'executeDataOrder', { done: '已下达执行，结果读回后列在“执行与读回”', alsoChanges })
  const detail = order.data
  return (
    <>
      <DetailPage
        of={request}
        show={(one) => ({
          title: one.title,
          number: one.number,
          state: <RequestStates request={one} />,
          actions: (
            <>
              <RequestActs request={one} without={['merge', 'link', 'deliver']} />
              {detail?.canExecute && <ActButton type="primary" danger ask={{ act: '执行', object: `${one.number} ${one.title}`, consequence: consequenceOf(one.form as DataOrderForm), isDanger: true }} onAct={() => execute.mutateAsync({ params: { requestId } })}>执行</ActButton>}
            </>
          ),
          facts: requestFacts(one),
          tabs: requestTabs(one, detail ? ownTabs(one, detail, setUndone) : []),
        })}
      />
      <SideSheet isOpen={undone !== undefined} title="撤销这次执行" onClose={() => setUndone(undefined)} width={440}>
        {undone && <UndoForm execution={undone} onClose={() => setUndone(undefined)} />}
      </SideSheet>
    </>
  )
}

function consequenceOf({ rows, tables, undoes }: DataOrderForm): string {
  return undoes ? '按改动前的影像逐行还原；任何一行在改动之后又被改过，就全部不执行。' : `在 ${tables.join('、')} 改动 ${rows.reduce((sum, count) => sum + count, 0)} 行，行数相符才提交；改动前后的行加密留底，之后可按影像撤销。`
}

function ownTabs(request: RequestDetail, detail: OrderDetail, onUndo: (execution: ExecutionView) => void) {
  const form = request.form as DataOrderForm
  const errors = detail.review?.findings.filter(({ severity }) => severity !== 'notice').length ?? 0
  return [
    ...(form.undoes ? [] : [{ key: 'review', title: '脚本与审查', ...(errors > 0 ? { count: errors } : {}), content: <ReviewPanel form={form} review={detail.review} /> }]),
    ...(form.undoes ? [] : [{ key: 'rehearsal', title: '演练', content: <RehearsalPanel requestId={request.requestId} detail={detail} /> }]),
    { key: 'execution', title: '执行与读回', ...(detail.executions.length > 0 ? { count: detail.executions.length } : {}), content: <ExecutionPanel detail={detail} onUndo={onUndo} /> },
  ]
}

/** An undo is an order of its own: drafted from the image, approved like any other. */
function UndoForm({ execution, onClose }: { execution: ExecutionView; onClose: () => void }) {
  const orders = useClient(dataOrdersApi)
  const go = useGo()
  const [requestId] = useState(() => crypto.randomUUID())
  const send = async ({ reason }: { reason: string }) => {
    await orders.call.undoDataExecution({ params: { dataExecutionId: execution.dataExecutionId }, body: { requestId, reason } })
    go(`/data-maintenance/order/${requestId}/edit`)
  }
  return (
    <EntryForm<{ reason: string }> name={`undo-${execution.dataExecutionId}`} submitText="建立撤销单" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <p>按改动前的影像还原 {execution.affectedRows} 行。撤销单仍须附需求单、经两级审批后由第三人执行；任何一行在改动之后又被改过，就全部不执行。</p>
      <Field name="reason" label="撤销理由" required rules={[{ min: 4, message: '请写明，至少四个字' }]}><Input.TextArea rows={3} maxLength={1_000} autoFocus /></Field>
    </EntryForm>
  )
}
