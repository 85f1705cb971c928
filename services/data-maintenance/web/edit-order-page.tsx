import { useClient } from '#web/kit/client/use-client.ts'
import { dataOrdersApi, type DataOrderForm } from '../orders/api.ts'
import { EditDemand, type Demand } from './edit-demand.tsx'
import { asSent, asTyped, OrderFields, type OrderValues } from './order-fields.tsx'

export function EditOrderPage() {
  const orders = useClient(dataOrdersApi)
  const demand: Demand<OrderValues> = {
    title: '数据调整需求单',
    page: '/data-maintenance/orders',
    formName: 'edit-data-order',
    paper: { title: '业务部门的需求单', missing: '还没有需求单：没有需求单不改数据（合同 M5-01），提交前请先上传。' },
    lead: { draft: '草稿。附上业务部门的需求单后提交审批，提交时对照目标库的现行结构审查。', changed: '修改后重新提交，此前的审批、审查与演练一律作废。' },
    typed: (form) => asTyped(form as Partial<DataOrderForm>),
    sent: asSent,
    // An undo has no script to review.
    review: async (requestId, sent) => (sent['undoes'] ? undefined : orders.call.reviewDataOrder({ params: { requestId } })),
    refresh: () => orders.refresh(),
  }
  return <EditDemand demand={demand}><OrderFields /></EditDemand>
}
