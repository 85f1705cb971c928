import { useState } from 'react'
import { Input, Radio } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { optionsOf } from '../../web/options-of.ts'
import { rostersApi, attendancePlace, type AttendancePlace } from '../api.ts'

type Values = { place: AttendancePlace; reason: string }

export function TakeOverForm({ shift, onClose }: { shift: { shiftId: string; name: string }; onClose: () => void }) {
  const rosters = useClient(rostersApi)
  const [newShiftId] = useState(() => crypto.randomUUID())
  const send = async (values: Values) => {
    await rosters.call.takeOverShift({ params: { shiftId: shift.shiftId }, body: { ...values, newShiftId } })
    await rosters.refresh()
  }
  return (
    <EntryForm<Values> name={`take-over-${shift.shiftId}`} initial={{ place: 'on-site' }} submitText="接班" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <p>从现在起由您接 {shift.name} 的班，同时签到；对方和排班人收到提醒。</p>
      <Field name="place" label="地点" required><Radio.Group options={optionsOf(attendancePlace)} /></Field>
      <Field name="reason" label="理由" required><Input maxLength={500} autoFocus /></Field>
    </EntryForm>
  )
}
