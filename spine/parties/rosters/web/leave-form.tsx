import { useState } from 'react'
import { Input } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { InstantInputField } from '#web/kit/form/instant-input-field.tsx'
import { rostersApi } from '../api.ts'

type Values = { startsAt: string; endsAt: string; note?: string }

export function LeaveForm({ onClose }: { onClose: () => void }) {
  const rosters = useClient(rostersApi)
  const [leaveId] = useState(() => crypto.randomUUID())
  const send = async ({ note = '', ...values }: Values) => {
    await rosters.call.registerLeave({ body: { ...values, note, leaveId } })
    await rosters.refresh()
  }
  return (
    <EntryForm<Values> name="leave" submitText="登记" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <p>期间排有值班的须先换班；登记后不再排入值班。</p>
      <Field name="startsAt" label="开始" required><InstantInputField /></Field>
      <Field name="endsAt" label="结束" required><InstantInputField /></Field>
      <Field name="note" label="说明"><Input maxLength={200} placeholder="如：年假" /></Field>
    </EntryForm>
  )
}
