import { Checkbox, Input, Select } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { requestLinkKind, requestsApi, type RequestDetail, type RequestLinkKind } from '../api.ts'
import { RequestField } from './request-field.tsx'

export type SheetProps = { onClose: () => void; onDone: () => void }

const atLeastFour = [{ min: 4, message: '请写明，至少四个字' }]

type NoteFormProps = SheetProps & { act: string; label: string; required?: boolean; hint?: string; withPublic?: boolean; onSubmit: (note: string, isPublic: boolean) => Promise<unknown> }

/** An act with a text: note, result, reason. */
export function NoteForm({ act, label, required = false, hint, withPublic = false, onSubmit, onClose, onDone }: NoteFormProps) {
  return (
    <EntryForm<{ note?: string; isPublic?: boolean }> name={`request-${act}`} submitText={act} onCancel={onClose} onDone={onDone} onSubmit={({ note, isPublic }) => onSubmit(note ?? '', isPublic ?? false)}>
      {hint && <p>{hint}</p>}
      <Field name="note" label={label} required={required} rules={required && act !== '添加记录' ? atLeastFour : []}><Input.TextArea rows={5} maxLength={4000} autoFocus /></Field>
      {withPublic && <Field name="isPublic" label="申请人可见" valuePropName="checked"><Checkbox>写给申请人看</Checkbox></Field>}
    </EntryForm>
  )
}

export function AssignForm({ request, onClose, onDone }: SheetProps & { request: RequestDetail }) {
  const requests = useClient(requestsApi)
  const handlers = useRead(requestsApi, 'listHandlers')
  const options = (handlers.data?.items ?? []).map(({ userId, displayName, post }) => ({ value: userId, label: post ? `${displayName}（${post}）` : displayName }))
  return (
    <EntryForm<{ assigneeId: string; note?: string }>
      name="request-assign"
      submitText="指派"
      onCancel={onClose}
      onDone={onDone}
      onSubmit={({ assigneeId, note }) => requests.call.assignRequest({ params: { requestId: request.requestId }, body: { version: request.version, assigneeId, note: note ?? '' } })}
    >
      <Field name="assigneeId" label="办理人" required><Select showSearch={{ optionFilterProp: 'label' }} options={options} loading={handlers.isLoading} /></Field>
      <Field name="note" label="交办说明"><Input.TextArea rows={3} maxLength={4000} /></Field>
    </EntryForm>
  )
}

/** A pause without reason, owner and proof would be an excuse; the clock asks for all three. */
export function WaitForm({ request, onClose, onDone }: SheetProps & { request: RequestDetail }) {
  const requests = useClient(requestsApi)
  return (
    <EntryForm<{ reason: string; owner: string; proof: string }>
      name="request-wait"
      submitText="暂停时限"
      onCancel={onClose}
      onDone={onDone}
      onSubmit={(body) => requests.call.waitRequest({ params: { requestId: request.requestId }, body: { version: request.version, ...body } })}
    >
      <p>等待期间不计时限；原因、责任方和证明写入时限说明，可随时核对。</p>
      <Field name="reason" label="原因" required rules={atLeastFour}><Input.TextArea rows={3} maxLength={1000} autoFocus /></Field>
      <Field name="owner" label="等待谁" required><Input maxLength={100} placeholder="如 业务部门、云服务商" /></Field>
      <Field name="proof" label="证明" required help="如 函件文号、邮件主题、通话记录编号"><Input maxLength={500} /></Field>
    </EntryForm>
  )
}

export function LinkForm({ request, onClose, onDone }: SheetProps & { request: RequestDetail }) {
  const requests = useClient(requestsApi)
  return (
    <EntryForm<{ toRequestId: string; kind: RequestLinkKind; note?: string }>
      name="request-link"
      initial={{ kind: 'related-to' }}
      submitText="关联"
      onCancel={onClose}
      onDone={onDone}
      onSubmit={({ toRequestId, kind, note }) => requests.call.linkRequests({ params: { requestId: request.requestId }, body: { toRequestId, kind, note: note ?? '' } })}
    >
      <Field name="kind" label="关联" required><Select options={requestLinkKind.values.map((value) => ({ value, label: requestLinkKind.titles[value] }))} /></Field>
      <Field name="toRequestId" label="申请" required><RequestField except={request.requestId} /></Field>
      <Field name="note" label="说明"><Input.TextArea rows={2} maxLength={1000} /></Field>
    </EntryForm>
  )
}

export function MergeForm({ request, onClose, onDone }: SheetProps & { request: RequestDetail }) {
  const requests = useClient(requestsApi)
  return (
    <EntryForm<{ intoRequestId: string; reason: string }>
      name="request-merge"
      submitText="合并"
      onCancel={onClose}
      onDone={onDone}
      onSubmit={(body) => requests.call.mergeRequest({ params: { requestId: request.requestId }, body: { version: request.version, ...body } })}
    >
      <p className="x-confirm-object">{request.number} {request.title}</p>
      <p>本申请就此结束：时限停止且不判定，不再单独计数；记录和附件保留，两边的经过都会写明。合并后不能恢复。</p>
      <Field name="intoRequestId" label="并入" required><RequestField except={request.requestId} kind={request.kind} /></Field>
      <Field name="reason" label="理由" required rules={atLeastFour}><Input.TextArea rows={3} maxLength={1000} /></Field>
    </EntryForm>
  )
}
