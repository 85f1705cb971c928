import { Input, Select } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { systemsApi, type ComponentDetail, componentKind, criticality, type ComponentKind, type Criticality } from '../api.ts'

type Values = { name: string; kind: ComponentKind; title: string; criticality: Criticality; note?: string }

/** Registers a component of a subsystem, or changes one that is there. */
export function ComponentForm({ subsystem, component, onClose }: { subsystem: string; component?: ComponentDetail; onClose: () => void }) {
  const systems = useClient(systemsApi)
  const send = async ({ name, note = '', ...values }: Values) => {
    if (component) await systems.call.editComponent({ params: { componentId: component.componentId }, body: { version: component.version, note, ...values } })
    else await systems.call.createComponent({ body: { subsystem, name, note, ...values } })
    await systems.refresh()
  }
  const initial: Partial<Values> = component ? { kind: component.kind as ComponentKind, title: component.title, criticality: component.criticality as Criticality, note: component.note } : { criticality: 'normal' }
  return (
    <EntryForm<Values> name={component ? `component-${component.componentId}-${component.version}` : `component-in-${subsystem}`} initial={initial} submitText={component ? '保存' : '登记'} onSubmit={send} onDone={onClose} onCancel={onClose}>
      {!component && <Field name="name" label="代号" required help="小写字母、数字与连字符，例如 database；登记后不能改"><Input maxLength={63} spellCheck={false} autoFocus /></Field>}
      <Field name="title" label="名称" required><Input maxLength={100} /></Field>
      <Field name="kind" label="类别" required><Select options={optionsOf(componentKind)} /></Field>
      <Field name="criticality" label="重要程度" required><Select options={optionsOf(criticality)} /></Field>
      <Field name="note" label="备注"><Input.TextArea rows={3} maxLength={1000} /></Field>
    </EntryForm>
  )
}

function optionsOf({ values, titles }: { values: readonly string[]; titles: Readonly<Record<string, string>> }) {
  return values.map((value) => ({ value, label: titles[value] }))
}
