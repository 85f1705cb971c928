import { Button } from 'antd'
import { RequestViews, serviceViews } from '#spine/requests/web/request-views.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { usePermission } from '#web/kit/session/session.tsx'
import { DATA_ORDER_KIND } from '../orders/api.ts'

/** Orders that change data: what waits for me first, then everything. */
export function OrdersPage() {
  const may = usePermission()
  const go = useGo()
  return (
    <Page
      title="数据调整"
      lead="没有需求单不改数据。脚本经审查、两级审批后由第三人执行：一个事务、行数相符才提交、改动前后留底、提交后读回，可按影像撤销。"
      actions={
        <>
          {may('data-order:open') && <Button type="primary" onClick={() => go('/data-maintenance/order/new')}>新数据调整需求单</Button>}
          <Button onClick={() => go('/data-maintenance/rules')}>审查规则</Button>
        </>
      }
    >
      <RequestViews
        service="data-maintenance"
        kind={DATA_ORDER_KIND}
        views={serviceViews}
        first="open"
        name="data-orders"
        noun="数据调整需求单"
        href={({ requestId }) => `/data-maintenance/orders/${requestId}`}
        empty={() => ({ what: '这里没有数据调整需求单', how: '收到业务部门的需求单后，用右上角的按钮填写，写明要改的表、脚本和行数。' })}
      />
    </Page>
  )
}
