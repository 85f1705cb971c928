import { useState } from 'react'
import { Button, Input } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { formDataOf, Upload } from '#web/kit/form/upload.tsx'
import { useAddress, useGo, usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { requestState, type RequestState } from '#spine/requests/api.ts'
import { dataInventoryApi, type EntryView } from '../api.ts'
import { placeName } from './inventory-tags.tsx'
import './inventory.css'

const keyOf = ({ schemaName, tableName, columnName }: EntryView) => JSON.stringify([schemaName, tableName, columnName ?? ''])

/** Descriptions of tables and columns, many at once; what is written here enters the document at once and the database by an order. */
export function DescriptionsPage() {
  const { componentId } = usePageParams('componentId')
  const inventory = useClient(dataInventoryApi)
  const may = usePermission()
  const [address] = useAddress()
  const [edited, setEdited] = useState<ReadonlyMap<string, string>>(new Map())
  const [open, setOpen] = useState<'import' | 'comments' | 'hand-over'>()
  const write = useAct(dataInventoryApi, 'writeDescriptions', { done: ({ written, withdrawn }) => `已拟定 ${written} 条${withdrawn > 0 ? `，撤下 ${withdrawn} 条` : ''}`, onDone: () => setEdited(new Map()) })
  const save = () => write.mutateAsync({ params: { componentId }, body: { items: [...edited].map(([key, text]) => { const [schema = '', table = '', column = ''] = JSON.parse(key) as string[]; return { schema, table, column, text } }) } })
  const only = { componentId, ...(typeof address['table'] === 'string' ? { table: address['table'] } : {}) }
  return (
    <Page
      title="描述"
      lead="拟定的说明立即写入盘点文档；交由数据维护执行后，经审批自动以 COMMENT 写入数据库，读回之后在这里显示已写入。"
      actions={
        <>
          <a href={inventory.url('exportDictionary', { params: { componentId } })} download>下载数据字典</a>
          {may('inventory:describe') && <Button onClick={() => setOpen('import')}>导入</Button>}
          <Button onClick={() => setOpen('comments')}>写入语句</Button>
          {may('inventory:describe') && may('data-order:open') && <Button onClick={() => setOpen('hand-over')}>交由数据维护执行</Button>}
          <ActButton type="primary" permission="inventory:describe" disabled={edited.size === 0} onAct={save}>保存{edited.size > 0 && `（${edited.size}）`}</ActButton>
        </>
      }
    >
      <DataList
        name="inventory-descriptions"
        noun="说明"
        source={inventory.list('listEntries', { query: only })}
        rowKey={keyOf}
        searchHint="表、字段、说明"
        filters={[{ kind: 'choice', key: 'gap', label: '说明', options: [{ value: 'missing', label: '没有说明' }, { value: 'drafted', label: '已拟定待写入' }, { value: 'ordered', label: '已交由数据维护' }, { value: 'written', label: '已写入' }] }]}
        columns={[
          { key: 'tableName', title: '表', width: 200, canSort: true, render: ({ schemaName, tableName }) => <span className="x-mono">{placeName(schemaName, tableName)}</span> },
          { key: 'columnName', title: '字段', width: 150, card: 'heading', render: ({ columnName }) => (columnName === null ? <strong>（表）</strong> : <span className="x-mono">{columnName}</span>) },
          { key: 'dataType', title: '类型', width: 110, isExtra: true },
          { key: 'comment', title: '数据库中的说明', card: 'wide', render: ({ comment }) => comment ?? <span className="x-soft">没有说明</span> },
          {
            key: 'drafted', title: '拟定的说明', width: 300, card: 'wide',
            render: (row) => (may('inventory:describe') ? <Input aria-label={`${row.tableName} ${row.columnName ?? '表'} 的说明`} size="small" maxLength={2_000} value={edited.get(keyOf(row)) ?? row.drafted ?? ''} placeholder={row.comment ?? '写明含义'} onChange={(event) => setEdited(new Map(edited).set(keyOf(row), event.target.value))} /> : (row.drafted ?? '—')),
          },
          { key: 'orderNumber', title: '写入', width: 170, render: ({ orderId, orderNumber, orderState, inDatabaseAt }) => (orderId === null ? '' : <PageLink to={`/requests/${orderId}`}>{inDatabaseAt === null ? (requestState.titles[orderState as RequestState] ?? '') : '已写入'}　{orderNumber}</PageLink>) },
        ]}
        empty={{ what: '还没有读到表与字段', how: '读取结构之后出现。' }}
      />
      <SideSheet isOpen={open === 'import'} title="导入数据字典" onClose={() => setOpen(undefined)} width={420}>
        <ImportForm componentId={componentId} onClose={() => setOpen(undefined)} />
      </SideSheet>
      <SideSheet isOpen={open === 'hand-over'} title="交由数据维护执行" onClose={() => setOpen(undefined)} width={440}>
        {open === 'hand-over' && <HandOver componentId={componentId} onClose={() => setOpen(undefined)} />}
      </SideSheet>
      <SideSheet isOpen={open === 'comments'} title="写入数据库的语句" onClose={() => setOpen(undefined)} width={640}>
        {open === 'comments' && <Comments componentId={componentId} />}
      </SideSheet>
    </Page>
  )
}

function ImportForm({ componentId, onClose }: { componentId: string; onClose: () => void }) {
  const inventory = useClient(dataInventoryApi)
  const send = async ({ files }: { files: readonly File[] }) => {
    await inventory.call.importDictionary({ params: { componentId }, body: formDataOf({ files }) } as never)
    await inventory.refresh()
  }
  return (
    <EntryForm<{ files: readonly File[] }> name={`dictionary-${componentId}`} submitText="导入" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <p>在下载的数据字典里填写“说明”列后导入。有任何一行不对，全部不写入，并列出每一行的问题；“说明”为空的行不改动。</p>
      <Field name="files" label="Excel 文件" required><Upload accept=".xlsx" multiple={false} /></Field>
    </EntryForm>
  )
}

function HandOver({ componentId, onClose }: { componentId: string; onClose: () => void }) {
  const inventory = useClient(dataInventoryApi)
  const [requestId] = useState(() => crypto.randomUUID())
  const go = useGo()
  const send = async ({ reason }: { reason: string }) => {
    await inventory.call.handOverDescriptions({ params: { componentId }, body: { requestId, reason } })
    await inventory.refresh()
    go(`/requests/${requestId}`)
  }
  return (
    <EntryForm<{ reason: string }> name={`hand-over-${componentId}`} submitText="提交写入单" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <p>尚未交出的说明合成一张说明写入单，经甲方与安全负责人审批后自动写入并逐条读回；在那之后被别人改过的说明不会被覆盖。</p>
      <Field name="reason" label="事由" required rules={[{ min: 4, message: '请写明，至少四个字' }]}><Input.TextArea rows={3} maxLength={500} autoFocus /></Field>
    </EntryForm>
  )
}

function Comments({ componentId }: { componentId: string }) {
  const prepared = useRead(dataInventoryApi, 'prepareComments', { params: { componentId } })
  const { statements = [], catalogueHash = '' } = prepared.data ?? {}
  if (prepared.data && statements.length === 0) return <p>没有待写入的说明。</p>
  return (
    <>
      <p>按现在的结构（目录摘要 {catalogueHash.slice(0, 16)}…）写成，共 {statements.length} 条，供管理员自行执行；通常由“交由数据维护执行”代劳。自行执行后现在读取一次，草稿即撤下。</p>
      <pre className="inventory-ddl">{statements.join('\n')}</pre>
    </>
  )
}
