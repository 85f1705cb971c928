import { useState } from 'react'
import { Button, Input } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { Timeline } from '#web/kit/detail/timeline.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { contactEvent, contactsApi, contactKind } from '../contacts/api.ts'
import { AttachForm } from './attach-form.tsx'
import { ContactText } from './contact-text.tsx'

export function ContactPage() {
  const { contactId } = usePageParams('contactId')
  const contact = useRead(contactsApi, 'getContact', { params: { contactId } })
  const contacts = useClient(contactsApi)
  const may = usePermission()
  const [open, setOpen] = useState<'attach' | 'remove'>()
  const close = () => setOpen(undefined)
  const one = contact.data
  const remove = async ({ reason }: { reason: string }) => {
    await contacts.call.removeContact({ params: { contactId }, body: { reason, version: one?.version ?? 0 } })
    await contacts.refresh()
  }
  return (
    <>
      <DetailPage
        of={contact}
        show={(row) => ({
          title: row.masked,
          state: row.isRemoved ? <StateTag word="已移除" tone="muted" /> : row.person || row.unit ? <StateTag word="已知" tone="good" /> : <StateTag word="未知号码" tone="caution" />,
          actions: may('contact:manage') && !row.isRemoved && (
            <>
              <Button type="primary" onClick={() => setOpen('attach')}>归属</Button>
              <Button danger onClick={() => setOpen('remove')}>移除</Button>
            </>
          ),
          facts: [
            { label: '号码', value: <ContactText contact={row} isLink={false} /> },
            { label: '类别', value: contactKind.titles[row.kind] },
            { label: '归属', value: row.person ? <PageLink to={`/people/${row.person.personId}`}>{row.person.name}</PageLink> : row.unit ? '单位公用' : '未知' },
            { label: '单位', value: row.unit && <PageLink to={`/units/${row.unit.unitId}`}>{row.unit.title}</PageLink> },
            { label: '首次出现', value: <InstantText value={row.firstSeenAt} /> },
            { label: '最近使用', value: <InstantText value={row.lastSeenAt} /> },
            { label: '移除', value: row.removedAt && <><InstantText value={row.removedAt} /> {row.removalReason}</>, wide: true },
          ],
          tabs: [
            {
              key: 'life',
              title: '记录',
              content: (
                <Section title="归属与查看记录">
                  <Timeline label="号码记录" entries={row.events.map((event, at) => ({ key: String(at), at: event.at, who: event.actorName, what: `${contactEvent.titles[event.kind]}${event.personName ? `：${event.personName}` : event.unitTitle ? `：${event.unitTitle}` : ''}`, note: event.note }))} />
                </Section>
              ),
            },
          ],
        })}
      />
      {one && (
        <>
          <SideSheet isOpen={open === 'attach'} title={`号码归属 ${one.masked}`} onClose={close} width={400}><AttachForm contact={one} onClose={close} /></SideSheet>
          <SideSheet isOpen={open === 'remove'} title={`移除 ${one.masked}`} onClose={close} width={400}>
            <p>号码本身被移除，不能恢复；引用它的通话等记录保留。同一号码再来电时按新号码登记。</p>
            <EntryForm<{ reason: string }> name={`remove-${contactId}`} submitText="移除" onSubmit={remove} onDone={close} onCancel={close}>
              <Field name="reason" label="理由" required><Input maxLength={500} autoFocus placeholder="如：本人要求删除" /></Field>
            </EntryForm>
          </SideSheet>
        </>
      )}
    </>
  )
}
