import { useState } from 'react'
import { Button, Input } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { contactsApi, type ContactView } from '../contacts/api.ts'

/** A number, masked; whoever may see it whole says why, and sees it until the page is left. */
export function ContactText({ contact, isLink = true }: { contact: ContactView; isLink?: boolean }) {
  const may = usePermission()
  const contacts = useClient(contactsApi)
  const [isAsking, setAsking] = useState(false)
  const [text, setText] = useState<string>()
  const params = { contactId: contact.contactId }
  const reveal = async (body: { reason: string }) => {
    setText((await contacts.call.revealContact({ params, body })).text)
    await contacts.refresh()
  }
  return (
    <span className="x-row">
      <span className="x-mono">{text ?? (isLink ? <PageLink to={`/contacts/${contact.contactId}`}>{contact.masked}</PageLink> : contact.masked)}</span>
      {contact.label && <span className="x-soft">{contact.label}</span>}
      {text === undefined && !contact.isRemoved && may('contact:reveal') && <Button type="link" size="small" className="x-no-print" onClick={() => setAsking(true)}>查看</Button>}
      <SideSheet isOpen={isAsking} title={`查看完整号码 ${contact.masked}`} onClose={() => setAsking(false)} width={400}>
        <p>查看会记入这个号码的记录和审计。</p>
        <EntryForm<{ reason: string }> name={`reveal-${contact.contactId}`} submitText="查看" onSubmit={reveal} onDone={() => setAsking(false)} onCancel={() => setAsking(false)}>
          <Field name="reason" label="理由" required><Input maxLength={500} autoFocus placeholder="如：约定回访" /></Field>
        </EntryForm>
      </SideSheet>
    </span>
  )
}
