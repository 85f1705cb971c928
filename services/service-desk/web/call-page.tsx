import { useState } from 'react'
import { Alert, Button, Input } from 'antd'
import { RequestStateTag } from '#spine/requests/web/request-state-tag.tsx'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { Timeline } from '#web/kit/detail/timeline.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { useGo, usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { callOrigin, telephoneCallsApi, telephoneEventKind } from '../telephony/api.ts'
import { CallStateTag } from './call-state-tag.tsx'
import { CallerText } from './caller-text.tsx'

export function CallPage() {
  const { telephoneCallId } = usePageParams('telephoneCallId')
  const call = useRead(telephoneCallsApi, 'getCall', { params: { telephoneCallId } })
  const calls = useClient(telephoneCallsApi)
  const may = usePermission()
  const go = useGo()
  const [isOpening, setOpening] = useState(false)
  const [reference, setReference] = useState('')
  const open = async (body: { reason: string }) => {
    setReference((await calls.call.openRecording({ params: { telephoneCallId }, body })).reference)
    await calls.refresh()
  }
  return (
    <>
      <DetailPage
        of={call}
        show={(one) => ({
          title: `${one.line} 来电`,
          state: <CallStateTag state={one.state} />,
          actions: (
            <>
              {may('ticket:enter') && <Button type={one.tickets.length > 0 ? 'default' : 'primary'} onClick={() => go(`/service-desk?call=${telephoneCallId}`)}>{one.tickets.length > 0 ? '再录一单' : '录单'}</Button>}
              {one.hasRecording && may('recording:open') && <Button onClick={() => setOpening(true)}>调取录音</Button>}
            </>
          ),
          facts: [
            { label: '主叫', value: <CallerText contact={one.contact} /> },
            { label: '来历', value: one.loggedByName ? `${callOrigin.titles[one.origin]}（${one.loggedByName}）` : callOrigin.titles[one.origin] },
            { label: '来电时间', value: <InstantText value={one.beganAt} /> },
            { label: '接听', value: one.agent || (one.answeredAt ? '已接听' : '未接听') },
            { label: '等待', value: one.waitSeconds === null ? '不详' : `${one.waitSeconds} 秒` },
            { label: '通话', value: one.talkSeconds === null ? '不详' : `${one.talkSeconds} 秒` },
            { label: '工单', value: one.tickets.length === 0 ? '没有录单' : one.tickets.map((ticket) => <div key={ticket.ticketId}><PageLink to={`/tickets/${ticket.ticketId}`}>{ticket.number} {ticket.title}</PageLink> <RequestStateTag state={ticket.state} /></div>) },
            { label: '录音', value: recordingText(one.recording) },
            ...(one.note ? [{ label: '说明', value: one.note, wide: true }] : []),
          ],
          banner: reference && <Alert type="info" showIcon title="录音位置" description={<span className="x-mono">{reference}</span>} />,
          tabs: [
            {
              key: 'life',
              title: '经过',
              content: (
                <Section title="经过">
                  <Timeline
                    label="来电经过"
                    entries={[
                      ...one.events.map((event) => ({ key: `${event.kind}${event.at}`, at: event.at, who: event.agent || one.loggedByName || '总机', what: telephoneEventKind.titles[event.kind] })),
                      ...one.recordingAccesses.map((access) => ({ key: `${access.kind}${access.at}`, at: access.at, who: access.actorName, what: access.kind === 'opened' ? '调取录音' : '移除录音', note: access.reason })),
                    ]}
                  />
                </Section>
              ),
            },
          ],
        })}
      />
      <SideSheet isOpen={isOpening} title="调取录音" onClose={() => setOpening(false)} width={400}>
        <p>录音是个人信息，调取的人、时间和理由会留下记录。</p>
        <EntryForm<{ reason: string }> name={`open-recording-${telephoneCallId}`} submitText="调取" onSubmit={open} onDone={() => setOpening(false)} onCancel={() => setOpening(false)}>
          <Field name="reason" label="理由" required><Input.TextArea rows={3} maxLength={500} autoFocus /></Field>
        </EntryForm>
      </SideSheet>
    </>
  )
}

function recordingText(recording: { seconds: number | null; removedAt: string | null; removalReason: string | null } | null): string {
  if (!recording) return '没有'
  if (recording.removedAt) return `已移除（${recording.removalReason}）`
  return recording.seconds === null ? '有' : `有，${recording.seconds} 秒`
}
