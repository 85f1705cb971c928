import { useState } from 'react'
import { Alert, Button, Form, Input, Select } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { problemOf } from '#web/kit/client/problem-of.ts'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { PeoplePicker } from '../../web/person-picker.tsx'
import { rostersApi, type StaffedDayView, rosterKind, type RosterKind } from '../api.ts'
import { timesText } from './shift-words.ts'

type Slot = { from: string; to: string }
type Values = { title: string; fromOn: string; toOn: string; slots: Slot[]; rotation: 'day' | 'week' | 'shift'; primary: string[]; backup?: string[]; leader?: string[] }
type Preview = { shifts: number; notes: readonly string[]; gaps: readonly StaffedDayView[] } | { refusal: string }

const SLOTS: Readonly<Record<RosterKind, readonly Slot[]>> = {
  'hotline-5x8': [{ from: '09:00', to: '18:00' }],
  'monitoring-5x9': [{ from: '09:00', to: '18:00' }],
  'special-7x24': [{ from: '08:00', to: '20:00' }, { from: '20:00', to: '08:00' }],
}

/** Makes a draft by a rotation; what it gives can be looked at before. */
export function PlanRosterForm({ kind, from, to, onClose }: { kind: RosterKind; from: string; to: string; onClose: () => void }) {
  const rosters = useClient(rostersApi)
  const go = useGo()
  const [form] = Form.useForm<Values>()
  const [rosterId] = useState(() => crypto.randomUUID())
  const [preview, setPreview] = useState<Preview>()
  const planOf = ({ slots, rotation, primary, backup = [], leader = [], fromOn, toOn }: Values) => ({ kind, fromOn, toOn, pattern: { slots, rotation, people: { primary, backup, leader } } })
  const look = async () => {
    try {
      const { shifts, notes, days } = await rosters.call.previewRoster({ body: planOf(await form.validateFields()) })
      setPreview({ shifts: shifts.length, notes, gaps: days.filter(({ gaps }) => gaps.length > 0) })
    } catch (error) {
      // Fields that are not filled in say so themselves.
      if (error instanceof Error) setPreview({ refusal: [problemOf(error).title, ...(problemOf(error).problems ?? []).map(({ message }) => message)].join('；') })
    }
  }
  const send = async (values: Values) => {
    await rosters.call.draftRoster({ body: { ...planOf(values), rosterId, title: values.title } })
    await rosters.refresh()
  }
  return (
    <EntryForm<Values>
      name={`plan-${kind}`}
      form={form}
      initial={{ title: `${rosterKind.titles[kind]} ${from.slice(0, 7)}`, fromOn: from, toOn: to, slots: [...SLOTS[kind]], rotation: kind === 'special-7x24' ? 'shift' : 'day' }}
      submitText="生成草稿"
      onSubmit={send}
      onDone={() => go(`/rosters/${rosterId}`)}
      onCancel={onClose}
    >
      <Field name="title" label="名称" required><Input maxLength={100} /></Field>
      <div className="x-row">
        <Field name="fromOn" label="首日" required><DateField /></Field>
        <Field name="toOn" label="末日" required><DateField /></Field>
      </div>
      <Form.List name="slots">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ name }, at) => (
              <div key={name} className="x-row">
                <Field name={[name, 'from']} label={`班段 ${at + 1} 起`} required rules={[{ pattern: /^([01]\d|2[0-3]):[0-5]\d$/, message: '写作 HH:MM' }]}><Input style={{ width: 80 }} maxLength={5} /></Field>
                <Field name={[name, 'to']} label="止" required rules={[{ pattern: /^([01]\d|2[0-3]):[0-5]\d$/, message: '写作 HH:MM' }]}><Input style={{ width: 80 }} maxLength={5} /></Field>
                {fields.length > 1 && <Button type="link" size="small" onClick={() => remove(name)}>去掉</Button>}
              </div>
            ))}
            {fields.length < 6 && <Button type="link" onClick={() => add({ from: '', to: '' })}>再加一个班段</Button>}
          </>
        )}
      </Form.List>
      <Field name="rotation" label="轮换" required><Select options={[{ value: 'day', label: '每个值班日换人' }, { value: 'week', label: '每周换人' }, { value: 'shift', label: '每个班次换人' }]} /></Field>
      <Field name="primary" label="主班" required help="按选择的先后轮流；请假的由下一位顶替"><PeoplePicker unitKind="operator" /></Field>
      <Field name="backup" label="备班"><PeoplePicker unitKind="operator" /></Field>
      <Field name="leader" label="带班"><PeoplePicker unitKind="operator" /></Field>
      <p><Button onClick={() => void look()}>试排</Button></p>
      {preview && ('refusal' in preview ? <Alert type="error" showIcon title={preview.refusal} /> : <PreviewAlert {...preview} />)}
    </EntryForm>
  )
}

function PreviewAlert({ shifts, notes, gaps }: Exclude<Preview, { refusal: string }>) {
  return (
    <Alert
      type={gaps.length > 0 ? 'warning' : 'success'}
      showIcon
      title={`共 ${shifts} 个班次，${gaps.length === 0 ? '没有无人值守的时间' : `${gaps.length} 天有无人值守的时间`}`}
      description={
        <ul>
          {gaps.slice(0, 10).map((day) => <li key={day.date}>{day.date} 无人：{day.gaps.map(({ from, to }) => timesText(from, to)).join('、')}</li>)}
          {notes.slice(0, 20).map((note) => <li key={note}>{note}</li>)}
        </ul>
      }
    />
  )
}
