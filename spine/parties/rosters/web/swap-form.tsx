import { useState } from 'react'
import { Form, Input, Select } from 'antd'
import { addDays } from '#shared/calendar/dates.ts'
import { businessDate } from '#shared/instant.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { PersonPicker } from '../../web/person-picker.tsx'
import { rostersApi, type ShiftView } from '../api.ts'
import { shiftWords } from './shift-words.ts'
import { useNow } from './use-now.ts'

type Values = { toPersonId: string; counterShiftId?: string; reason: string }

/** Asks another person to take a shift, in return for one of his or for nothing. */
export function SwapForm({ shift, onClose }: { shift: ShiftView; onClose: () => void }) {
  const rosters = useClient(rostersApi)
  const now = useNow()
  const [form] = Form.useForm<Values>()
  const [swapId] = useState(() => crypto.randomUUID())
  const toPersonId = Form.useWatch('toPersonId', form)
  const day = businessDate(new Date(shift.startsAt))
  const near = useRead(rostersApi, 'getDutyMonth', { query: { kind: shift.kind, from: addDays(day, -20), to: addDays(day, 40) } })
  const theirs = (near.data?.shifts ?? []).filter((one) => one.personId === toPersonId && one.rosterState === 'published' && Date.parse(one.startsAt) > now)
  const send = async ({ counterShiftId, ...values }: Values) => {
    await rosters.call.requestSwap({ body: { ...values, swapId, shiftId: shift.shiftId, counterShiftId: counterShiftId ?? null } })
    await rosters.refresh()
  }
  return (
    <EntryForm<Values> name={`swap-${shift.shiftId}`} form={form} submitText="申请换班" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <p>让出 {shiftWords(shift)}。对方同意后，由双方以外的第三人批准。</p>
      <Field name="toPersonId" label="对方" required><PersonPicker unitKind="operator" except={shift.personId} /></Field>
      <Field name="counterShiftId" label="换回的班次" help="不选为代班"><Select allowClear disabled={theirs.length === 0} placeholder={theirs.length === 0 ? '对方没有同类班次' : '代班，不换回'} options={theirs.map((one) => ({ value: one.shiftId, label: shiftWords(one) }))} /></Field>
      <Field name="reason" label="理由" required><Input maxLength={500} /></Field>
    </EntryForm>
  )
}
