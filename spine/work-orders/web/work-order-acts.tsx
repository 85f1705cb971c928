import { useState } from 'react'
import { Button, Input, Select } from 'antd'
import type { EndpointResponse } from '#shared/define-api.ts'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { workOrdersApi } from '../api.ts'
import { AttachForm } from './attach-form.tsx'

export type WorkOrder = EndpointResponse<(typeof workOrdersApi)['endpoints']['getWorkOrder']>
type Action = WorkOrder['actions'][number]
const sheetTitles: Readonly<Partial<Record<Action, string>>> = { assign: '指派', note: '添加记录', attach: '上传证据', submit: '提交审核', accept: '审核通过', return: '退回', cancel: '撤销工单' }
/** Verdicts, the matrix and the evidence rest on the order: they are asked again after each act. */
const changes = [{ prefix: '/api/obligations' }, { prefix: '/api/evidence' }] as const

/** What this person may do with the order now; the server says which. */
export function WorkOrderActs({ order }: { order: WorkOrder }) {
  const orders = useClient(workOrdersApi)
  const [open, setOpen] = useState<Action>()
  const params = { workOrderId: order.workOrderId }
  const { version } = order
  const may = (action: Action) => order.actions.includes(action)
  const take = useAct(workOrdersApi, 'takeWorkOrder', { done: '已领取', alsoChanges: changes })
  const close = () => setOpen(undefined)
  const done = () => {
    close()
    void orders.refresh()
  }
  const sheet = { onClose: close, onDone: done }
  return (
    <>
      {may('take') && <ActButton type="primary" onAct={() => take.mutateAsync({ params, body: { version } })}>{order.state === 'returned' ? '重新办理' : order.assigneeId ? '改由我办' : '领取'}</ActButton>}
      {may('attach') && <Button type={may('submit') && order.evidence.length === 0 ? 'primary' : 'default'} onClick={() => setOpen('attach')}>上传证据</Button>}
      {may('submit') && <Button type={order.evidence.length > 0 ? 'primary' : 'default'} onClick={() => setOpen('submit')}>提交审核</Button>}
      {may('accept') && <Button type="primary" onClick={() => setOpen('accept')}>审核通过</Button>}
      {may('return') && <Button danger onClick={() => setOpen('return')}>退回</Button>}
      {may('assign') && <Button onClick={() => setOpen('assign')}>指派</Button>}
      {may('note') && <Button onClick={() => setOpen('note')}>记录</Button>}
      {may('cancel') && <Button danger onClick={() => setOpen('cancel')}>撤销</Button>}
      <SideSheet isOpen={open !== undefined} title={open ? (sheetTitles[open] ?? '') : ''} onClose={close} width={open === 'attach' ? 480 : 400}>
        {open === 'attach' && <AttachForm order={order} {...sheet} />}
        {open === 'assign' && <AssignForm order={order} {...sheet} />}
        {open === 'note' && <NoteForm {...sheet} act="添加记录" label="记录" required onSubmit={(note) => orders.call.noteWorkOrder({ params, body: { note } })} />}
        {open === 'submit' && <NoteForm {...sheet} act="提交审核" label="办理说明" onSubmit={(note) => orders.call.submitWorkOrder({ params, body: { version, note } })} />}
        {open === 'accept' && <NoteForm {...sheet} act="审核通过" label="审核意见" onSubmit={(note) => orders.call.acceptWorkOrder({ params, body: { version, note } })} />}
        {open === 'return' && <NoteForm {...sheet} act="退回" label="退回原因" required hint="工单回到办理人手中，时限继续计算。" onSubmit={(reason) => orders.call.returnWorkOrder({ params, body: { version, reason } })} />}
        {open === 'cancel' && <CancelForm order={order} {...sheet} />}
      </SideSheet>
    </>
  )
}

type SheetProps = { onClose: () => void; onDone: () => void }

function NoteForm({ act, label, required = false, hint, onSubmit, onClose, onDone }: SheetProps & { act: string; label: string; required?: boolean; hint?: string; onSubmit: (note: string) => Promise<unknown> }) {
  return (
    <EntryForm<{ note?: string }> name={`work-order-${act}`} submitText={act} onCancel={onClose} onDone={onDone} onSubmit={({ note }) => onSubmit(note ?? '')}>
      {hint && <p>{hint}</p>}
      <Field name="note" label={label} required={required} rules={required && act === '退回' ? [{ min: 4, message: '请写明原因，至少四个字' }] : []}><Input.TextArea rows={5} maxLength={2000} autoFocus /></Field>
    </EntryForm>
  )
}

function AssignForm({ order, onClose, onDone }: SheetProps & { order: WorkOrder }) {
  const orders = useClient(workOrdersApi)
  const assignees = useRead(workOrdersApi, 'listAssignees')
  const options = (assignees.data?.items ?? []).map(({ userId, displayName, post }) => ({ value: userId, label: post ? `${displayName}（${post}）` : displayName }))
  return (
    <EntryForm<{ assigneeId: string; note?: string }>
      name="work-order-assign"
      submitText="指派"
      onCancel={onClose}
      onDone={onDone}
      onSubmit={({ assigneeId, note }) => orders.call.assignWorkOrder({ params: { workOrderId: order.workOrderId }, body: { version: order.version, assigneeId, note: note ?? '' } })}
    >
      <Field name="assigneeId" label="办理人" required><Select showSearch={{ optionFilterProp: 'label' }} options={options} loading={assignees.isLoading} /></Field>
      <Field name="note" label="交办说明"><Input.TextArea rows={3} maxLength={2000} /></Field>
    </EntryForm>
  )
}

/** Cannot be undone, so the number is typed and the reason written down. */
function CancelForm({ order, onClose, onDone }: SheetProps & { order: WorkOrder }) {
  const orders = useClient(workOrdersApi)
  return (
    <EntryForm<{ reason: string; typed: string }>
      name="work-order-cancel"
      submitText="撤销工单"
      onCancel={onClose}
      onDone={onDone}
      onSubmit={({ reason }) => orders.call.cancelWorkOrder({ params: { workOrderId: order.workOrderId }, body: { version: order.version, reason } })}
    >
      <p className="x-confirm-object">{order.number} {order.title}</p>
      <p>撤销后不能恢复，已有的证据和经过保留。{order.occurrence ? '义务并不因此免除：没有其他工单完成它，到期即为未履行。' : ''}</p>
      <Field name="reason" label="撤销原因" required rules={[{ min: 4, message: '请写明原因，至少四个字' }]}><Input.TextArea rows={3} maxLength={2000} /></Field>
      <Field name="typed" label={`输入 ${order.number} 以确认`} rules={[{ validator: (_, value: unknown) => (value === order.number ? Promise.resolve() : Promise.reject(new Error('与工单编号不一致'))) }]}>
        <Input className="x-mono" autoComplete="off" spellCheck={false} />
      </Field>
    </EntryForm>
  )
}
