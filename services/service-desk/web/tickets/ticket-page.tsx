import { useEffect } from 'react'
import { requestPriority, requestsApi, type RequestDetail } from '#spine/requests/api.ts'
import { RequestActs } from '#spine/requests/web/request-acts.tsx'
import { RequestStateTag } from '#spine/requests/web/request-state-tag.tsx'
import { requestTabs } from '#spine/requests/web/request-tabs.tsx'
import { subsystemTitle } from '#shared/subsystems.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage, type DetailPlate } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { DueText, InstantText } from '#web/kit/value/instant-text.tsx'
import { followUpOutcome } from '../../aftercare/api.ts'
import { ticketCategory, ticketImpact, ticketsApi, ticketUrgency, UNATTRIBUTED, type TicketDetail } from '../../tickets/api.ts'
import { CallerText } from '../caller-text.tsx'
import { TicketActs } from './ticket-acts.tsx'
import { scoreWords } from '../aftercare/rating-section.tsx'
import { TicketKnowledge } from './ticket-knowledge.tsx'
import { TicketMail } from './ticket-mail.tsx'

/** 工单详情: what the desk knows above, the parts of every request below. */
export function TicketPage() {
  const { ticketId } = usePageParams('ticketId')
  const request = useRead(requestsApi, 'getRequest', { params: { requestId: ticketId } })
  const ticket = useRead(ticketsApi, 'getTicket', { params: { ticketId } })
  const { refetch } = ticket
  const version = request.data?.version
  // The acts of every request know nothing of tickets: what they changed is read again here.
  useEffect(() => {
    if (version !== undefined) void refetch()
  }, [version, refetch])
  if (ticket.error && !ticket.data) return <ErrorState error={ticket.error} onRetry={() => void refetch()} />
  const own = ticket.data
  return own === undefined ? <PageSkeleton /> : <DetailPage of={request} show={(one) => plateOf(one, own)} />
}

function plateOf(one: RequestDetail, own: TicketDetail): DetailPlate {
  return {
    title: one.title,
    number: one.number,
    state: <span className="x-row"><RequestStateTag state={one.state} />{own.isOverdue && <StateTag word="逾期" tone="bad" href="?tab=clocks" />}{own.isSolvedAtOnce && <StateTag word="一次解决" tone="good" />}</span>,
    actions: <><TicketActs ticket={own} /><RequestActs request={one} without={['deliver', 'clone', 'submit']} /></>,
    facts: factsOf(own),
    tabs: requestTabs(one, [
      ...(own.openChildren.length > 0 ? [{ key: 'children', title: '未解决的下级', count: own.openChildren.length, content: <Children ticket={own} /> }] : []),
      ...(own.letters > 0 ? [{ key: 'mail', title: '邮件往来', count: own.letters, content: <TicketMail ticketId={own.ticketId} /> }] : []),
      { key: 'knowledge', title: '知识', content: <TicketKnowledge ticket={own} solution={one.solution} /> },
      ...(own.formerTickets.length > 0 ? [{ key: 'former', title: '此人以往', count: own.formerTickets.length, content: <Former ticket={own} /> }] : []),
    ]),
  }
}

