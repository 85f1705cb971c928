import { useState } from 'react'
import { Button } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { peopleApi, personState } from '../people/api.ts'
import { unitKind } from '../units/api.ts'
import { ContactText } from './contact-text.tsx'
import { ImportSheetForm } from './import-sheet-form.tsx'
import { optionsOf } from './options-of.ts'
import { PersonForm } from './person-form.tsx'
import { PersonStateTag } from './person-state-tag.tsx'
import { useContactFilter } from './use-contact-filter.ts'

/** Everybody whom we deal with, on both sides. */
export function PeoplePage() {
  const people = useClient(peopleApi)
  const may = usePermission()
  const contactFilter = useContactFilter()
  const [open, setOpen] = useState<'register' | 'import'>()
  const close = () => setOpen(undefined)
  const load = async (sheet: string) => {
    const { registered, changed } = await people.call.importPeople({ body: { sheet } })
    await people.refresh()
    return `已登记 ${registered} 人，更新 ${changed} 人`
  }
  return (
    <Page
      title="人员"
      lead="甲乙双方、业务部门和来电人员。号码以掩码显示，查看完整号码须写明理由。"
      actions={
        may('person:manage') && (
          <>
            <Button onClick={() => setOpen('import')}>导入</Button>
            <Button type="primary" onClick={() => setOpen('register')}>登记人员</Button>
          </>
        )
      }
    >
      <DataList
        name="people"
        noun="人员"
        source={people.list('listPeople')}
        rowKey={({ personId }) => personId}
        href={({ personId }) => `/people/${personId}`}
        searchHint="姓名、单位、职务、账号、完整号码"
        filters={[
          contactFilter,
          { kind: 'choice', key: 'unitKind', label: '单位类别', options: optionsOf(unitKind) },
          { kind: 'choice', key: 'state', label: '状态', options: optionsOf(personState) },
        ]}
        columns={[
          { key: 'name', title: '姓名', canSort: true, width: 180, card: 'heading' },
          { key: 'unitTitle', title: '单位', canSort: true, render: ({ unitId, unitTitle }) => <PageLink to={`/units/${unitId}`}>{unitTitle}</PageLink> },
          { key: 'jobTitle', title: '职务', canSort: true, width: 140 },
          { key: 'contacts', title: '号码', card: 'wide', width: 260, render: ({ contacts }) => (contacts.length === 0 ? '—' : contacts.map((contact) => <ContactText key={contact.contactId} contact={contact} />)) },
          { key: 'username', title: '账号', width: 110 },
          { key: 'state', title: '状态', canSort: true, width: 96, card: 'state', render: ({ state }) => <PersonStateTag state={state} /> },
          { key: 'registeredAt', title: '登记', canSort: true, isExtra: true, width: 176, render: ({ registeredAt }) => <InstantText value={registeredAt} /> },
        ]}
        empty={{ what: '还没有人员', how: '登记或由 Excel 导入后出现在这里。' }}
      />
      <SideSheet isOpen={open === 'register'} title="登记人员" onClose={close}><PersonForm onClose={close} /></SideSheet>
      <SideSheet isOpen={open === 'import'} title="导入人员" onClose={close}>
        <ImportSheetForm name="import-people" columns="第一行为列名：单位、姓名（必有），职务、号码、备注（可有）。几个号码用顿号隔开；单位须先登记；单位和姓名都相同的视为更新。" onSend={load} onClose={close} />
      </SideSheet>
    </Page>
  )
}
