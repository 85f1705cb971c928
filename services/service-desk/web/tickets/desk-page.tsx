import { useEffect, useRef, useState } from 'react'
import { App, Button, Form } from 'antd'
import { formatInstant } from '#shared/instant.ts'
import { requestsApi } from '#spine/requests/api.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { useAddress, useGo, usePageParams } from '#web/kit/frame/address.ts'
import { Figure, FigureStrip } from '#web/kit/state/figure.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { readStored, writeStored } from '#web/kit/value/stored.ts'
import { telephoneCallsApi } from '../../telephony/api.ts'
import { ticketsApi } from '../../tickets/api.ts'
import { CallerPanel } from './caller-panel.tsx'
import { SuggestionPanel } from './suggestion-panel.tsx'
import { entryOf, TicketEntryForm, UNKNOWN, type EntryValues } from './ticket-entry-form.tsx'
import { useOutbox, type KeptEntry } from './use-outbox.ts'
import './desk-page.css'

const LINE = 'service-desk.line'

/** 热线台: a call becomes a ticket while it is spoken. `?call=` takes over a call of the exchange. */
export function DeskPage() {
  const { ticketId: draftId } = usePageParams('ticketId')
  const [address] = useAddress()
  const callId = typeof address['call'] === 'string' ? address['call'] : undefined
  const counts = useRead(ticketsApi, 'countTickets', { refreshMs: 30_000 })
  const outbox = useOutbox()
  return (
    <Page title="热线台" lead="Tab 到下一项，方向键选择，Ctrl+Enter 录单。网络中断时照常录单，恢复后自动补发，不会重复。">
      <FigureStrip>
        <Figure label="待领取" value={counts.data?.['unassigned']} unit="件" href="/tickets?view=unassigned" />
        <Figure label="我办理的" value={counts.data?.['mine']} unit="件" href="/tickets?view=mine" />
        <Figure label="已逾期" value={counts.data?.['overdue']} unit="件" tone="bad" href="/tickets?view=overdue" />
        <Figure label="未归属" value={counts.data?.['unattributed']} unit="件" tone="caution" href="/tickets/unattributed" />
        <Figure label="待确认" value={counts.data?.['delivered']} unit="件" href="/tickets?view=delivered" />
      </FigureStrip>
      {outbox.kept.length > 0 && <Kept kept={outbox.kept} onSend={() => void outbox.flush()} onForget={outbox.forget} />}
      <Entry key={draftId || callId || 'new'} draftId={draftId || undefined} callId={callId} send={outbox.send} />
    </Page>
  )
}

function Kept({ kept, onSend, onForget }: { kept: readonly KeptEntry[]; onSend: () => void; onForget: (ticketId: string) => void }) {
  return (
    <Section title={`待发 ${kept.length} 件`} extra={<Button size="small" onClick={onSend}>立即补发</Button>}>
      <ul className="x-kept" aria-live="polite">
        {kept.map(({ entry, keptAt, problem }) => (
          <li key={entry.ticketId}>
            <InstantText value={keptAt} /> {String(entry.form['title'] || '（没有标题）')}
            {problem && <span className="x-kept-problem">　{problem} <Button type="link" size="small" onClick={() => onForget(entry.ticketId)}>放弃</Button></span>}
          </li>
        ))}
      </ul>
    </Section>
  )
}

type EntryProps = { draftId: string | undefined; callId: string | undefined; send: ReturnType<typeof useOutbox>['send'] }

function Entry({ draftId, callId, send }: EntryProps) {
  const { message } = App.useApp()
  const go = useGo()
  const [form] = Form.useForm<EntryValues>()
  const call = useRead(telephoneCallsApi, 'getCall', { params: { telephoneCallId: callId ?? '' } }, { enabled: callId !== undefined })
  const draft = useRead(requestsApi, 'getRequest', { params: { requestId: draftId ?? '' } }, { enabled: draftId !== undefined })
  // One id from the first letter to the answer of the server; the next call gets the next one.
  const [ticket, setTicket] = useState(() => ({ ticketId: draftId ?? crypto.randomUUID(), beganAt: formatInstant(new Date()) }))
  const sent = useRef<{ isSent: boolean; isComplete: boolean }>(undefined)

  useEffect(() => {
    if (call.data) form.setFieldsValue({ form: { line: call.data.line } })
  }, [call.data, form])
  useEffect(() => {
    if (!draft.data) return
    const { callBackAt, line, subsystem, ...rest } = draft.data.form as EntryValues['form'] & { line?: string | null }
    form.setFieldsValue({ caller: { name: draft.data.requesterName, unit: draft.data.requesterUnit }, form: { ...rest, ...(callBackAt ? { callBackAt } : {}), line: line ?? 'none', subsystem: subsystem === UNKNOWN ? undefined : subsystem } })
  }, [draft.data, form])

  const submit = async (values: EntryValues) => {
    const former = draft.data?.form as { receivedAt?: string | null; telephoneCallId?: string | null; contactId?: string | null } | undefined
    const entry = entryOf(values, ticket.ticketId, former?.receivedAt ?? call.data?.beganAt ?? ticket.beganAt, callId ?? former?.telephoneCallId ?? undefined, (form.getFieldValue('articleIds') as string[] | undefined) ?? [])
    const contactId = values.caller.contact ? undefined : (call.data?.contact?.contactId ?? former?.contactId ?? undefined)
    sent.current = { isSent: await send({ ...entry, form: { ...entry.form, ...(contactId ? { contactId } : {}) } }), isComplete: entry.isComplete }
    writeStored(LINE, values.form.line)
  }
  const done = () => {
    const outcome = sent.current
    void message.success(outcome?.isSent === false ? '网络不通，已存在本机，恢复后自动补发' : outcome?.isComplete === false ? '已存为未归属草稿' : '已录单')
    if (draftId ?? callId) return go(outcome?.isSent === false ? '/service-desk' : `/tickets/${ticket.ticketId}`)
    setTicket({ ticketId: crypto.randomUUID(), beganAt: formatInstant(new Date()) })
    form.resetFields()
    form.setFieldsValue({ form: { line: form.getFieldValue(['form', 'line']) as string } })
  }
  const initial: Partial<EntryValues> = { caller: {}, form: { line: readStored(LINE, '7726'), impact: 'person', urgency: 'hindered' } }
  return (
    <div className="x-desk">
      <Section title={draftId ? `继续录单 ${draft.data?.number ?? ''}` : call.data ? <>来电 {call.data.line} <InstantText value={call.data.beganAt} /></> : '录单'}>
        <TicketEntryForm key={ticket.ticketId} name={`ticket-${draftId ?? callId ?? 'new'}`} form={form} initial={initial} onSubmit={submit} onDone={done} />
      </Section>
      <aside className="x-desk-aside">
        <CallerPanel form={form} {...(call.data?.contact ? { contact: call.data.contact } : {})} />
        <SuggestionPanel form={form} />
      </aside>
    </div>
  )
}
