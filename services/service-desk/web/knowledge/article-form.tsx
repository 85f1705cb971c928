import { Input, Radio, Select } from 'antd'
import { subsystem, type Subsystem } from '#shared/subsystems.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { ticketCategory, type TicketCategory } from '../../tickets/api.ts'

export type ArticleValues = { subsystem: Subsystem | null; category: TicketCategory; title: string; problem: string; solution: string }
type Values = Omit<ArticleValues, 'subsystem'> & { subsystem?: Subsystem | null }
const atLeastFour = [{ min: 4, message: '请写明，至少四个字' }]

export function ArticleForm({ name, initial, onSubmit, onDone, onCancel }: { name: string; initial: Partial<ArticleValues>; onSubmit: (values: ArticleValues) => Promise<unknown>; onDone: () => void; onCancel: () => void }) {
  return (
    <EntryForm<Values> name={name} initial={initial} submitText="保存" onSubmit={({ subsystem: place, ...values }) => onSubmit({ subsystem: place ?? null, ...values })} onDone={onDone} onCancel={onCancel}>
      <Field name="title" label="标题" required rules={atLeastFour}><Input maxLength={200} autoFocus /></Field>
      <Field name="subsystem" label="子系统" help="不选为全部子系统"><Select allowClear options={subsystem.values.map((value) => ({ value, label: subsystem.titles[value] }))} /></Field>
      <Field name="category" label="类别" required><Radio.Group optionType="button" options={ticketCategory.values.map((value) => ({ value, label: ticketCategory.titles[value] }))} /></Field>
      <Field name="problem" label="现象" required rules={atLeastFour} help="用来电人的话，便于检索；不写姓名和号码"><Input.TextArea autoSize={{ minRows: 4, maxRows: 16 }} maxLength={10_000} /></Field>
      <Field name="solution" label="解决办法" required rules={atLeastFour}><Input.TextArea autoSize={{ minRows: 6, maxRows: 24 }} maxLength={20_000} /></Field>
    </EntryForm>
  )
}
