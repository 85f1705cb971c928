import { Input, Select } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { formDataOf, Upload } from '#web/kit/form/upload.tsx'
import { useIsNarrow } from '#web/kit/theme/appearance.tsx'
import { workOrdersApi } from '../api.ts'
import type { WorkOrder } from './work-order-acts.tsx'

type Values = { kind: string; title: string; note?: string; files?: readonly File[]; photos?: readonly File[] }

/** Proof of the work: files from the desk, or the camera of a phone. */
export function AttachForm({ order, onClose, onDone }: { order: WorkOrder; onClose: () => void; onDone: () => void }) {
  const orders = useClient(workOrdersApi)
  const isNarrow = useIsNarrow()
  const wanted = order.occurrence?.evidenceKinds ?? []
  const missing = wanted.find(({ kind }) => !order.evidence.some((one) => one.kind === kind)) ?? wanted[0]
  const send = ({ files = [], photos = [], ...values }: Values) =>
    orders.call.attachWorkOrderEvidence({ params: { workOrderId: order.workOrderId }, body: formDataOf({ ...values, files: [...photos, ...files] }) as never })
  return (
    <EntryForm<Values> name={`work-order-evidence-${order.workOrderId}`} initial={missing ? { kind: missing.kind, title: missing.title } : {}} submitText="上传" onSubmit={send} onDone={onDone} onCancel={onClose}>
      <Field name="kind" label="证据类别" required help={wanted.length > 0 ? undefined : '如 work-record'}>
        {wanted.length > 0 ? <Select options={wanted.map(({ kind, title }) => ({ value: kind, label: title }))} /> : <Input className="x-mono" maxLength={80} />}
      </Field>
      <Field name="title" label="证据名称" required><Input maxLength={200} /></Field>
      {isNarrow && <Field name="photos" label="照片"><Upload photo /></Field>}
      <Field name="files" label="文件"><Upload /></Field>
      <Field name="note" label="说明"><Input.TextArea rows={3} maxLength={2000} /></Field>
    </EntryForm>
  )
}
