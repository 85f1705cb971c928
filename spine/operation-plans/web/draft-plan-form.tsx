import { Input } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { useToday } from '#web/kit/value/use-today.ts'
import { operationPlansApi } from '../api.ts'

type Values = { title: string; from: string; to: string; note?: string }

/** The coming month is what is drafted most: the clause wants the plan before its period. */
export function nextMonthPlan(today: string): Pick<Values, 'title' | 'from' | 'to'> {
  const first = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)), 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0))
  return { title: `${first.getUTCFullYear()} 年 ${first.getUTCMonth() + 1} 月运维计划`, from: first.toISOString().slice(0, 10), to: last.toISOString().slice(0, 10) }
}

export function DraftPlanForm({ onClose }: { onClose: () => void }) {
  const plans = useClient(operationPlansApi)
  const go = useGo()
  const today = useToday()
  const send = async (values: Values) => {
    const { operationPlanId } = await plans.call.draftOperationPlan({ body: values })
    await plans.refresh()
    go(`/operation-plans/${operationPlanId}`)
  }
  return (
    <EntryForm<Values> name="draft-operation-plan" initial={nextMonthPlan(today)} submitText="起草" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <Field name="title" label="名称" required><Input maxLength={100} /></Field>
      <Field name="from" label="计划期起" required help="计划须在这一天之前批准，否则标注“逾期批准”"><DateField /></Field>
      <Field name="to" label="计划期止" required><DateField /></Field>
      <Field name="note" label="说明"><Input.TextArea rows={4} maxLength={2000} /></Field>
    </EntryForm>
  )
}
