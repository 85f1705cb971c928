import { useState } from 'react'
import { Button, Segmented } from 'antd'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { useAddress } from '#web/kit/frame/address.ts'
import { usePermission } from '#web/kit/session/session.tsx'
import { workOrdersApi, workOrderViews, type WorkOrderView } from '../api.ts'
import { OpenOrderForm } from './open-order-form.tsx'
import { WorkOrderList } from './work-order-list.tsx'

const views = Object.keys(workOrderViews) as WorkOrderView[]
const emptyWords: Readonly<Record<WorkOrderView, string>> = {
  mine: '您手上没有待办的工单',
  unassigned: '没有待领取的工单',
  review: '没有等待审核的工单',
  returned: '没有被退回的工单',
  today: '今天没有到期的工单',
  overdue: '没有逾期的工单',
  all: '还没有工单',
}

export function WorkOrdersPage() {
  const may = usePermission()
  const [address, change] = useAddress()
  const view = views.find((one) => one === address['view']) ?? 'all'
  const counts = useRead(workOrdersApi, 'countWorkOrders', { refreshMs: 30_000 })
  const [isOpening, setOpening] = useState(false)
  return (
    <Page title="工单" actions={may('work-order:open') && <Button type="primary" onClick={() => setOpening(true)}>开立人工工单</Button>}>
      <div className="x-no-print" style={{ overflowX: 'auto' }}>
        <Segmented<WorkOrderView>
          aria-label="常用视图"
          value={view}
          onChange={(next) => change({ view: next === 'all' ? undefined : next, page: undefined, state: undefined })}
          options={views.map((value) => ({ value, label: value === 'all' || !counts.data ? workOrderViews[value].title : `${workOrderViews[value].title} ${counts.data[value]}` }))}
        />
      </div>
      <WorkOrderList key={view} fixed={workOrderViews[view].query} empty={{ what: emptyWords[view], how: view === 'all' ? `义务到期前自动开出${may('work-order:open') ? '，也可以手工开立' : ''}。` : '换一个视图，或打开“全部”。' }} />
      <SideSheet isOpen={isOpening} title="开立人工工单" onClose={() => setOpening(false)}>
        <OpenOrderForm onClose={() => setOpening(false)} />
      </SideSheet>
    </Page>
  )
}
