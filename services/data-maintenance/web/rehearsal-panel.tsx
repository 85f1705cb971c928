import { useState } from 'react'
import { Alert, Button, Input } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { dataOrdersApi, type OrderDetail } from '../orders/api.ts'

const alsoChanges = [{ prefix: '/api/requests' }] as const
type Check = OrderDetail['trial']

/** What was tried before the execution, and who excepted it from what could not be. */
export function RehearsalPanel({ requestId, detail }: { requestId: string; detail: OrderDetail }) {
  const [isOpen, setOpen] = useState(false)
  const rehearsal = useAct(dataOrdersApi, 'rehearseDataOrder', { done: '已请备份模块恢复副本，演练完成后结果列在这里', alsoChanges })
  const trial = useAct(dataOrdersApi, 'tryDataOrder', { done: ({ affected, tookMs }) => `试运行通过：${affected.join('、')} 行，${tookMs} 毫秒，已全部撤回` })
  return (
    <>
      <Section title="副本演练" extra={<span className="x-row">{detail.canRehearse && <ActButton onAct={() => rehearsal.mutateAsync({ params: { requestId } })}>在副本上演练</ActButton>}{detail.canExcept && <Button onClick={() => setOpen(true)}>记录免演练</Button>}</span>}>
        {detail.rehearsal ? <Told check={detail.rehearsal} what="在恢复的副本上正向、反向各执行一次" /> : detail.exception ? <Told check={detail.exception} what="审批人记录免于演练" /> : detail.rehearsalUnavailable !== '' ? <Alert type="warning" title={detail.rehearsalUnavailable} /> : <p className="x-soft">批准之后，执行人可请备份模块恢复一份副本，在副本上正向执行、读回、再反向还原；未通过的记在经过里。确不能演练的，由审批人记录理由。</p>}
      </Section>
      <Section title="试运行" extra={detail.canTry && <ActButton onAct={() => trial.mutateAsync({ params: { requestId } })}>在目标上试运行</ActButton>}>
        {detail.trial ? <Told check={detail.trial} what="在目标上执行、核对行数并全部撤回" /> : <p className="x-soft">批准之后，执行人可在目标上试运行：执行、核对行数、全部撤回，什么也不留下。其间会持有行锁。</p>}
      </Section>
      <SideSheet isOpen={isOpen} title="记录免于副本演练" onClose={() => setOpen(false)} width={440}>
        {isOpen && <ExceptionForm requestId={requestId} onClose={() => setOpen(false)} />}
      </SideSheet>
    </>
  )
}

function Told({ check, what }: { check: NonNullable<Check>; what: string }) {
  return (
    <>
      {!check.isCurrent && <Alert type="warning" title="这是修改之前的，不作准。" />}
      <p>{what}：{check.madeByName}，<InstantText value={check.madeAt} />{check.tookMs !== null && `，影响 ${check.affected.join('、')} 行，用时 ${check.tookMs} 毫秒`}</p>
      {check.text !== '' && <p>{check.text}</p>}
    </>
  )
}

function ExceptionForm({ requestId, onClose }: { requestId: string; onClose: () => void }) {
  const orders = useClient(dataOrdersApi)
  const send = async ({ reason }: { reason: string }) => {
    await orders.call.exceptRehearsal({ params: { requestId }, body: { reason } })
    await orders.refresh()
  }
  return (
    <EntryForm<{ reason: string }> name={`except-${requestId}`} submitText="记录" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <p>你审批过这一版需求单。记录之后可以不经副本演练执行，理由留在经过与证据中。</p>
      <Field name="reason" label="免于演练的理由" required rules={[{ min: 4, message: '请写明，至少四个字' }]}><Input.TextArea rows={3} maxLength={1_000} autoFocus /></Field>
    </EntryForm>
  )
}
