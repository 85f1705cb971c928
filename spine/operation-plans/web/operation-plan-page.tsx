import { Button } from 'antd'
import { PrinterOutlined } from '@ant-design/icons'
import type { EndpointResponse } from '#shared/define-api.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { DateSpan } from '#web/kit/value/date-span.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { operationPlansApi } from '../api.ts'
import { OperationPlanActs } from './operation-plan-acts.tsx'
import { PlanItems } from './plan-items.tsx'
import { PlanStateTag } from './plan-state-tag.tsx'

export type OperationPlan = EndpointResponse<(typeof operationPlansApi)['endpoints']['getOperationPlan']>

export function OperationPlanPage() {
  const { operationPlanId } = usePageParams('operationPlanId')
  const plan = useRead(operationPlansApi, 'getOperationPlan', { params: { operationPlanId } })
  return (
    <DetailPage
      of={plan}
      show={(one) => {
        const sum = (key: 'plannedCount' | 'done') => one.planItems.reduce((total, item) => total + item[key], 0)
        return {
          title: one.title,
          state: <span className="x-row"><PlanStateTag state={one.state} />{one.isLate && <StateTag word={one.state === 'approved' ? '逾期批准' : '已过计划期开始日'} tone="caution" reason="合同要求计划在计划期之前批准" />}</span>,
          actions: <><OperationPlanActs plan={one} /><Button icon={<PrinterOutlined />} onClick={() => window.print()}>打印</Button></>,
          facts: [
            { label: '计划期', value: <DateSpan from={one.periodFrom} to={one.periodTo} /> },
            { label: '计划项', value: `${one.planItems.length} 项` },
            { label: '进度', value: `${sum('done')} / ${sum('plannedCount')} 次` },
            { label: '起草', value: <>{one.draftedByName} <InstantText value={one.draftedAt} /></> },
            { label: '批准', value: one.approvedAt && <>{one.approvedByName} <InstantText value={one.approvedAt} /></> },
            ...(one.note ? [{ label: one.state === 'returned' ? '退回原因' : '说明', value: one.note, wide: true }] : []),
          ],
          tabs: [{ key: 'items', title: '计划项', content: <PlanItems plan={one} /> }],
        }
      }}
    />
  )
}
