import { useState } from 'react'
import { Button, Input } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { operationPlansApi } from '../api.ts'
import type { OperationPlan } from './operation-plan-page.tsx'

export function OperationPlanActs({ plan }: { plan: OperationPlan }) {
  const plans = useClient(operationPlansApi)
  const may = usePermission()
  const [isReturning, setReturning] = useState(false)
  const request = { params: { operationPlanId: plan.operationPlanId }, body: { version: plan.version } }
  const submit = useAct(operationPlansApi, 'submitOperationPlan', { done: '已提交批准' })
  const approve = useAct(operationPlansApi, 'approveOperationPlan', { done: '计划已批准', alsoChanges: [{ prefix: '/api/work-orders' }, { prefix: '/api/obligations' }, { prefix: '/api/evidence' }] })
  const isDraft = plan.state === 'draft' || plan.state === 'returned'
  return (
    <>
      {isDraft && <ActButton type="primary" permission="operation-plan:draft" onAct={() => submit.mutateAsync(request)}>提交批准</ActButton>}
      {plan.state === 'submitted' && (
        <ActButton
          type="primary"
          permission="operation-plan:approve"
          onAct={() => approve.mutateAsync(request)}
          ask={{ act: '批准运维计划', object: `${plan.title}（${plan.periodFrom} 至 ${plan.periodTo}）`, consequence: '批准后计划固定并留存为证据，同一计划期内以前批准的计划由它替代。' }}
        >
          批准
        </ActButton>
      )}
      {plan.state === 'submitted' && may('operation-plan:approve') && <Button danger onClick={() => setReturning(true)}>退回</Button>}
      <SideSheet isOpen={isReturning} title="退回运维计划" onClose={() => setReturning(false)} width={400}>
        <EntryForm<{ reason: string }>
          name="return-operation-plan"
          submitText="退回"
          onCancel={() => setReturning(false)}
          onSubmit={({ reason }) => plans.call.returnOperationPlan({ params: request.params, body: { version: plan.version, reason } })}
          onDone={() => {
            setReturning(false)
            void plans.refresh()
          }}
        >
          <Field name="reason" label="退回原因" required rules={[{ min: 4, message: '请写明原因，至少四个字' }]}><Input.TextArea rows={4} maxLength={1000} autoFocus /></Field>
        </EntryForm>
      </SideSheet>
    </>
  )
}
