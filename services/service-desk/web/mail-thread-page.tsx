import { useState } from 'react'
import { Alert, Button, Input } from 'antd'
import { RequestStateTag } from '#spine/requests/web/request-state-tag.tsx'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { formDataOf, Upload } from '#web/kit/form/upload.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { mailApi } from '../mail/api.ts'
import { CallerText } from './caller-text.tsx'
import { MailLetters } from './mail-letters.tsx'

export function MailThreadPage() {
  const { mailThreadId } = usePageParams('mailThreadId')
  const thread = useRead(mailApi, 'getThread', { params: { mailThreadId } })
  const mail = useClient(mailApi)
  const may = usePermission()
  const [sheet, setSheet] = useState<'answer' | 'settle'>()
  // One id for one opening of the page: pressed twice it is answered once.
  const [outboundMailId, setOutboundMailId] = useState(() => crypto.randomUUID())
  const version = thread.data?.version ?? 1
  const close = () => setSheet(undefined)
  const done = () => {
    close()
    setOutboundMailId(crypto.randomUUID())
    void mail.refresh()
  }
  return (
    <>
      <DetailPage
        of={thread}
        show={(one) => ({
          title: one.subject,
          number: one.number,
          state: <StateTag word={one.waits ? '待答复' : '已答复'} tone={one.waits ? 'caution' : 'good'} />,
          actions: may('mail:handle') && (
            <>
              <Button type="primary" onClick={() => setSheet('answer')}>答复</Button>
              {one.waits && <Button onClick={() => setSheet('settle')}>不必答复</Button>}
            </>
          ),
          facts: [
            { label: '来信人', value: <CallerText contact={one.contact} /> },
            { label: '工单', value: one.ticket ? <><PageLink to={one.ticket.state === 'draft' && may('ticket:enter') ? `/service-desk/ticket/${one.ticket.ticketId}/edit` : `/tickets/${one.ticket.ticketId}`}>{one.ticket.number} {one.ticket.title}</PageLink> <RequestStateTag state={one.ticket.state} /></> : '没有' },
            { label: '首封来信', value: <InstantText value={one.openedAt} /> },
            { label: '最近', value: <InstantText value={one.lastAt} /> },
          ],
          banner: one.isPublicDomain && <Alert type="warning" showIcon title="对方是公共免费邮箱：只发通知，不能带数据附件（合同一.5、九(八)）" />,
          tabs: [{ key: 'life', title: '往来', content: <Section title="往来"><MailLetters inbound={one.inbound} outbound={one.outbound} /></Section> }],
        })}
      />
      <SideSheet isOpen={sheet !== undefined} title={sheet === 'settle' ? '不必答复' : '答复来信人'} onClose={close} width={520}>
        {sheet === 'answer' && (
          <EntryForm<{ text: string; file?: readonly File[] }> name={`answer-mail-${mailThreadId}`} submitText="发出" onCancel={close} onDone={done} onSubmit={({ text, file }) => mail.call.answerThread({ params: { mailThreadId }, body: formDataOf({ outboundMailId, text, version: String(version), file }) as never })}>
            <Field name="text" label="答复" required><Input.TextArea rows={10} maxLength={50_000} autoFocus /></Field>
            {thread.data?.isPublicDomain !== true && <Field name="file" label="附件"><Upload maxBytes={20 * 1024 ** 2} /></Field>}
          </EntryForm>
        )}
        {sheet === 'settle' && (
          <EntryForm<{ reason: string }> name={`settle-mail-${mailThreadId}`} submitText="确定" onCancel={close} onDone={done} onSubmit={({ reason }) => mail.call.settleThread({ params: { mailThreadId }, body: { reason, version } })}>
            <Field name="reason" label="理由" required><Input.TextArea rows={3} maxLength={500} autoFocus /></Field>
          </EntryForm>
        )}
      </SideSheet>
    </>
  )
}
