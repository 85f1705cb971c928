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
import { accessAdjustmentApi, type AdjustmentView, type FormExecution } from '../api.ts'
import { DryRunPanel } from './dry-run-panel.tsx'
import { ExecutionPanel } from './execution-panel.tsx'

const alsoChanges = [{ prefix: '/api/requests' }] as const

/** A permission form: what was asked, what the target would do, what it did, and what was read back. */
export function AccessRequestPage() {
  const { requestId } = usePageParams('requestId')
  const request = useRead(requestsApi, 'getRequest', { params: { requestId } }, { refreshMs: 10_000 })
  const execution = useRead(accessAdjustmentApi, 'getExecution', { params: { requestId }, query: {} }, { refreshMs: 10_000 })
  const [undone, setUndone] = useState<AdjustmentView>()
  const retry = useAct(accessAdjustmentApi, 'retryRefused', { done: '已重新执行', alsoChanges })
  const done = execution.data
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
              <RequestActs request={one} without={['merge', 'link']} />
              {done?.canRetry && <ActButton type="primary" onAct={() => retry.mutateAsync({ params: { requestId } })}>重新执行未执行的行</ActButton>}
            </>
          ),
          facts: requestFacts(one),
          tabs: requestTabs(one, ownTabs(one, done, setUndone)),
        })}
      />
      <SideSheet isOpen={undone !== undefined} title="撤销这项调整" onClose={() => setUndone(undefined)} width={440}>
        {undone && <UndoForm adjustment={undone} onClose={() => setUndone(undefined)} />}
      </SideSheet>
    </>
  )
}

function ownTabs(request: RequestDetail, execution: FormExecution | undefined, onUndo: (adjustment: AdjustmentView) => void) {
  if (!execution || request.formVersion === 0) return []
  const { counts } = execution
  const all = counts.waiting + counts.applying + counts.applied + counts.refused
  return [
    { key: 'execution', title: '执行与读回', ...(all > 0 ? { count: all } : {}), content: <ExecutionPanel request={request} execution={execution} onUndo={onUndo} /> },
    { key: 'dry-run', title: '试运行', content: <DryRunPanel request={request} dryRun={execution.dryRun} /> },
  ]
}

/** An undo is a form of its own: drafted from the snapshots, approved like any other. */
function UndoForm({ adjustment, onClose }: { adjustment: AdjustmentView; onClose: () => void }) {
  const access = useClient(accessAdjustmentApi)
  const go = useGo()
  const [requestId] = useState(() => crypto.randomUUID())
  const send = async ({ reason }: { reason: string }) => {
    await access.call.undoAdjustment({ params: { adjustmentId: adjustment.adjustmentId }, body: { requestId, reason } })
    go(`/requests/${requestId}`)
  }
  return (
    <EntryForm<{ reason: string }> name={`undo-${adjustment.adjustmentId}`} submitText="建立撤销单" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <p className="x-confirm-object">{adjustment.targetTitle} {adjustment.account}</p>
      <p>按调整前的快照建立一张撤销单，仍须附公文、经审批后执行；账号在此后又被改动的不覆盖。</p>
      <ul>{adjustment.differences.map(({ field, title, before, after }) => <li key={field}>{title}：{after || '无'} → {before || '无'}</li>)}</ul>
      <Field name="reason" label="撤销理由" required rules={[{ min: 4, message: '请写明，至少四个字' }]}><Input.TextArea rows={3} maxLength={500} autoFocus /></Field>
    </EntryForm>
  )
}
