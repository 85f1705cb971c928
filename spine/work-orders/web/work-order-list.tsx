import type { ReactNode } from 'react'
import { serviceOptions, serviceTitle } from '#shared/services.ts'
import { subsystemOptions, subsystemShortTitle } from '#shared/subsystems.ts'
import type { EndpointResponse } from '#shared/define-api.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { DataList } from '#web/kit/list/data-list.tsx'
import type { ListColumn } from '#web/kit/list/list-column.ts'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { DueText, InstantText } from '#web/kit/value/instant-text.tsx'
import { workOrdersApi, workOrderState } from '../api.ts'
import { WorkOrderStateTag } from './work-order-state-tag.tsx'

type Row = EndpointResponse<(typeof workOrdersApi)['endpoints']['listWorkOrders']>['items'][number]

const columns: ReadonlyArray<ListColumn<Row>> = [
  { key: 'number', title: '编号', canSort: true, width: 144, render: (row) => <span className="x-mono">{row.number}</span> },
  { key: 'title', title: '工作', canSort: true, card: 'heading' },
  { key: 'state', title: '状态', canSort: true, width: 88, card: 'state', render: (row) => <WorkOrderStateTag state={row.state} /> },
  { key: 'dueAt', title: '截止', canSort: true, width: 170, render: (row) => <><DueText value={row.dueAt} />{isOverdue(row) && <> <StateTag word="逾期" tone="bad" /></>}</> },
  { key: 'assigneeName', title: '办理人', width: 90, render: (row) => (row.isAutomatic ? <span className="x-soft">系统自动</span> : (row.assigneeName ?? <span className="x-soft">待领取</span>)) },
  { key: 'subsystem', title: '子系统', width: 88, render: (row) => subsystemShortTitle(row.subsystem) },
  { key: 'service', title: '模块', width: 164, render: (row) => serviceTitle(row.service) },
  { key: 'openedAt', title: '开立', canSort: true, isExtra: true, width: 176, render: (row) => <InstantText value={row.openedAt} /> },
  { key: 'submittedAt', title: '提交', isExtra: true, width: 176, render: (row) => <InstantText value={row.submittedAt} /> },
  { key: 'closedAt', title: '办结', canSort: true, isExtra: true, width: 176, render: (row) => <InstantText value={row.closedAt} /> },
]

/** Late and still open. Orders closed late say so in the verdict of their occurrence. */
export function isOverdue(order: { state: string; dueAt: string | null }, now = Date.now()): boolean {
  return order.dueAt !== null && order.state !== 'closed' && order.state !== 'cancelled' && Date.parse(order.dueAt) < now
}


export type WorkOrderListProps = {
  /** Conditions for good: those of a saved view, or of the page. */
  fixed?: Readonly<Record<string, string>>
  prefix?: string
  actions?: ReactNode
  empty?: { what: ReactNode; how?: ReactNode }
}

const EVERYTHING = {}
const EMPTY = { what: '还没有工单', how: '义务到期前自动开出，也可以手工开立。' }

/** Work orders wherever they are listed. */
export function WorkOrderList({ fixed = EVERYTHING, prefix, actions, empty = EMPTY }: WorkOrderListProps) {
  const orders = useClient(workOrdersApi)
  return (
    <DataList
      name={prefix ? `work-orders-${prefix}` : 'work-orders'}
      noun="工单"
      {...(prefix ? { prefix } : {})}
      source={orders.list('listWorkOrders', { query: fixed })}
      rowKey={(row) => row.workOrderId}
      href={(row) => `/work-orders/${row.workOrderId}`}
      searchHint="编号、工作内容"
      filters={[
        ...(fixed['state'] ? [] : [{ kind: 'choice' as const, key: 'state', label: '状态', options: workOrderState.values.map((value) => ({ value, label: workOrderState.titles[value] })) }]),
        ...(fixed['subsystem'] ? [] : [{ kind: 'choice' as const, key: 'subsystem', label: '子系统', options: subsystemOptions }]),
        ...(fixed['service'] ? [] : [{ kind: 'choice' as const, key: 'service', label: '模块', options: serviceOptions }]),
      ]}
      columns={columns.filter(({ key }) => !(key in fixed) || key === 'state')}
      actions={actions}
      empty={empty}
    />
  )
}
