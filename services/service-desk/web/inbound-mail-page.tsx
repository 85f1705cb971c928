import { useState } from 'react'
import { Button, Input } from 'antd'
import { useContactFilter } from '#spine/parties/web/use-contact-filter.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { inboundState, mailApi, type InboundMail } from '../mail/api.ts'
import { CallerText } from './caller-text.tsx'

const tones = { taken: 'good', quarantined: 'caution', bounce: 'bad' } as const

/** Every message that came, also those that joined no thread, with the reason. */
export function InboundMailPage() {
  const mail = useClient(mailApi)
  const contactFilter = useContactFilter()
  const may = usePermission()
  const [releasing, setReleasing] = useState<InboundMail>()
  return (
    <Page title="全部来信" lead="程序自动发出的、来自本系统自己的、同一发件人过多的来信被隔离：不答复，不丢失，核实后可以放行。">
      <DataList
        name="inbound-mail"
        noun="来信"
        source={mail.list('listInbound')}
        rowKey={({ inboundMailId }) => inboundMailId}
        searchHint="主题、正文、完整邮箱"
        filters={[contactFilter, { kind: 'choice', key: 'state', label: '状态', options: inboundState.values.map((value) => ({ value, label: inboundState.titles[value] })) }]}
        columns={[
          { key: 'subject', title: '主题', card: 'heading', render: ({ subject, mailThreadId }) => (mailThreadId ? <PageLink to={`/mail/threads/${mailThreadId}`}>{subject}</PageLink> : subject) },
          { key: 'contact', title: '来信人', render: ({ contact }) => <CallerText contact={contact} /> },
          { key: 'receivedAt', title: '收到', width: 176, canSort: true, render: ({ receivedAt }) => <InstantText value={receivedAt} /> },
          { key: 'reason', title: '原因', render: ({ reason, note }) => reason || note || '—' },
          { key: 'state', title: '状态', width: 90, card: 'state', render: ({ state }) => <StateTag word={inboundState.titles[state]} tone={tones[state]} /> },
          ...(may('mail:handle') ? [{ key: 'acts', title: '操作', width: 90, card: 'acts' as const, render: (row: InboundMail) => (row.state === 'quarantined' ? <Button size="small" onClick={() => setReleasing(row)}>放行</Button> : '') }] : []),
        ]}
        empty={{ what: '没有来信', how: '收到的邮件都列在这里。' }}
      />
      <SideSheet isOpen={releasing !== undefined} title="放行来信" onClose={() => setReleasing(undefined)} width={420}>
        {releasing && (
          <EntryForm<{ reason: string }>
            name={`release-mail-${releasing.inboundMailId}`}
            submitText="放行"
            onCancel={() => setReleasing(undefined)}
            onSubmit={({ reason }) => mail.call.releaseMail({ params: { inboundMailId: releasing.inboundMailId }, body: { reason } })}
            onDone={() => {
              setReleasing(undefined)
              void mail.refresh()
            }}
          >
            <p>「{releasing.subject}」因“{releasing.reason}”被隔离。放行后进入往来，等待答复。</p>
            <div className="x-soft" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{releasing.text.slice(0, 1_000)}</div>
            <Field name="reason" label="理由" required><Input.TextArea rows={3} maxLength={500} /></Field>
          </EntryForm>
        )}
      </SideSheet>
    </Page>
  )
}
