import { Page } from '#web/kit/detail/page.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { ticketViews } from '../../tickets/api.ts'
import { TicketList } from './ticket-list.tsx'

/** 未归属: the work list of AMB-08. A draft without a subsystem has no clock and no owner, so somebody has to give it one. */
export function UnattributedPage() {
  const may = usePermission()
  return (
    <Page title="未归属" lead="两部热线由各子系统共用，合同却按子系统计价：每张工单须注明子系统（AMB-08）。下列来电、来信和求助还没有归属，打开后选择子系统并录单。">
      <TicketList name="unattributed-tickets" fixed={ticketViews.unattributed.query} href={({ ticketId }) => (may('ticket:enter') ? `/service-desk/ticket/${ticketId}/edit` : `/tickets/${ticketId}`)} empty={{ what: '没有未归属的工单', how: '录单时选“未归属”的、来信和求助中没有说明子系统的出现在这里。' }} />
    </Page>
  )
}
