import { Form, Input, Radio } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { contactsApi, type ContactView } from '../contacts/api.ts'
import { peopleApi } from '../people/api.ts'
import { PersonPicker } from './person-picker.tsx'
import { UnitSelect } from './unit-select.tsx'

type Owner = 'person' | 'unit' | 'nobody'
type Values = { owner: Owner; personId?: string; unitId?: string; label?: string; reason: string }

/** Whose number it is. Former calls tell the new owner from then on. */
export function AttachForm({ contact, onClose }: { contact: ContactView; onClose: () => void }) {
  const [contacts, people] = [useClient(contactsApi), useClient(peopleApi)]
  const [form] = Form.useForm<Values>()
  const owner = Form.useWatch('owner', form)
  const send = async ({ owner: kind, personId, unitId, label = '', reason }: Values) => {
    await contacts.call.attachContact({ params: { contactId: contact.contactId }, body: { personId: kind === 'person' ? (personId ?? null) : null, unitId: kind === 'unit' ? (unitId ?? null) : null, label, reason, version: contact.version } })
    await Promise.all([contacts.refresh(), people.refresh()])
  }
  return (
    <EntryForm<Values> name={`attach-${contact.contactId}`} form={form} initial={{ owner: 'person', label: contact.label }} submitText="保存" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <Field name="owner" label="归属" required>
        <Radio.Group options={[{ value: 'person', label: '人员' }, { value: 'unit', label: '单位公用' }, ...(contact.person || contact.unit ? [{ value: 'nobody', label: '解除归属' }] : [])]} />
      </Field>
      {(owner ?? 'person') === 'person' && <Field name="personId" label="人员" required><PersonPicker {...(contact.person ? { except: contact.person.personId } : {})} /></Field>}
      {owner === 'unit' && <Field name="unitId" label="单位" required><UnitSelect /></Field>}
      <Field name="label" label="用途"><Input maxLength={20} placeholder="手机、办公、总机" /></Field>
      <Field name="reason" label="理由" required><Input maxLength={500} placeholder="如：来电自报姓名" /></Field>
    </EntryForm>
  )
}
