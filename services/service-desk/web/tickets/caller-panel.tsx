import { useEffect } from 'react'
import { Button, Form, type FormInstance } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { contactsApi, normaliseContact, type ContactView } from '#spine/parties/contacts/api.ts'
import { RequestStateTag } from '#spine/requests/web/request-state-tag.tsx'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { ticketsApi } from '../../tickets/api.ts'
import { CallerText } from '../caller-text.tsx'
import type { EntryValues } from './ticket-entry-form.tsx'
import { useLate } from './use-late.ts'

/** Fewer are a line of the house or the beginning of a number. */
const WHOLE_NUMBER = 7

/** Who calls, while the number is typed: name and unit are filled in, and his last tickets shown. */
export function CallerPanel({ form, contact: ringing }: { form: FormInstance<EntryValues>; contact?: ContactView }) {
  const typed = useLate(Form.useWatch(['caller', 'contact'], form) ?? '')
  const { call } = useClient(contactsApi)
  const isWhole = typed.length >= WHOLE_NUMBER && normaliseContact(typed) !== undefined
  const search = useQuery({ queryKey: [contactsApi.prefix, 'findContact', typed], queryFn: () => call.findContact({ body: { text: typed } }), enabled: isWhole, retry: false })
  const found = isWhole ? search.data?.contact : undefined
  const contact = found ?? ringing
  useEffect(() => {
    if (!contact) return
    // Never over what was typed.
    if (contact.person && !form.getFieldValue(['caller', 'name'])) form.setFieldValue(['caller', 'name'], contact.person.name)
    if (contact.unit && !form.getFieldValue(['caller', 'unit'])) form.setFieldValue(['caller', 'unit'], contact.unit.title)
  }, [contact, form])
  const known = useRead(ticketsApi, 'getCaller', { query: { contactId: contact?.contactId ?? '' } }, { enabled: contact !== undefined })
  return (
    <Section title="来电人">
      {contact ? <p><CallerText contact={contact} /></p> : <p className="x-soft">{found === null ? '没有登记过的号码，录单时登记；以后指明归属，历次工单一并显示。' : '输入号码后显示来电人和最近的工单。'}</p>}
      {(known.data?.formerTickets.length ?? 0) > 0 && (
        <ul aria-label="最近的工单">
          {known.data?.formerTickets.map((one) => (
            <li key={one.ticketId}><InstantText value={one.receivedAt} /> <PageLink to={`/tickets/${one.ticketId}`}>{one.title}</PageLink> <RequestStateTag state={one.state} /></li>
          ))}
        </ul>
      )}
      {contact && !contact.person && !contact.unit && <Button type="link" size="small" href={`/contacts/${contact.contactId}`}>指明归属</Button>}
    </Section>
  )
}
