import { useState } from 'react'
import { Button } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { requestsApi, type RequestAction, type RequestDetail } from '../api.ts'
import { AttachFilesForm, AttachScanForm } from './attach-forms.tsx'
import { DecideForm } from './decide-form.tsx'
import { AssignForm, LinkForm, MergeForm, NoteForm, WaitForm } from './request-act-forms.tsx'

const sheetTitles: Readonly<Partial<Record<RequestAction, string>>> = {
  approve: '审批', withdraw: '撤回申请', assign: '指派办理人', note: '添加记录', wait: '等待他方（暂停时限）', resume: '恢复办理', deliver: '交付办理结果', accept: '验收', 'return-delivery': '验收退回',
  reopen: '重新打开', link: '关联申请', merge: '并入其他申请', attach: '附上文件', 'attach-scan': '上传签字盖章件', submit: '提交申请',
}
const longSheets: readonly RequestAction[] = ['approve', 'attach', 'attach-scan']
/** Verdicts, the matrix, orders and evidence rest on requests: they are asked again after each act. */
const changes = [{ prefix: '/api/obligations' }, { prefix: '/api/evidence' }, { prefix: '/api/work-orders' }] as const

/** What this person may do with the request now; the server says which. */
export function RequestActs({ request, without = [] }: { request: RequestDetail; without?: readonly RequestAction[] }) {
  const requests = useClient(requestsApi)
  const go = useGo()
  const [open, setOpen] = useState<RequestAction>()
  const params = { requestId: request.requestId }
  const { version } = request
  const may = (action: RequestAction) => request.actions.includes(action) && !without.includes(action)
  const take = useAct(requestsApi, 'takeRequest', { done: '已领取', alsoChanges: changes })
  const close = () => setOpen(undefined)
  const sheet = {
    onClose: close,
    onDone: () => {
      close()
      void requests.refresh()
    },
  }
  const address = `/${request.kind.replace('.', '/')}`
  const button = (action: RequestAction, text: string, type: 'primary' | 'default' | 'danger' = 'default') => may(action) && <Button key={action} {...(type === 'danger' ? { danger: true } : { type })} onClick={() => setOpen(action)}>{text}</Button>
  return (
    <>
      {button('approve', '审批', 'primary')}
      {may('edit') && <Button type={request.state === 'draft' || request.state === 'returned' ? 'primary' : 'default'} onClick={() => go(`${address}/${request.requestId}/edit`)}>{request.state === 'draft' ? '继续填写' : '修改'}</Button>}
      {may('take') && <ActButton type={request.assigneeId ? 'default' : 'primary'} onAct={() => take.mutateAsync({ params, body: { version } })}>{request.assigneeId ? '改由我办' : '领取'}</ActButton>}
      {button('resume', '恢复办理', 'primary')}
      {button('deliver', '交付', request.state === 'in-progress' ? 'primary' : 'default')}
      {button('accept', '验收', 'primary')}
      {button('return-delivery', '退回', 'danger')}
      {button('wait', '等待他方')}
      {button('assign', '指派')}
      {button('note', '记录')}
      {button('attach', '附上文件')}
      {button('attach-scan', '签字盖章件')}
      {button('link', '关联')}
      {button('merge', '合并')}
      {button('reopen', '重新打开')}
      {may('clone') && <Button onClick={() => go(`${address}/new?from=${request.requestId}`)}>复制</Button>}
      {button('withdraw', '撤回', 'danger')}
      <SideSheet isOpen={open !== undefined} title={open ? (sheetTitles[open] ?? '') : ''} onClose={close} width={open && longSheets.includes(open) ? 520 : 420}>
        {open === 'approve' && <DecideForm request={request} {...sheet} />}
        {open === 'withdraw' && <NoteForm {...sheet} act="撤回申请" label="撤回原因" required hint="撤回后不能恢复，可复制为新申请。" onSubmit={(reason) => requests.call.withdrawRequest({ params, body: { version, reason } })} />}
        {open === 'assign' && <AssignForm request={request} {...sheet} />}
        {open === 'note' && <NoteForm {...sheet} act="添加记录" label="记录" required withPublic={request.actions.includes('deliver') || request.actions.includes('take')} onSubmit={(note, isPublic) => requests.call.noteRequest({ params, body: { note, isPublic } })} />}
        {open === 'wait' && <WaitForm request={request} {...sheet} />}
        {open === 'resume' && <NoteForm {...sheet} act="恢复办理" label="说明" onSubmit={(note) => requests.call.resumeRequest({ params, body: { version, note } })} />}
        {open === 'deliver' && <NoteForm {...sheet} act="交付" label="办理结果" required hint="交付后办理时限停止，由申请人验收。" onSubmit={(solution) => requests.call.deliverRequest({ params, body: { version, solution } })} />}
        {open === 'accept' && <NoteForm {...sheet} act="验收" label="验收意见" onSubmit={(note) => requests.call.acceptRequest({ params, body: { version, note } })} />}
        {open === 'return-delivery' && <NoteForm {...sheet} act="退回" label="退回原因" required hint="回到办理人手中，办理时限继续计算。" onSubmit={(reason) => requests.call.returnDelivery({ params, body: { version, reason } })} />}
        {open === 'reopen' && <NoteForm {...sheet} act="重新打开" label="原因" required onSubmit={(reason) => requests.call.reopenRequest({ params, body: { version, reason } })} />}
        {open === 'link' && <LinkForm request={request} {...sheet} />}
        {open === 'merge' && <MergeForm request={request} {...sheet} />}
        {open === 'attach' && <AttachFilesForm request={request} {...sheet} />}
        {open === 'attach-scan' && <AttachScanForm request={request} {...sheet} />}
      </SideSheet>
    </>
  )
}
