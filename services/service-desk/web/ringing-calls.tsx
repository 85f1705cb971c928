import { Button } from 'antd'
import { RequestStateTag } from '#spine/requests/web/request-state-tag.tsx'
import { useFollowed } from '#web/kit/client/use-followed.ts'
import { useGo } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { useHotkeys } from '#web/kit/keyboard/hotkeys.ts'
import { usePermission } from '#web/kit/session/session.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { telephoneCallsApi, type RingingCall } from '../telephony/api.ts'
import { CallStateTag } from './call-state-tag.tsx'
import { CallerText } from './caller-text.tsx'
import './ringing-calls.css'

const CALL_KEYS = [{ keys: 't', does: '打开正在振铃的来电' }]
const NO_KEYS: typeof CALL_KEYS = []

/** Calls that ring now, over every page, for whoever may take them; `t` opens the first. */
export function RingingCalls() {
  const may = usePermission()
  const answer = useFollowed(telephoneCallsApi, 'listRinging', { enabled: may('telephone:answer') })
  const go = useGo()
  const calls = answer?.items ?? []
  const open = (call: RingingCall) => go(`/telephone-calls/${call.telephoneCallId}`)
  useHotkeys(calls.length > 0 ? CALL_KEYS : NO_KEYS, (key) => {
    const [first] = calls
    if (key !== 't' || !first) return false
    open(first)
    return true
  })
  return (
    <section className="x-ringing x-no-print" role="alert" aria-label="正在振铃的来电">
      {calls.map((call) => (
        <article key={call.telephoneCallId} className="x-ringing-call">
          <header><strong>{call.line} 来电</strong> <InstantText value={call.beganAt} /></header>
          <p className="x-ringing-caller"><CallerText contact={call.contact} /></p>
          {call.formerCalls.length > 0 && (
            <ul aria-label="以往来电">
              {call.formerCalls.slice(0, 3).map((former) => <li key={former.telephoneCallId}><InstantText value={former.beganAt} /> <CallStateTag state={former.state} /> {former.note}</li>)}
            </ul>
          )}
          {call.formerTickets.length > 0 && (
            <ul aria-label="以往工单">
              {call.formerTickets.slice(0, 3).map((one) => <li key={one.ticketId}><PageLink to={`/tickets/${one.ticketId}`}>{one.title}</PageLink> <RequestStateTag state={one.state} /></li>)}
            </ul>
          )}
          <div className="x-row">
            {may('ticket:enter') && <Button type="primary" onClick={() => go(`/service-desk?call=${call.telephoneCallId}`)}>录单</Button>}
            <Button {...(may('ticket:enter') ? {} : { type: 'primary' as const })} onClick={() => open(call)} title="t">打开来电</Button>
          </div>
        </article>
      ))}
    </section>
  )
}
