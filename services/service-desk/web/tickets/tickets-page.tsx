import { Button, Segmented } from 'antd'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { useAddress, useGo } from '#web/kit/frame/address.ts'
import { usePermission } from '#web/kit/session/session.tsx'
import { ticketsApi, ticketViews, type TicketView } from '../../tickets/api.ts'
import { TicketList } from './ticket-list.tsx'

const views = Object.keys(ticketViews) as TicketView[]
const emptyWords: Readonly<Record<TicketView, string>> = { mine: '您手上没有服务工单', unassigned: '没有待领取的服务工单', overdue: '没有逾期的服务工单', unattributed: '没有未归属的来电', drafts: '没有草稿', delivered: '没有等待确认的服务工单', open: '没有未解决的服务工单', all: '还没有服务工单' }

/** 工单列表: saved views, counted by the same conditions as their rows. */
export function TicketsPage() {
  const [address, change] = useAddress()
  const go = useGo()
  const may = usePermission()
  const view = views.find((one) => one === address['view']) ?? 'all'
  const counts = useRead(ticketsApi, 'countTickets', { refreshMs: 30_000 })
  return (
    <Page title="服务工单" actions={may('ticket:enter') && <Button type="primary" onClick={() => go('/service-desk')}>录单</Button>}>
      <div className="x-no-print" style={{ overflowX: 'auto' }}>
        <Segmented<TicketView>
          aria-label="常用视图"
          value={view}
          onChange={(next) => change({ view: next, page: undefined, state: undefined, subsystem: undefined })}
          options={views.map((value) => ({ value, label: value === 'all' || !counts.data ? ticketViews[value].title : `${ticketViews[value].title} ${counts.data[value] ?? 0}` }))}
        />
      </div>
      <TicketList key={view} fixed={ticketViews[view].query} empty={{ what: emptyWords[view], how: view === 'all' ? (may('ticket:enter') ? '在热线台录下第一件。' : '热线录单后出现在这里。') : '换一个视图，或打开“全部”。' }} />
    </Page>
  )
}
