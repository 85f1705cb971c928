import { Checkbox, Form, Input, InputNumber } from 'antd'
import { requestPriority, type RequestPriority } from '#spine/requests/api.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { aftercareApi, type FollowUpTarget } from '../../aftercare/api.ts'
import type { ShownAftercareRules } from './aftercare-rules-section.tsx'
import '../tickets/desk-page.css'

type TargetValues = { amount: number; contractual?: boolean; clause?: string }
type Values = { effectiveOn: string; linkDays: number; samplePercent: number; targets: Record<RequestPriority, TargetValues>; reason: string }

const targetOf = ({ amount, contractual = false, clause }: TargetValues): FollowUpTarget => ({ amount, contractual, ...(contractual && clause ? { clause } : {}) })

/** Begins with what is in force; what is out or drawn already keeps what it was given. */
export function AftercareRulesForm({ from, onClose }: { from: ShownAftercareRules; onClose: () => void }) {
  const aftercare = useClient(aftercareApi)
  const send = async ({ targets: { p1, p2, p3, p4 }, ...values }: Values) => {
    await aftercare.call.setAftercareRules({ body: { ...values, targets: { p1: targetOf(p1), p2: targetOf(p2), p3: targetOf(p3), p4: targetOf(p4) } } })
    await aftercare.refresh()
  }
  return (
    <EntryForm<Values> name="aftercare-rules" initial={{ linkDays: from.linkDays, samplePercent: from.samplePercent, targets: from.targets }} submitText="设置" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <Field name="effectiveOn" label="生效日期" required help="今天或以后；当天已有规则的请改用别的日期"><DateField /></Field>
      <div className="x-entry-row">
        <Field name="linkDays" label="跟踪链接有效" unit="天" required help="自发出时起；已发出的链接不变"><InputNumber min={1} max={365} precision={0} /></Field>
        <Field name="samplePercent" label="回访抽样率" unit="%" required help="0 为不抽样，100 为全部回访"><InputNumber min={0} max={100} precision={0} /></Field>
      </div>
      {requestPriority.values.map((priority) => (
        <div key={priority} className="x-entry-row">
          <Field name={['targets', priority, 'amount']} label={`${requestPriority.titles[priority]} 回访时限`} unit="个工作日" required><InputNumber min={1} max={60} precision={0} /></Field>
          <Field name={['targets', priority, 'contractual']} label="性质" valuePropName="checked"><Checkbox>合同约定</Checkbox></Field>
          <Clause priority={priority} />
        </div>
      ))}
      <Field name="reason" label="理由" required><Input.TextArea rows={3} maxLength={500} /></Field>
    </EntryForm>
  )
}

/** A contractual target quotes its clause. */
function Clause({ priority }: { priority: RequestPriority }) {
  const isContractual = Form.useWatch(['targets', priority, 'contractual']) as boolean | undefined
  return isContractual ? <Field name={['targets', priority, 'clause']} label="条款号" required><Input maxLength={60} /></Field> : null
}
