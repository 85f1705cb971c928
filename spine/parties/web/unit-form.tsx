import { useState } from 'react'
import { Checkbox, Input, Select } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { unitsApi, type UnitView, unitKind, type UnitKind } from '../units/api.ts'
import { optionsOf } from './options-of.ts'

type Values = { kind: UnitKind; title: string; note?: string; isRetired?: boolean }

export function UnitForm({ unit, onClose }: { unit?: UnitView; onClose: () => void }) {
  const units = useClient(unitsApi)
  const [unitId] = useState(() => unit?.unitId ?? crypto.randomUUID())
  const send = async ({ note = '', isRetired = false, ...values }: Values) => {
    if (unit) await units.call.changeUnit({ params: { unitId }, body: { ...values, note, isRetired, version: unit.version } })
    else await units.call.registerUnit({ body: { ...values, unitId, note } })
    await units.refresh()
  }
  return (
    <EntryForm<Values> name={`unit-${unit?.unitId ?? 'new'}`} initial={unit ?? { kind: 'business-department' }} submitText={unit ? '保存' : '登记'} onSubmit={send} onDone={onClose} onCancel={onClose}>
      <Field name="kind" label="类别" required><Select options={optionsOf(unitKind)} /></Field>
      <Field name="title" label="名称" required><Input maxLength={100} /></Field>
      <Field name="note" label="备注"><Input.TextArea rows={2} maxLength={500} /></Field>
      {unit && <Field name="isRetired" label="往来" valuePropName="checked"><Checkbox>停止往来，不再登记新的人员</Checkbox></Field>}
    </EntryForm>
  )
}
