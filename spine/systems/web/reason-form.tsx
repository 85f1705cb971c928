import { Input } from 'antd'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'

/** An act whose reason goes into the audit trail. */
export function ReasonForm({ name, act, onSubmit, onClose }: { name: string; act: string; onSubmit: (reason: string) => Promise<unknown>; onClose: () => void }) {
  return (
    <EntryForm<{ reason: string }> name={name} submitText={act} onSubmit={({ reason }) => onSubmit(reason)} onDone={onClose} onCancel={onClose}>
      <Field name="reason" label="理由" required><Input.TextArea rows={3} maxLength={500} autoFocus /></Field>
    </EntryForm>
  )
}
