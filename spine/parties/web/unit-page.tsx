import { useState } from 'react'
import { Button } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { contactsApi } from '../contacts/api.ts'
import { peopleApi } from '../people/api.ts'
import { unitsApi, unitKind } from '../units/api.ts'
import { ContactText } from './contact-text.tsx'
import { PersonForm } from './person-form.tsx'
import { PersonStateTag } from './person-state-tag.tsx'
import { UnitForm } from './unit-form.tsx'

export function UnitPage() {
  const { unitId } = usePageParams('unitId')
  const unit = useRead(unitsApi, 'getUnit', { params: { unitId } })
  const [people, contacts] = [useClient(peopleApi), useClient(contactsApi)]
  const may = usePermission()
  const [open, setOpen] = useState<'edit' | 'person'>()
  const close = () => setOpen(undefined)
  return (
    <>
      <DetailPage
        of={unit}
        show={(one) => ({
          title: one.title,
          state: <StateTag word={one.isRetired ? '停止往来' : '往来中'} tone={one.isRetired ? 'muted' : 'good'} />,
          actions: may('person:manage') && (
            <>
              <Button onClick={() => setOpen('edit')}>修改</Button>
              {!one.isRetired && <Button type="primary" onClick={() => setOpen('person')}>登记人员</Button>}
            </>
          ),
          facts: [
            { label: '类别', value: unitKind.titles[one.kind] },
            { label: '登记', value: <InstantText value={one.registeredAt} /> },
            { label: '备注', value: one.note, wide: true },
          ],
          tabs: [
            {
              key: 'people',
              title: '人员',
              count: one.people,
              content: (
                <DataList
                  name="unit-people"
                  noun="人员"
                  source={people.list('listPeople', { query: { unitId } })}
                  rowKey={({ personId }) => personId}
                  href={({ personId }) => `/people/${personId}`}
                  searchHint="姓名、职务"
                  columns={[
                    { key: 'name', title: '姓名', canSort: true, card: 'heading' },
                    { key: 'jobTitle', title: '职务', canSort: true },
                    { key: 'contacts', title: '号码', card: 'wide', render: ({ contacts: own }) => (own.length === 0 ? '—' : own.map((contact) => <ContactText key={contact.contactId} contact={contact} />)) },
                    { key: 'state', title: '状态', width: 96, card: 'state', render: ({ state }) => <PersonStateTag state={state} /> },
                  ]}
                  empty={{ what: '还没有人员', how: '登记这个单位的人员后出现在这里。' }}
                />
              ),
            },
            {
              key: 'contacts',
              title: '公用号码',
              content: (
                <DataList
                  name="unit-contacts"
                  noun="号码"
                  source={contacts.list('listContacts', { query: { unitId } })}
                  rowKey={({ contactId }) => contactId}
                  href={({ contactId }) => `/contacts/${contactId}`}
                  prefix="contacts"
                  columns={[{ key: 'masked', title: '号码', card: 'heading' }, { key: 'label', title: '用途' }, { key: 'lastSeenAt', title: '最近使用', width: 176, render: ({ lastSeenAt }) => <InstantText value={lastSeenAt} /> }]}
                  empty={{ what: '没有公用号码', how: '在号码中把总机、传真等归属到本单位。' }}
                />
              ),
            },
          ],
        })}
      />
      {unit.data && (
        <>
          <SideSheet isOpen={open === 'edit'} title={`修改 ${unit.data.title}`} onClose={close}><UnitForm unit={unit.data} onClose={close} /></SideSheet>
          <SideSheet isOpen={open === 'person'} title="登记人员" onClose={close}><PersonForm unitId={unitId} onClose={close} /></SideSheet>
        </>
      )}
    </>
  )
}
