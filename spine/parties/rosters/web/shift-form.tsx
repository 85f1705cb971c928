import { useState } from 'react'
import { Input, Select } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { InstantInputField } from '#web/kit/form/instant-input-field.tsx'
import { optionsOf } from '../../web/options-of.ts'
import { PersonPicker } from '../../web/person-picker.tsx'
import { rostersApi, type ShiftView, shiftRole, type ShiftRole } from '../api.ts'

type Values = { personId: string; role: ShiftRole; startsAt: string; endsAt: string; reason: string }

/** A new shift of a roster, or a change to one. */
export function ShiftForm({ rosterId, shift, startsAt, endsAt, onClose }: { rosterId: string; shift?: ShiftView; startsAt?: string; endsAt?: string; onClose: () => void }) {
  const rosters = useClient(rostersApi)
  const [shiftId] = useState(() => shift?.shiftId ?? crypto.randomUUID())
  const send = async (values: Values) => {
    if (shift) await rosters.call.changeShift({ params: { shiftId }, body: { ...values, version: shift.version } })
    else await rosters.call.addShift({ params: { rosterId }, body: { ...values, shiftId } })
    await rosters.refresh()
  }
  const initial = shift ? { personId: shift.personId, role: shift.role, startsAt: shift.startsAt, endsAt: shift.endsAt } : { role: 'primary' as const, ...(startsAt === undefined ? {} : { startsAt }), ...(endsAt === undefined ? {} : { endsAt }) }
  return (
    <EntryForm<Values> name={`shift-${shift?.shiftId ?? rosterId}`} initial={initial} submitText={shift ? '保存' : '加班次'} onSubmit={send} onDone={onClose} onCancel={onClose}>
      <Field name="personId" label="值班人" required><PersonPicker unitKind="operator" {...(shift ? { known: shift } : {})} /></Field>
      <Field name="role" label="角色" required><Select options={optionsOf(shiftRole)} /></Field>
      <Field name="startsAt" label="开始" required><InstantInputField /></Field>
      <Field name="endsAt" label="结束" required><InstantInputField /></Field>
      <Field name="reason" label="理由" required help="发布后的变动都记入值班表"><Input maxLength={500} /></Field>
    </EntryForm>
  )
}
