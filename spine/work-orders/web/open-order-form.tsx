import { Input, Select } from 'antd'
import { serviceOptions } from '#shared/services.ts'
import { subsystemOptions } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { InstantInputField } from '#web/kit/form/instant-input-field.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { workOrdersApi } from '../api.ts'

type Values = { service: string; subsystem: string; title: string; dueAt?: string }

export function OpenOrderForm({ onClose }: { onClose: () => void }) {
  const orders = useClient(workOrdersApi)
  const go = useGo()
  const send = async (values: Values) => {
    const { workOrderId } = await orders.call.openManualWorkOrder({ body: values })
    await orders.refresh()
    go(`/work-orders/${workOrderId}`)
  }
  return (
    <EntryForm<Values> name="open-work-order" submitText="开立" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <Field name="title" label="工作内容" required help="写清对象和动作，例如「更换统计报表模板」。"><Input maxLength={200} autoFocus /></Field>
      <Field name="subsystem" label="子系统" required><Select options={[...subsystemOptions]} /></Field>
      <Field name="service" label="功能模块" required><Select options={[...serviceOptions]} /></Field>
      <Field name="dueAt" label="完成期限"><InstantInputField /></Field>
    </EntryForm>
  )
}
