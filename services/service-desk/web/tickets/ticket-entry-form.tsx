import { Form, Input, Radio, type FormInstance } from 'antd'
import { requestPriority } from '#spine/requests/api.ts'
import { subsystem, subsystemShortTitle } from '#shared/subsystems.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { InstantInputField } from '#web/kit/form/instant-input-field.tsx'
import { priorityOf, ticketRulesApi } from '../../rules/api.ts'
import { telephoneSourcesApi } from '../../telephony/api.ts'
import { ticketCategory, ticketImpact, ticketUrgency, type TicketCategory, type TicketImpact, type TicketUrgency } from '../../tickets/api.ts'

export type EntryValues = {
  caller: { contact?: string; name?: string; unit?: string }
  form: { line?: string; title?: string; subsystem?: string; category?: TicketCategory; impact: TicketImpact; urgency: TicketUrgency; description?: string; callBackAt?: string }
  firstAnswer?: string
  solution?: string
  /** Kept beside the fields: articles whose text was taken as the answer. */
  articleIds?: string[]
}

export const UNKNOWN = ''
const choices = <T extends string>(set: { values: readonly T[]; titles: Readonly<Record<T, string>> }) => set.values.map((value) => ({ value, label: set.titles[value] }))
const NO_LINE = 'none'

export type TicketEntryFormProps = { name: string; form: FormInstance<EntryValues>; initial: Partial<EntryValues>; onSubmit: (values: EntryValues) => Promise<unknown>; onDone: () => void }

/** One call in the order in which it is told: number, title, where, what, answer. Arrow keys choose, Tab goes on, Ctrl+Enter sends. */
export function TicketEntryForm({ name, form, initial, onSubmit, onDone }: TicketEntryFormProps) {
  const lines = useRead(telephoneSourcesApi, 'listSources').data?.lines ?? []
  const place = Form.useWatch(['form', 'subsystem'], form)
  return (
    <EntryForm<EntryValues> name={name} form={form} initial={initial} submitText={place === UNKNOWN ? '存为未归属草稿' : '录单'} onSubmit={onSubmit} onDone={onDone}>
      <div className="x-entry-row">
        <Field name={['caller', 'contact']} label="主叫号码"><Input autoFocus inputMode="tel" autoComplete="off" maxLength={100} placeholder="号码或邮箱" /></Field>
        <Field name={['caller', 'name']} label="来电人"><Input autoComplete="off" maxLength={60} /></Field>
        <Field name={['caller', 'unit']} label="单位"><Input autoComplete="off" maxLength={100} /></Field>
      </div>
      <Field name={['form', 'line']} label="线路"><Radio.Group optionType="button" options={[...lines.filter(({ isOpen }) => isOpen).map(({ line }) => ({ value: line, label: line })), { value: NO_LINE, label: '不经热线' }]} /></Field>
      <Field name={['form', 'title']} label="标题" required><Input maxLength={200} autoComplete="off" /></Field>
      <Field name={['form', 'subsystem']} label="子系统" rules={[{ validator: (_, value: unknown) => (value === undefined ? Promise.reject(new Error('请选择子系统，不清楚的选“未归属”')) : Promise.resolve()) }]}>
        <Radio.Group optionType="button" options={[...subsystem.values.map((value) => ({ value, label: subsystemShortTitle(value) })), { value: UNKNOWN, label: '未归属' }]} />
      </Field>
      <Field name={['form', 'category']} label="类别" required={place !== UNKNOWN}><Radio.Group optionType="button" options={choices(ticketCategory)} /></Field>
      <div className="x-entry-row">
        <Field name={['form', 'impact']} label="影响"><Radio.Group optionType="button" options={choices(ticketImpact)} /></Field>
        <Field name={['form', 'urgency']} label="紧急程度"><Radio.Group optionType="button" options={choices(ticketUrgency)} /></Field>
        <PriorityText form={form} />
      </div>
      <Field name={['form', 'description']} label="描述"><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4000} /></Field>
      <Field name="firstAnswer" label="首次答复"><Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={4000} /></Field>
      <Field name="solution" label="当场解决" help="填写即交付解决办法，计为一次解决；由他人或来电人确认"><Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={4000} /></Field>
      <Field name={['form', 'callBackAt']} label="承诺回电"><InstantInputField /></Field>
    </EntryForm>
  )
}

/** What impact and urgency make by the rules of today, before it is sent. */
function PriorityText({ form }: { form: FormInstance<EntryValues> }) {
  const rules = useRead(ticketRulesApi, 'getTicketRules').data
  const [impact, urgency] = [Form.useWatch(['form', 'impact'], form), Form.useWatch(['form', 'urgency'], form)]
  const current = rules?.items.find(({ effectiveOn }) => effectiveOn === rules.inForceOn)
  if (!current || !impact || !urgency) return null
  return <Form.Item label="优先级"><strong>{requestPriority.titles[priorityOf(current, { impact, urgency })]}</strong></Form.Item>
}

/** What the form says, as it is sent. */
export function entryOf({ caller, form, firstAnswer, solution }: EntryValues, ticketId: string, receivedAt: string, telephoneCallId: string | undefined, articleIds: readonly string[]) {
  const { line, subsystem: place, ...rest } = form
  return {
    ticketId,
    caller,
    form: { ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== null)), title: form.title ?? '', subsystem: place ?? UNKNOWN, line: line === undefined || line === NO_LINE ? null : line, receivedAt, ...(telephoneCallId ? { telephoneCallId } : {}) },
    firstAnswer: firstAnswer ?? '',
    solution: solution ?? '',
    articleIds: [...articleIds],
    isComplete: (place ?? UNKNOWN) !== UNKNOWN,
  }
}
