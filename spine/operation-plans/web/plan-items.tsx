import { useState } from 'react'
import { Button, Input } from 'antd'
import { serviceOptions, serviceTitle } from '#shared/services.ts'
import { subsystemShortTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { operationPlansApi } from '../api.ts'
import type { OperationPlan } from './operation-plan-page.tsx'

type Item = OperationPlan['planItems'][number]

/** Items grouped by module; those of one obligation stand together, subsystem by subsystem. */
export function PlanItems({ plan }: { plan: OperationPlan }) {
  const may = usePermission()
  const [remarked, setRemarked] = useState<Item>()
  const isDraft = (plan.state === 'draft' || plan.state === 'returned') && may('operation-plan:draft')
  if (plan.planItems.length === 0) return <Section><EmptyState what="没有计划项" how="计划期内没有到期的义务。" /></Section>
  const groups = [...Map.groupBy(plan.planItems, (item) => item.service)].sort(([a], [b]) => positionOf(a) - positionOf(b))
  return (
    <>
      {groups.map(([service, items]) => (
        <Section
          key={service}
          title={serviceTitle(service)}
          extra={<span className="x-soft">{items.length} 项，完成 {items.reduce((sum, item) => sum + item.done, 0)} / {items.reduce((sum, item) => sum + item.plannedCount, 0)} 次</span>}
          flush
        >
          <DataTable
            caption={serviceTitle(service)}
            rows={items}
            rowKey={(item) => item.operationPlanItemId}
            columns={[
              { key: 'code', title: '义务', width: 84, render: (item) => <PageLink className="x-mono" to={`/occurrences?obligation=${item.code}&subsystem=${item.subsystem}&dueFrom=${plan.periodFrom}&dueTo=${plan.periodTo}`}>{item.code}</PageLink> },
              { key: 'title', title: '工作', width: 200, card: 'heading' },
              { key: 'subsystem', title: '子系统', width: 96, render: (item) => subsystemShortTitle(item.subsystem) },
              { key: 'clause', title: '条款', width: 150 },
              { key: 'firstOpensOn', title: '开始', width: 104 },
              { key: 'lastDueAt', title: '最晚截止', width: 104, render: (item) => item.lastDueAt?.slice(0, 10) ?? '—' },
              { key: 'done', title: '完成', align: 'right', width: 88, render: (item) => <>{item.done}<span className="x-soft"> / {item.plannedCount}</span></> },
              {
                key: 'remark',
                title: '备注',
                render: (item) => (
                  <>
                    {item.remark || (!isDraft && '—')} {isDraft && <Button type="link" size="small" className="x-no-print" onClick={() => setRemarked(item)}>{item.remark ? '修改' : '填写'}</Button>}
                  </>
                ),
              },
            ]}
          />
        </Section>
      ))}
      <SideSheet isOpen={remarked !== undefined} title={`备注：${remarked?.title ?? ''}`} onClose={() => setRemarked(undefined)} width={400}>
        {remarked && <RemarkForm plan={plan} item={remarked} onClose={() => setRemarked(undefined)} />}
      </SideSheet>
    </>
  )
}

/** Modules in the contract's order; the contract as a whole last. */
function positionOf(code: string): number {
  const position = serviceOptions.findIndex(({ value }) => value === code)
  return position === -1 ? serviceOptions.length : position
}

function RemarkForm({ plan, item, onClose }: { plan: OperationPlan; item: Item; onClose: () => void }) {
  const plans = useClient(operationPlansApi)
  return (
    <EntryForm<{ remark?: string }>
      name={`plan-remark-${item.operationPlanItemId}`}
      initial={{ remark: item.remark }}
      submitText="保存"
      onCancel={onClose}
      onSubmit={({ remark }) => plans.call.remarkOperationPlanItem({ params: { operationPlanId: plan.operationPlanId, itemId: item.operationPlanItemId }, body: { version: plan.version, remark: remark ?? '' } })}
      onDone={() => {
        onClose()
        void plans.refresh()
      }}
    >
      <Field name="remark" label="备注" help="人员、时间安排、与甲方的约定"><Input.TextArea rows={5} maxLength={500} autoFocus /></Field>
    </EntryForm>
  )
}