function factsOf(own: TicketDetail) {
  return [
    { label: '来电人', value: <>{own.requesterName}{own.requesterUnit && <span className="x-soft"> {own.requesterUnit}</span>}</> },
    { label: '号码', value: own.contact ? <PageLink to={`/contacts/${own.contact.contactId}`}><CallerText contact={own.contact} /></PageLink> : '未留号码' },
    { label: '线路', value: own.telephoneCallId ? <PageLink to={`/telephone-calls/${own.telephoneCallId}`}>{own.line ?? ''} 来电</PageLink> : (own.line ?? '不经热线') },
    { label: '子系统', value: own.subsystem === UNATTRIBUTED ? <StateTag word="未归属" tone="caution" /> : subsystemTitle(own.subsystem) },
    { label: '类别', value: own.category && ticketCategory.titles[own.category] },
    { label: '优先级', value: own.priority && own.impact && own.urgency && <>{requestPriority.titles[own.priority]}<span className="x-soft"> {ticketImpact.titles[own.impact]} × {ticketUrgency.titles[own.urgency]}，规则 <PageLink to="/ticket-rules">{own.rulesOn}</PageLink></span></> },
    { label: '办理人', value: own.assigneeName ?? (own.state === 'ready' ? '待领取' : '') },
    { label: '接到', value: <InstantText value={own.receivedAt} /> },
    { label: '最近时限', value: own.dueAt && <PageLink to="?tab=clocks"><DueText value={own.dueAt} /></PageLink> },
    ...(own.callBackAt ? [{ label: '承诺回电', value: <><InstantText value={own.callBackAt} /> 前</> }] : []),
    ...(own.rating ? [{ label: '满意度评价', value: <>{scoreText(own.rating.score)}{own.rating.remark && `：${own.rating.remark}`}<span className="x-soft"> 提出人 <InstantText value={own.rating.answeredAt} /></span></>, wide: own.rating.remark !== '' }] : []),
    ...(own.followUp ? [{ label: '抽样回访', value: <FollowUpText {...own.followUp} />, wide: own.followUp.remark !== '' }] : []),
    ...(own.firstAnswer ? [{ label: '首次答复', value: <>{own.firstAnswer}<span className="x-soft"> {own.firstAnsweredByName} <InstantText value={own.firstAnsweredAt} /></span></>, wide: true }] : []),
  ]
}

const scoreText = (score: number) => `${scoreWords[score - 1]}（${score} 分）`

function FollowUpText({ outcome, score, remark, doneAt, doneByName }: NonNullable<TicketDetail['followUp']>) {
  if (outcome === 'waiting') return <>已抽中，<PageLink to="/follow-ups?outcome=waiting">待回访</PageLink></>
  return <>{score === null ? followUpOutcome.titles[outcome] : scoreText(score)}：{remark}<span className="x-soft"> {doneByName} <InstantText value={doneAt} /></span></>
}

function Children({ ticket }: { ticket: TicketDetail }) {
  return (
    <Section title="未解决的下级工单">
      <p className="x-soft">下级工单各有来电人在等，时限照常计算；解决本工单时可一并解决所选的下级，各自交付、各自确认。统计中下级工单单独列出。</p>
      <DataTable
        caption="未解决的下级工单"
        rows={ticket.openChildren}
        rowKey={({ requestId }) => requestId}
        columns={[
          { key: 'number', title: '编号', width: 180, render: ({ requestId, number }) => <PageLink to={`/tickets/${requestId}`}>{number}</PageLink> },
          { key: 'title', title: '标题', card: 'heading' },
          { key: 'requesterName', title: '来电人', width: 160, render: ({ requesterName, requesterUnit }) => `${requesterName} ${requesterUnit}` },
          { key: 'state', title: '状态', width: 100, card: 'state', render: ({ state }) => <RequestStateTag state={state} /> },
        ]}
      />
    </Section>
  )
}

function Former({ ticket }: { ticket: TicketDetail }) {
  return (
    <Section title="同一号码最近的工单">
      <DataTable
        caption="同一号码最近的工单"
        rows={ticket.formerTickets}
        rowKey={({ ticketId }) => ticketId}
        columns={[
          { key: 'number', title: '编号', width: 180, render: ({ ticketId, number }) => <PageLink to={`/tickets/${ticketId}`}>{number}</PageLink> },
          { key: 'title', title: '标题', card: 'heading' },
          { key: 'receivedAt', title: '接到', width: 170, render: ({ receivedAt }) => <InstantText value={receivedAt} /> },
          { key: 'state', title: '状态', width: 100, card: 'state', render: ({ state }) => <RequestStateTag state={state} /> },
        ]}
      />
    </Section>
  )
}
