import { useState } from 'react'
import { Alert, Button, Input, InputNumber } from 'antd'
import type { EndpointRequest, EndpointResponse } from '#shared/define-api.ts'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { FactsGrid } from '#web/kit/detail/facts-grid.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { formDataOf, Upload } from '#web/kit/form/upload.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { backupApi, targetKind } from '../api.ts'
import { TargetFields } from './target-fields.tsx'

type NewTarget = EndpointRequest<(typeof backupApi)['endpoints']['addTarget']>['body']
/** Of both kinds: only the fields that are shown are sent. */
const FIRST_CHOICES = { kind: 'sftp', port: 22, region: 'us-east-1', addressing: 'path' } as Partial<NewTarget>
type Overview = EndpointResponse<(typeof backupApi)['endpoints']['getOverview']>

/** What backups stand on beside the runs: retention, recovery code, requirement, off-site places. */
export function KeysAndPlaces({ overview, owner }: { overview: Overview; owner: string }) {
  const may = usePermission()
  const backup = useClient(backupApi)
  const [code, setCode] = useState<string>()
  const [open, setOpen] = useState<'policy' | 'target'>()
  const close = () => setOpen(undefined)
  const escrow = useAct(backupApi, 'makeEscrow', { onDone: (made) => setCode(made.code) })
  const retire = useAct(backupApi, 'retireTarget', { done: '已停用' })
  const { retention, policy, targets } = overview
  const mayAdminister = may('backup:administer')
  const done = () => {
    close()
    void backup.refresh()
  }
  return (
    <>
      <Section title="密钥、要求与保留" extra={mayAdminister && <><Button size="small" onClick={() => setOpen('policy')}>载入统一要求</Button><ActButton size="small" permission="backup:administer" ask={{ act: '生成托管口令', object: `${owner}的归档`, consequence: '口令只显示这一次，请立即抄写并离线保管。以后的归档都用它另封一份密钥；以前的归档仍归当时的口令。' }} onAct={() => escrow.mutateAsync()}>生成托管口令</ActButton></>}>
        {code && <Alert type="warning" showIcon closable={{ onClose: () => setCode(undefined) }} title="托管口令（只显示这一次，请抄写后离线保管）" description={<span className="x-mono" style={{ fontSize: 16, overflowWrap: 'anywhere' }}>{code}</span>} style={{ marginBottom: 12 }} />}
        <FactsGrid
          facts={[
            { label: '托管口令', value: overview.escrow ? <><InstantText value={overview.escrow.madeAt} /> {overview.escrow.madeByName} 生成</> : '没有：密钥没有备份，主密钥丢失则归档打不开' },
            { label: '统一备份要求', value: policy ? `${policy.version} 版 ${policy.title}` : '综合事务中心尚未提供，按默认规则执行' },
            { label: '保留', value: `每日 ${retention.days} 份、每周 ${retention.weeks} 份、每月 ${retention.months} 份；保全的与最新可读的不删` },
            { label: '主存储', value: <span className="x-mono" style={{ overflowWrap: 'anywhere' }}>{overview.storage}</span> },
          ]}
        />
      </Section>
      <Section title="异地存储" flush extra={mayAdminister && <Button size="small" onClick={() => setOpen('target')}>登记异地存储</Button>}>
        {targets.length === 0 ? <EmptyState what="没有异地存储" how="由系统管理员登记一个 SFTP 目录或对象存储（S3）的桶；每份归档写到异地后读回核对，一致才计为副本。" /> : (
          <DataTable caption="异地存储" rows={targets} rowKey={(row) => row.remoteTargetId} columns={[
            { key: 'title', title: '名称', card: 'heading', width: 180 },
            { key: 'kind', title: '种类', width: 130, render: (row) => targetKind.titles[row.kind] },
            { key: 'address', title: '地址', render: (row) => <span className="x-mono" style={{ overflowWrap: 'anywhere' }}>{row.address}</span> },
            { key: 'copies', title: '副本', align: 'right', width: 90, render: (row) => `${row.copies} 份` },
            { key: 'setAt', title: '登记', width: 200, render: (row) => <><InstantText value={row.setAt} /> {row.setByName}</> },
            { key: 'act', title: '操作', width: 90, card: 'acts', render: (row) => <ActButton size="small" permission="backup:administer" ask={{ act: '停用异地存储', object: row.title, consequence: '以后的归档不再写到这里，已有的副本留在原处。', isDanger: true }} onAct={() => retire.mutateAsync({ params: { remoteTargetId: row.remoteTargetId } })}>停用</ActButton> },
          ]} />
        )}
      </Section>
      <SideSheet isOpen={open === 'policy'} title="载入统一备份要求" onClose={close} width={420}>
        <EntryForm<{ version: string; title: string; rtoHours?: number; rpoHours?: number; file: readonly File[] }> name="load-backup-policy" submitText="载入" onCancel={close} onSubmit={(values) => backup.call.loadPolicy({ body: formDataOf(values) } as never)} onDone={done}>
          <Field name="title" label="名称" required><Input maxLength={200} /></Field>
          <Field name="version" label="版本" required help="如 2024-03 或文号；以后的备份都注明它。"><Input maxLength={60} /></Field>
          <Field name="rtoHours" label="恢复用时目标" unit="小时" help="要求中没有写明的留空，按自定的 4 小时"><InputNumber min={0.1} max={8760} style={{ width: 160 }} /></Field>
          <Field name="rpoHours" label="数据丢失窗口目标" unit="小时" help="要求中没有写明的留空，按自定的 26 小时（一天加当日作业的时间）"><InputNumber min={0.1} max={8760} style={{ width: 160 }} /></Field>
          <Field name="file" label="文件" required><Upload multiple={false} /></Field>
        </EntryForm>
      </SideSheet>
      <SideSheet isOpen={open === 'target'} title="登记异地存储" onClose={close} width={460}>
        <EntryForm<NewTarget> name="add-backup-target" submitText="试写并登记" initial={FIRST_CHOICES} onCancel={close} onSubmit={(body) => backup.call.addTarget({ body })} onDone={done}>
          <TargetFields />
        </EntryForm>
      </SideSheet>
    </>
  )
}
