import { useState } from 'react'
import { Button } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { DateSpan } from '#web/kit/value/date-span.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { operationPlansApi, operationPlanState } from '../api.ts'
import { DraftPlanForm } from './draft-plan-form.tsx'
import { PlanStateTag } from './plan-state-tag.tsx'

export function OperationPlansPage() {
  const plans = useClient(operationPlansApi)
  const may = usePermission()
  const [isDrafting, setDrafting] = useState(false)
  const draft = may('operation-plan:draft') && <Button type="primary" onClick={() => setDrafting(true)}>起草计划</Button>
  return (
    <Page title="运维计划" lead="由合同义务起草，计划期开始前由甲方批准；批准后工单对应到计划项。" actions={draft}>
      <DataList
        name="operation-plans"
        noun="计划"
        source={plans.list('listOperationPlans')}
        rowKey={(row) => row.operationPlanId}
        href={(row) => `/operation-plans/${row.operationPlanId}`}
        searchHint="名称"
        filters={[{ kind: 'choice', key: 'state', label: '状态', options: operationPlanState.values.map((value) => ({ value, label: operationPlanState.titles[value] })) }]}
        columns={[
          { key: 'title', title: '名称', canSort: true, card: 'heading' },
          { key: 'periodFrom', title: '计划期', canSort: true, width: 210, render: (row) => <DateSpan from={row.periodFrom} to={row.periodTo} /> },
          { key: 'state', title: '状态', width: 110, card: 'state', render: (row) => <PlanStateTag state={row.state} /> },
          { key: 'items', title: '计划项', align: 'right', width: 80 },
          { key: 'draftedByName', title: '起草人', width: 130 },
          { key: 'draftedAt', title: '起草', canSort: true, width: 180, render: (row) => <InstantText value={row.draftedAt} /> },
          { key: 'approvedByName', title: '批准人', width: 130 },
          { key: 'approvedAt', title: '批准', width: 180, render: (row) => <InstantText value={row.approvedAt} /> },
        ]}
        empty={{ what: '还没有运维计划', how: may('operation-plan:draft') ? '选定计划期，系统按到期的义务列出计划项，填写备注后提交批准。' : '起草后出现在这里。', action: draft }}
      />
      <SideSheet isOpen={isDrafting} title="起草运维计划" onClose={() => setDrafting(false)} width={420}>
        <DraftPlanForm onClose={() => setDrafting(false)} />
      </SideSheet>
    </Page>
  )
}
