import { Input, InputNumber, Select } from 'antd'
import { ApiError } from '#shared/api-client.ts'
import { subsystem } from '#shared/subsystems.ts'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { Upload } from '#web/kit/form/upload.tsx'

type Values = { title: string; subsystem: string; minutes: number; dueOn: string; files?: readonly File[] }

/** Refuses as the server would when the title says so, to show where the errors stand. */
export function SampleForm({ onDone }: { onDone: () => void }) {
  const send = async (values: Values) => {
    await Promise.resolve()
    if (values.title.includes('错')) {
      throw new ApiError({
        code: 'request.invalid',
        status: 400,
        title: '有 3 处需要修改',
        problems: [
          { place: 'body.title', message: '标题与 WO-2024-00012 重复，请换一个' },
          { place: 'body.minutes', message: '用时超过时限 120 分钟，请说明原因' },
          { place: 'body.evidence', message: '至少需要一份证据' },
        ],
        traceId: '01J8ZQ4T7Y3M',
      })
    }
  }
  return (
    <EntryForm<Values> name="sample" onSubmit={send} onDone={onDone} onCancel={onDone} submitText="保存">
      <Field name="title" label="标题" required help="写清对象和动作，例如「数据库连接数巡检」。"><Input /></Field>
      <Field name="subsystem" label="子系统" required>
        <Select options={subsystem.values.map((value) => ({ value, label: subsystem.titles[value] }))} />
      </Field>
      <Field name="minutes" label="用时" unit="分钟" required><InputNumber min={0} /></Field>
      <Field name="dueOn" label="截止日期"><DateField /></Field>
      <Field name="files" label="证据"><Upload accept=".pdf,image/*" /></Field>
    </EntryForm>
  )
}
