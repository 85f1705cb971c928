import { Input } from 'antd'
import { DateField } from '#web/kit/form/date-field.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { Upload } from '#web/kit/form/upload.tsx'

/** Why, from when, by whom, with what proof: the same for every kind of decision. */
export function MadeFields() {
  return (
    <>
      <Field name="reason" label="理由" required rules={[{ min: 4, message: '请写明理由，至少四个字' }]}><Input.TextArea rows={3} maxLength={1000} showCount /></Field>
      <Field name="effectiveOn" label="生效日期" required><DateField /></Field>
      <Field name="decidedByName" label="作出决定的人" required><Input maxLength={64} /></Field>
      <Field name="decidedOn" label="决定日期" required><DateField /></Field>
      <Field name="proof" label="证明文件" help="批件、函件、会议纪要的扫描件；按内容校验值留存"><Upload multiple={false} accept=".pdf,.doc,.docx,image/*" /></Field>
    </>
  )
}
