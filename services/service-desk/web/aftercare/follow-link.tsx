import { useState } from 'react'
import { Button, Typography } from 'antd'
import { requestsApi } from '#spine/requests/api.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { aftercareApi } from '../../aftercare/api.ts'
import { ticketsApi, type TicketDetail } from '../../tickets/api.ts'

/** Makes a link for a person without an account. It is shown this once: only its digest is kept. */
export function FollowLink({ ticket: { ticketId, version }, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const { call } = useClient(aftercareApi)
  const [tickets, requests] = [useClient(ticketsApi), useClient(requestsApi)]
  const [issued, setIssued] = useState<{ token: string; expiresAt: string }>()
  const issue = async () => {
    setIssued(await call.issueFollowLink({ params: { ticketId }, body: { version } }))
    await Promise.all([tickets.refresh(), requests.refresh()])
  }
  if (!issued) return <><p>提出人凭链接查看进展、验收、退回和评价，不需要账号。以前发出的链接随之作废。</p><ActButton type="primary" onAct={issue}>生成链接</ActButton></>
  return (
    <>
      <p>链接只显示这一次，请现在复制发给提出人；<InstantText value={issued.expiresAt} /> 失效。</p>
      <Typography.Paragraph copyable style={{ overflowWrap: 'anywhere' }}>{`${window.location.origin}/follow#${issued.token}`}</Typography.Paragraph>
      <Button onClick={onClose}>关闭</Button>
    </>
  )
}
