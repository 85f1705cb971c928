import { Input } from 'antd'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'

/** An act that needs its reason written down. */
export function ReasonSheet({ act, consequence, isOpen, onSubmit, onDone, onClose }: {
  /** The verb, 「停用账号」: title of the sheet and of its button. */
  act: string
  consequence: string
  isOpen: boolean
  onSubmit: (reason: string) => Promise<unknown>
  onDone: () => void
  onClose: () => void
}) {
  return (
    <SideSheet isOpen={isOpen} title={act} onClose={onClose} width={400}>
      <p>{consequence}</p>
      <EntryForm<{ reason: string }> name={`reason-${act}`} submitText={act} onCancel={onClose} onSubmit={({ reason }) => onSubmit(reason)} onDone={onDone}>
        <Field name="reason" label="原因" required><Input.TextArea rows={3} maxLength={500} autoFocus /></Field>
      </EntryForm>
    </SideSheet>
  )
}
