import { Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { requestPriority, type RequestPriority } from '#spine/requests/api.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { ticketRulesApi, type RuleTarget } from '../../rules/api.ts'
import { ticketImpact, ticketUrgency, type TicketImpact, type TicketUrgency } from '../../tickets/api.ts'
import type { ShownRules } from './ticket-rules-page.tsx'
import './desk-page.css'

type TargetValues = { counts: 'wall' | '5x8' | '5x9'; amount: number; contractual?: boolean; clause?: string }
type Values = { effectiveOn: string; priorities: Record<TicketImpact, Record<TicketUrgency, RequestPriority>>; targets: Record<RequestPriority, Record<'answer' | 'solution', TargetValues>>; reason: string }

const counting = [{ value: 'wall', label: '7×24' }, { value: '5x9', label: '工作时间 5×9' }, { value: '5x8', label: '工作时间 5×8' }]
const priorities = requestPriority.values.map((value) => ({ value, label: requestPriority.titles[value] }))

const valuesOf = (target: RuleTarget): TargetValues => ({ counts: target.kind === 'wall-minutes' ? 'wall' : target.window, amount: target.amount, contractual: target.contractual, ...(target.clause ? { clause: target.clause } : {}) })
const targetOf = ({ counts, amount, contractual = false, clause }: TargetValues): RuleTarget => {
  const facts = { amount, contractual, ...(contractual && clause ? { clause } : {}) }
  return counts === 'wall' ? { kind: 'wall-minutes', ...facts } : { kind: 'window-minutes', window: counts, ...facts }
}

export function TicketRulesForm({ from, onClose }: { from: ShownRules; onClose: () => void }) {
  const rules = useClient(ticketRulesApi)
  const both = (targets: Record<'answer' | 'solution', TargetValues>) => ({ answer: targetOf(targets.answer), solution: targetOf(targets.solution) })
  const shown = ({ answer, solution }: ShownRules['targets']['p1']) => ({ answer: valuesOf(answer), solution: valuesOf(solution) })
  const send = async ({ targets: { p1, p2, p3, p4 }, ...values }: Values) => {
    await rules.call.setTicketRules({ body: { ...values, targets: { p1: both(p1), p2: both(p2), p3: both(p3), p4: both(p4) } } })
    await rules.refresh()
  }
  const { p1, p2, p3, p4 } = from.targets
  return (
    <EntryForm<Values> name="ticket-rules" initial={{ priorities: from.priorities, targets: { p1: shown(p1), p2: shown(p2), p3: shown(p3), p4: shown(p4) } }} submitText="设置" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <Field name="effectiveOn" label="生效日期" required help="今天或以后；当天已有规则的请改用别的日期"><DateField /></Field>
      {ticketImpact.values.map((impact) => (
        <div key={impact} className="x-entry-row">
          {ticketUrgency.values.map((urgency) => <Field key={urgency} name={['priorities', impact, urgency]} label={`${ticketImpact.titles[impact]} × ${ticketUrgency.titles[urgency]}`}><Select options={priorities} /></Field>)}
        </div>
      ))}
      {requestPriority.values.flatMap((priority) => (['answer', 'solution'] as const).map((which) => (
        <div key={`${priority}${which}`} className="x-entry-row">
          <Field name={['targets', priority, which, 'amount']} label={`${requestPriority.titles[priority]} ${which === 'answer' ? '首次响应' : '解决'}`} unit="分钟" required><InputNumber min={1} max={100_000} /></Field>
          <Field name={['targets', priority, which, 'counts']} label="计时"><Select options={counting} /></Field>
          <Field name={['targets', priority, which, 'contractual']} label="性质" valuePropName="checked"><Checkbox>合同约定</Checkbox></Field>
          <Clause name={['targets', priority, which]} />
        </div>
      )))}
      <Field name="reason" label="理由" required><Input.TextArea rows={3} maxLength={500} /></Field>
    </EntryForm>
  )
}

/** A contractual target quotes its clause. */
function Clause({ name }: { name: readonly (string | number)[] }) {
  const isContractual = Form.useWatch([...name, 'contractual']) as boolean | undefined
  return isContractual ? <Field name={[...name, 'clause']} label="条款号" required><Input maxLength={60} /></Field> : null
}
