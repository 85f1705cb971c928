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
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { contactsApi } from '../contacts/api.ts'
import { peopleApi, personEvent } from '../people/api.ts'
import { unitKind } from '../units/api.ts'
import { ContactText } from './contact-text.tsx'
import { PersonForm } from './person-form.tsx'
import { PersonPicker } from './person-picker.tsx'
import { PersonStateTag } from './person-state-tag.tsx'

type Open = 'edit' | 'contact' | 'merge' | 'state'

export function PersonPage() {
  const { personId } = usePageParams('personId')
  const person = useRead(peopleApi, 'getPerson', { params: { personId } })
  const people = useClient(peopleApi)
  const contacts = useClient(contactsApi)
  const may = usePermission()
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const one = person.data
  const params = { personId }
  const version = one?.version ?? 0
  const after = () => Promise.all([people.refresh(), contacts.refresh()])
  const merge = (body: { intoId: string; reason: string }) => people.call.mergePeople({ params, body: { ...body, version } }).then(after)
  const setState = (body: { reason: string }) => people.call.setPersonState({ params, body: { ...body, version, state: one?.state === 'active' ? 'left' : 'active' } }).then(after)
  const addContact = ({ text, label = '' }: { text: string; label?: string }) => people.call.addContact({ params, body: { text, label } }).then(after)
  return (
    <>
      <DetailPage
        of={person}
        show={(row) => ({
          title: row.name,
          state: <PersonStateTag state={row.state} />,
          actions: may('person:manage') && row.state !== 'merged' && (
            <>
              <Button onClick={() => setOpen('edit')}>修改</Button>
              <Button onClick={() => setOpen('state')}>{row.state === 'active' ? '登记离岗' : '登记返岗'}</Button>
              <Button onClick={() => setOpen('merge')}>合并到另一人</Button>
            </>
          ),
          facts: [
            { label: '单位', value: <PageLink to={`/units/${row.unitId}`}>{row.unitTitle}</PageLink> },
            { label: '单位类别', value: unitKind.titles[row.unitKind] },
            { label: '职务', value: row.jobTitle },
            { label: '账号', value: row.username },
            { label: '登记', value: <InstantText value={row.registeredAt} /> },
            ...(row.mergedIntoId ? [{ label: '合并到', value: <PageLink to={`/people/${row.mergedIntoId}`}>{row.mergedIntoName}</PageLink> }] : []),
            ...(row.absorbed.length === 0 ? [] : [{ label: '并入的登记', value: row.absorbed.map((other) => <PageLink key={other.personId} to={`/people/${other.personId}`} style={{ marginRight: 8 }}>{other.name}</PageLink>) }]),
            { label: '备注', value: row.note, wide: true },
          ],
          tabs: [
            {
              key: 'contacts',
              title: '号码',
              count: row.contacts.length,
              content: (
                <Section title="号码与邮箱" extra={may('person:manage') && row.state === 'active' && <Button size="small" onClick={() => setOpen('contact')}>增加号码</Button>}>
                  {row.contacts.length === 0 ? <EmptyState what="还没有号码" how="登记后来电时能认出这个人。" /> : <ul>{row.contacts.map((contact) => <li key={contact.contactId}><ContactText contact={contact} /></li>)}</ul>}
                </Section>
              ),
            },
            { key: 'life', title: '经过', content: <Section title="经过"><Timeline label="人员经过" entries={row.events.map((event, at) => ({ key: String(at), at: event.at, who: event.actorName, what: personEvent.titles[event.kind], note: event.note }))} /></Section> },
          ],
        })}
      />
      {one && (
        <>
          <SideSheet isOpen={open === 'edit'} title={`修改 ${one.name}`} onClose={close}><PersonForm person={one} onClose={close} /></SideSheet>
          <SideSheet isOpen={open === 'contact'} title="增加号码" onClose={close} width={400}>
            <EntryForm<{ text: string; label?: string }> name={`contact-${personId}`} submitText="增加" onSubmit={addContact} onDone={close} onCancel={close}>
              <Field name="text" label="号码或邮箱" required help="电话请带区号；分机写作 010-55550101 转 8001"><Input maxLength={200} autoFocus autoComplete="off" /></Field>
              <Field name="label" label="用途"><Input maxLength={20} placeholder="手机、办公" /></Field>
            </EntryForm>
          </SideSheet>
          <SideSheet isOpen={open === 'merge'} title={`合并 ${one.name}`} onClose={close} width={400}>
            <p>号码和账号转到另一人名下，以往的通话等记录从此显示为那个人；双方的经过都保留。合并后不能撤销。</p>
            <EntryForm<{ intoId: string; reason: string }> name={`merge-${personId}`} submitText="合并" onSubmit={merge} onDone={close} onCancel={close}>
              <Field name="intoId" label="合并到" required><PersonPicker except={personId} /></Field>
              <Field name="reason" label="理由" required><Input maxLength={500} placeholder="如：来电核实为同一人" /></Field>
            </EntryForm>
          </SideSheet>
          <SideSheet isOpen={open === 'state'} title={one.state === 'active' ? '登记离岗' : '登记返岗'} onClose={close} width={400}>
            <p>{one.state === 'active' ? '离岗后不再排班，号码按保留期移除；记录保留，可以返岗。' : '返岗后可以重新排班。'}</p>
            <EntryForm<{ reason: string }> name={`state-${personId}`} submitText="登记" onSubmit={setState} onDone={close} onCancel={close}>
              <Field name="reason" label="理由" required><Input maxLength={500} autoFocus /></Field>
            </EntryForm>
          </SideSheet>
        </>
      )}
    </>
  )
}
