import { Checkbox, Form, Input, Radio, Select } from 'antd'
import { requestPriority } from '#spine/requests/api.ts'
import { subsystem, type Subsystem } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { InstantInputField } from '#web/kit/form/instant-input-field.tsx'
import { priorityOf, ticketRulesApi } from '../../rules/api.ts'
import { ticketCategory, ticketImpact, ticketsApi, ticketUrgency, type TicketCategory, type TicketDetail, type TicketImpact, type TicketUrgency } from '../../tickets/api.ts'

type SheetProps = { ticket: TicketDetail; onClose: () => void; onDone: () => void; /** Sends an act; a conflict shows what changed meanwhile. */ send: (work: Promise<unknown>) => Promise<unknown> }
const choices = <T extends string>(set: { values: readonly T[]; titles: Readonly<Record<T, string>> }) => set.values.map((value) => ({ value, label: set.titles[value] }))
const atLeastFour = [{ min: 4, message: '请写明，至少四个字' }]

export function AnswerForm({ ticket: { ticketId, version }, onClose, onDone, send }: SheetProps) {
  const { call } = useClient(ticketsApi)
  return (
    <EntryForm<{ answer: string }> name={`answer-${ticketId}`} submitText="登记" onCancel={onClose} onDone={onDone} onSubmit={(body) => send(call.answerTicket({ params: { ticketId }, body: { version, ...body } }))}>
      <p>首次响应的时限就此停止，只登记一次；此后的进展请用“记录”。</p>
      <Field name="answer" label="答复内容" required><Input.TextArea rows={5} maxLength={4000} autoFocus /></Field>
    </EntryForm>
  )
}

export function SolveForm({ ticket: { ticketId, version, openChildren }, onClose, onDone, send }: SheetProps) {
  const { call } = useClient(ticketsApi)
  return (
    <EntryForm<{ solution: string; childIds?: string[] }> name={`solve-${ticketId}`} initial={{ childIds: openChildren.map(({ requestId }) => requestId) }} submitText="交付" onCancel={onClose} onDone={onDone} onSubmit={({ solution, childIds = [] }) => send(call.solveTicket({ params: { ticketId }, body: { version, solution, childIds } }))}>
      <p>解决的时限就此停止，由来电人或回访人员确认；三个工作日没有答复视为确认。</p>
      <Field name="solution" label="解决办法" required rules={atLeastFour}><Input.TextArea rows={6} maxLength={4000} autoFocus /></Field>
      {openChildren.length > 0 && (
        <Field name="childIds" label="一并解决的下级工单" help="各自交付、各自确认">
          <Checkbox.Group options={openChildren.map(({ requestId, number, title }) => ({ value: requestId, label: `${number} ${title}` }))} />
        </Field>
      )}
    </EntryForm>
  )
}

type Classes = { category: TicketCategory; impact: TicketImpact; urgency: TicketUrgency; subsystem: Subsystem; reason: string }

export function ReclassifyForm({ ticket, onClose, onDone, send }: SheetProps) {
  const { ticketId, version } = ticket
  const { call } = useClient(ticketsApi)
  const [form] = Form.useForm<Classes>()
  const rules = useRead(ticketRulesApi, 'getTicketRules').data
  const [impact, urgency] = [Form.useWatch('impact', form) ?? ticket.impact, Form.useWatch('urgency', form) ?? ticket.urgency]
  const current = rules?.items.find(({ effectiveOn }) => effectiveOn === rules.inForceOn)
  const next = current && impact && urgency ? priorityOf(current, { impact, urgency }) : undefined
  const initial = { category: ticket.category ?? 'advice', impact: ticket.impact ?? 'person', urgency: ticket.urgency ?? 'hindered', ...(subsystem.has(ticket.subsystem) ? { subsystem: ticket.subsystem } : {}) } as const
  return (
    <EntryForm<Classes> name={`reclassify-${ticketId}`} form={form} initial={initial} submitText="修改" onCancel={onClose} onDone={onDone} onSubmit={(body) => send(call.reclassifyTicket({ params: { ticketId }, body: { version, ...body } }))}>
      <p>时限随优先级调整：起算时刻和已扣的暂停保留，原来的时限留在时限说明中。</p>
      <Field name="category" label="类别"><Radio.Group optionType="button" options={choices(ticketCategory)} /></Field>
      <Field name="impact" label="影响"><Radio.Group optionType="button" options={choices(ticketImpact)} /></Field>
      <Field name="urgency" label="紧急程度"><Radio.Group optionType="button" options={choices(ticketUrgency)} /></Field>
      {next && <p>优先级：{ticket.priority && ticket.priority !== next ? `${requestPriority.titles[ticket.priority]} → ` : ''}<strong>{requestPriority.titles[next]}</strong></p>}
      <Field name="subsystem" label="子系统" required><Select options={choices(subsystem)} /></Field>
      <Field name="reason" label="原因" required rules={atLeastFour}><Input.TextArea rows={3} maxLength={1000} /></Field>
    </EntryForm>
  )
}

export function CallBackForm({ ticket: { ticketId, version }, onClose, onDone, send }: SheetProps) {
  const { call } = useClient(ticketsApi)
  return (
    <EntryForm<{ at: string; note?: string }> name={`call-back-${ticketId}`} submitText="承诺" onCancel={onClose} onDone={onDone} onSubmit={({ at, note = '' }) => send(call.promiseCallBack({ params: { ticketId }, body: { version, at, note } }))}>
      <p>承诺的时刻单独计时，暂停不顺延；登记回电之前不能交付解决办法。</p>
      <Field name="at" label="回电时刻" required><InstantInputField /></Field>
      <Field name="note" label="说明"><Input.TextArea rows={3} maxLength={1000} /></Field>
    </EntryForm>
  )
}

export function KeepCallBackForm({ ticket: { ticketId, version }, onClose, onDone, send }: SheetProps) {
  const { call } = useClient(ticketsApi)
  return (
    <EntryForm<{ note: string; isOff?: boolean }> name={`keep-call-back-${ticketId}`} submitText="登记" onCancel={onClose} onDone={onDone} onSubmit={({ note, isOff = false }) => send(call.keepCallBack({ params: { ticketId }, body: { version, note, isOff } }))}>
      <Field name="note" label="回电结果" required><Input.TextArea rows={4} maxLength={4000} autoFocus /></Field>
      <Field name="isOff" label="未回电" valuePropName="checked"><Checkbox>不再需要回电（如来电人已自行来电），承诺取消且不判定</Checkbox></Field>
    </EntryForm>
  )
}
