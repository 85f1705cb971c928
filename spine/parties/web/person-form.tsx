import { useState } from 'react'
import { Button, Form, Input, Select } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { peopleApi, type PersonDetail } from '../people/api.ts'
import { UnitSelect } from './unit-select.tsx'

type Values = { unitId: string; name: string; jobTitle?: string; userId?: string; note?: string; contacts?: Array<{ text: string; label?: string }> }

/** A new person with numbers, or what is known of one. */
export function PersonForm({ person, unitId, onClose }: { person?: PersonDetail; unitId?: string; onClose: () => void }) {
  const people = useClient(peopleApi)
  const accounts = useRead(peopleApi, 'listAccounts')
  const choices = [...(person?.userId ? [{ userId: person.userId, username: person.username ?? '', displayName: person.name }] : []), ...(accounts.data?.items ?? [])].map((account) => ({ value: account.userId, label: `${account.displayName}（${account.username}）` }))
  // One id for one opening of the form: pressed twice it is registered once.
  const [personId] = useState(() => person?.personId ?? crypto.randomUUID())
  const send = async ({ jobTitle = '', userId, note = '', contacts = [], ...values }: Values) => {
    if (person) await people.call.changePerson({ params: { personId }, body: { ...values, jobTitle, note, userId: userId ?? null, version: person.version } })
    else await people.call.registerPerson({ body: { ...values, personId, jobTitle, userId: userId ?? null, note, contacts: contacts.map(({ text, label = '' }) => ({ text, label })) } })
    await people.refresh()
  }
  const initial = person ? { unitId: person.unitId, name: person.name, jobTitle: person.jobTitle, note: person.note, ...(person.userId === null ? {} : { userId: person.userId }) } : { ...(unitId === undefined ? {} : { unitId }), contacts: [{ text: '', label: '手机' }] }
  return (
    <EntryForm<Values> name={`person-${person?.personId ?? 'new'}`} initial={initial} submitText={person ? '保存' : '登记'} onSubmit={(values) => send({ ...values, contacts: (values.contacts ?? []).filter(({ text }) => text?.trim()) })} onDone={onClose} onCancel={onClose}>
      <Field name="unitId" label="单位" required><UnitSelect /></Field>
      <Field name="name" label="姓名" required><Input maxLength={50} /></Field>
      <Field name="jobTitle" label="职务"><Input maxLength={50} /></Field>
      <Field name="userId" label="用户账号" help="关联后可以在“我的值班”中签到、换班"><Select allowClear showSearch={{ optionFilterProp: 'label' }} placeholder="没有账号" options={choices} /></Field>
      {!person && (
        <Form.List name="contacts">
          {(fields, { add, remove }) => (
            <>
              {fields.map(({ name }, at) => (
                <div key={name} className="x-row" style={{ alignItems: 'start' }}>
                  <div className="x-grow"><Field name={[name, 'text']} label={at === 0 ? '号码或邮箱' : `号码或邮箱 ${at + 1}`}><Input maxLength={200} autoComplete="off" /></Field></div>
                  <div style={{ width: 96 }}><Field name={[name, 'label']} label="用途"><Input maxLength={20} /></Field></div>
                  {at > 0 && <Button type="link" size="small" onClick={() => remove(name)} style={{ marginTop: 28 }}>去掉</Button>}
                </div>
              ))}
              {fields.length < 10 && <Button type="link" onClick={() => add({ text: '', label: '' })}>再加一个号码</Button>}
            </>
          )}
        </Form.List>
      )}
      <Field name="note" label="备注"><Input.TextArea rows={2} maxLength={500} /></Field>
    </EntryForm>
  )
}
