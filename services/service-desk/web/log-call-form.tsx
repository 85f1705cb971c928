import { useState } from 'react'
import { Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { InstantInputField } from '#web/kit/form/instant-input-field.tsx'
import { telephoneCallsApi, telephoneSourcesApi } from '../telephony/api.ts'

type Values = { line: string; caller?: string; beganAt: string; isAnswered?: boolean; talkMinutes?: number | null; note?: string }

export function LogCallForm({ onClose }: { onClose: () => void }) {
  const calls = useClient(telephoneCallsApi)
  const settings = useRead(telephoneSourcesApi, 'listSources')
  const [form] = Form.useForm<Values>()
  const isAnswered = Form.useWatch('isAnswered', form) ?? true
  // One id for one opening of the form: pressed twice it is logged once.
  const [telephoneCallId] = useState(() => crypto.randomUUID())
  const send = async ({ caller = '', isAnswered: answered = true, talkMinutes = null, note = '', ...values }: Values) => {
    await calls.call.logCall({ body: { telephoneCallId, caller, isAnswered: answered, talkMinutes: answered ? talkMinutes : null, note, ...values } })
    await calls.refresh()
  }
  return (
    <EntryForm<Values> name="log-call" form={form} initial={{ isAnswered: true }} submitText="登记" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <Field name="line" label="线路" required><Select autoFocus options={(settings.data?.lines ?? []).filter(({ isOpen }) => isOpen).map(({ line, title }) => ({ value: line, label: title }))} /></Field>
      <Field name="caller" label="主叫号码" help="不显示号码的来电留空"><Input inputMode="tel" maxLength={60} /></Field>
      <Field name="beganAt" label="来电时间" required><InstantInputField /></Field>
      <Field name="isAnswered" label="接听" valuePropName="checked"><Checkbox>已接听</Checkbox></Field>
      {isAnswered && <Field name="talkMinutes" label="通话时长" unit="分钟"><InputNumber min={0} max={600} /></Field>}
      <Field name="note" label="说明"><Input.TextArea rows={3} maxLength={1000} /></Field>
    </EntryForm>
  )
}
