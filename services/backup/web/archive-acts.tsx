import { useState } from 'react'
import { Button, Input } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { usePermission } from '#web/kit/session/session.tsx'
import { backupApi, type ArchiveDetail } from '../api.ts'

/** Check, drill, restore to a new database by approval, hold beyond its time. */
export function ArchiveActs({ archive }: { archive: ArchiveDetail }) {
  const may = usePermission()
  const go = useGo()
  const backup = useClient(backupApi)
  const [open, setOpen] = useState<'restore' | 'hold'>()
  const close = () => setOpen(undefined)
  const params = { archiveId: archive.archiveId }
  const check = useAct(backupApi, 'startCheck', { done: '已开始，进度与结果在工单中', onDone: ({ workOrderId }) => go(`/work-orders/${workOrderId}`) })
  if (archive.removedAt) return null
  const isDatabase = archive.content === 'postgres-custom' || archive.content === 'sql'
  return (
    <>
      <ActButton permission="backup:run" onAct={() => check.mutateAsync({ body: { level: 2, archiveId: archive.archiveId } })}>读回检查</ActButton>
      <ActButton permission="backup:run" onAct={() => check.mutateAsync({ body: { level: 3, archiveId: archive.archiveId } })}>恢复验证</ActButton>
      <ActButton permission="backup:run" onAct={() => check.mutateAsync({ body: { level: 4, archiveId: archive.archiveId } })}>计时演练</ActButton>
      {isDatabase && may('backup:restore') && <Button type="primary" onClick={() => setOpen('restore')}>恢复到新库</Button>}
      {may('backup:hold') && <Button onClick={() => setOpen('hold')}>{archive.isHeld ? '解除保全' : '留存保全'}</Button>}
      <SideSheet isOpen={open === 'restore'} title="申请恢复到新库" onClose={close} width={460}>
        <EntryForm<{ url: string; password?: string; reason: string }>
          name="order-restore"
          submitText="提出申请"
          onCancel={close}
          onSubmit={async (body) => {
            const { requestId } = await backup.call.orderRestore({ body: { ...body, archiveId: archive.archiveId } })
            go(`/requests/${requestId}`)
          }}
          onDone={close}
        >
          <p>须甲方项目负责人批准，批准后自动执行并逐表核对。只建新库，已有同名库时拒绝。</p>
          <Field name="url" label="新库地址" required help={archive.content === 'sql' ? '如 mysql://restore@10.1.2.3:3306/新库名' : '如 postgres://restore@10.1.2.3:5432/新库名'}><Input maxLength={500} autoComplete="off" /></Field>
          <Field name="password" label="口令" help="加密保存，审批人看不到。"><Input.Password maxLength={200} autoComplete="new-password" /></Field>
          <Field name="reason" label="理由" required><Input.TextArea rows={3} maxLength={1_000} /></Field>
        </EntryForm>
      </SideSheet>
      <SideSheet isOpen={open === 'hold'} title={archive.isHeld ? '解除留存保全' : '留存保全'} onClose={close} width={420}>
        <EntryForm<{ reason: string }>
          name="hold-archive"
          submitText={archive.isHeld ? '解除' : '保全'}
          onCancel={close}
          onSubmit={(body) => (archive.isHeld ? backup.call.releaseArchive({ params, body }) : backup.call.holdArchive({ params, body }))}
          onDone={() => {
            close()
            void backup.refresh()
          }}
        >
          <p>{archive.isHeld ? '解除后按保留规则到期删除。' : '保全的归档不按期删除，直到解除。'}</p>
          <Field name="reason" label="理由" required><Input.TextArea rows={3} maxLength={1_000} /></Field>
        </EntryForm>
      </SideSheet>
    </>
  )
}
