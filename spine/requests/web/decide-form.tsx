import { Input, Radio } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { FactsGrid } from '#web/kit/detail/facts-grid.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { requestsApi, type RequestDetail } from '../api.ts'
import type { SheetProps } from './request-act-forms.tsx'

type Values = { decision: 'approved' | 'refused' | 'returned'; note?: string }

/** The step that waits, with the form once more before one's eyes. */
export function DecideForm({ request, onClose, onDone }: SheetProps & { request: RequestDetail }) {
  const requests = useClient(requestsApi)
  const step = request.approvals.find(({ state }) => state === 'waiting')
  if (!step) return <p>没有等待审批的步骤，请刷新。</p>
  return (
    <EntryForm<Values>
      name={`request-decide-${request.requestId}-${request.version}`}
      submitText="提交意见"
      onCancel={onClose}
      onDone={onDone}
      onSubmit={({ decision, note }) => requests.call.decideRequest({ params: { requestId: request.requestId }, body: { version: request.version, step: step.step, decision, note: note ?? '' } })}
    >
      <p className="x-confirm-object">{request.number} {request.title}</p>
      <p>第 {step.step} 步 {step.title}，第 {request.formVersion} 版</p>
      <FactsGrid facts={request.formLines.map(({ label, value, before }) => ({ label, value: before === undefined ? value : <><del className="x-soft">{before}</del> <ins>{value}</ins></> }))} />
      <Field name="decision" label="意见" required>
        <Radio.Group options={[{ value: 'approved', label: '同意' }, { value: 'returned', label: '退回修改' }, { value: 'refused', label: '不同意（申请结束）' }]} />
      </Field>
      <Field name="note" label="理由" help="退回或不同意须写明理由"><Input.TextArea rows={3} maxLength={4000} /></Field>
    </EntryForm>
  )
}
