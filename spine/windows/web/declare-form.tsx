import { useState } from 'react'
import { Checkbox, Input, Select } from 'antd'
import { subsystem } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { InstantInputField } from '#web/kit/form/instant-input-field.tsx'
import { windowsApi, windowKind, type WindowKind } from '../api.ts'

type Values = { kind: WindowKind; subsystem?: string; title: string; startsAt: string; endsAt: string; reason: string; acceptsOverlaps?: boolean }

export function DeclareForm({ onClose }: { onClose: () => void }) {
  const windows = useClient(windowsApi)
  // One id for one opening of the form: pressed twice it is declared once.
  const [windowId] = useState(() => crypto.randomUUID())
  const send = async ({ subsystem: slug, acceptsOverlaps = false, ...values }: Values) => {
    await windows.call.declareWindow({ body: { windowId, subsystem: slug ?? null, acceptsOverlaps, ...values } })
    await windows.refresh()
  }
  return (
    <EntryForm<Values> name="declare-window" initial={{ kind: 'maintenance' }} submitText="登记" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <Field name="kind" label="类别" required><Select options={windowKind.values.map((value) => ({ value, label: windowKind.titles[value] }))} /></Field>
      <Field name="subsystem" label="子系统" help="不选为全部子系统"><Select allowClear options={subsystem.values.map((value) => ({ value, label: subsystem.titles[value] }))} /></Field>
      <Field name="title" label="名称" required><Input maxLength={100} /></Field>
      <Field name="startsAt" label="开始" required help="计划维护须在开始之前登记"><InstantInputField /></Field>
      <Field name="endsAt" label="结束" required><InstantInputField /></Field>
      <Field name="reason" label="理由" required><Input.TextArea rows={3} maxLength={1000} /></Field>
      <Field name="acceptsOverlaps" label="重叠" valuePropName="checked"><Checkbox>与已登记的时间窗重叠也登记</Checkbox></Field>
    </EntryForm>
  )
}
