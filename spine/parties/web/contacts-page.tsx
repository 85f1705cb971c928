import { useState } from 'react'
import { Button } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { contactsApi, type ContactView, contactKind } from '../contacts/api.ts'
import { AttachForm } from './attach-form.tsx'
import { optionsOf } from './options-of.ts'
import { RetentionSection } from './retention-section.tsx'
import { useContactFilter } from './use-contact-filter.ts'

/** Numbers and mailboxes, unknown ones first of all: each can be given to the person it turns out to be of. */
export function ContactsPage() {
  const contacts = useClient(contactsApi)
  const may = usePermission()
  const contactFilter = useContactFilter()
  const [attaching, setAttaching] = useState<ContactView>()
  const close = () => setAttaching(undefined)
  return (
    <Page title="号码" lead="来电号码与邮箱，加密存放。未知号码可以归属到已登记的人员，以往的通话随之显示为此人。">
      <DataList
        name="contacts"
        noun="号码"
        source={contacts.list('listContacts')}
        rowKey={({ contactId }) => contactId}
        href={({ contactId }) => `/contacts/${contactId}`}
        searchHint="人员、单位、用途、完整号码"
        filters={[
          contactFilter,
          { kind: 'choice', key: 'owner', label: '归属', options: [{ value: 'unknown', label: '未知号码' }, { value: 'person', label: '人员' }, { value: 'unit', label: '单位公用' }] },
          { kind: 'choice', key: 'kind', label: '类别', options: optionsOf(contactKind) },
          { kind: 'choice', key: 'state', label: '状态', options: [{ value: 'kept', label: '保留中' }, { value: 'removed', label: '已移除' }] },
        ]}
        columns={[
          { key: 'masked', title: '号码', width: 200, card: 'heading', render: ({ masked }) => <span className="x-mono">{masked}</span> },
          { key: 'owner', title: '归属', render: ({ person, unit }) => (person ? `${person.name} · ${unit?.title ?? ''}` : unit ? `${unit.title} · 公用` : '未知号码') },
          { key: 'label', title: '用途', width: 100 },
          { key: 'lastSeenAt', title: '最近使用', canSort: true, width: 176, render: ({ lastSeenAt }) => <InstantText value={lastSeenAt} /> },
          { key: 'firstSeenAt', title: '首次出现', canSort: true, isExtra: true, width: 176, render: ({ firstSeenAt }) => <InstantText value={firstSeenAt} /> },
          { key: 'removedAt', title: '移除', isExtra: true, width: 176, render: ({ removedAt }) => <InstantText value={removedAt} /> },
          ...(may('contact:manage') ? [{ key: 'act', title: '操作', width: 90, card: 'acts' as const, render: (row: ContactView) => !row.isRemoved && <Button size="small" onClick={() => setAttaching(row)}>归属</Button> }] : []),
        ]}
        empty={{ what: '还没有号码', how: '来电登记或登记人员后出现在这里。' }}
      />
      <RetentionSection />
      <SideSheet isOpen={attaching !== undefined} title={`号码归属 ${attaching?.masked ?? ''}`} onClose={close} width={400}>{attaching && <AttachForm contact={attaching} onClose={close} />}</SideSheet>
    </Page>
  )
}
