import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { dataInventoryApi, type DocumentView } from '../api.ts'
import { DocumentTag } from './inventory-tags.tsx'

const formats = ['docx', 'pdf', 'xlsx', 'md', 'dbml', 'json'] as const
const titles = { docx: 'Word', pdf: 'PDF', xlsx: 'Excel', md: 'Markdown', dbml: 'DBML', json: 'JSON' }

/** Versions of the 盘点文档; what tells another structure than the live one is stale. */
export function DocumentsTab({ componentId }: { componentId: string }) {
  const inventory = useClient(dataInventoryApi)
  const may = usePermission()
  const accept = useAct(dataInventoryApi, 'acceptDocument', { done: '已确认' })
  const acts = (row: DocumentView) => (
    <span className="x-row">
      {formats.map((format) => <a key={format} href={inventory.url('getDocument', { params: { inventoryDocumentId: row.inventoryDocumentId }, query: { format } })} download>{titles[format]}</a>)}
      {row.state === 'draft' && <ActButton size="small" type="primary" permission="inventory:decide" ask={{ act: '确认盘点文档', object: `${row.number} 第 ${row.version} 版`, consequence: '确认后记为证据，不能撤回；结构再有变化时这一版即过期。' }} onAct={() => accept.mutateAsync({ params: { inventoryDocumentId: row.inventoryDocumentId } })}>确认</ActButton>}
    </span>
  )
  return (
    <DataList
      name="inventory-documents"
      noun="盘点文档"
      prefix="document-"
      pageSize={20}
      source={inventory.list('listDocuments', { query: { componentId } })}
      rowKey={({ inventoryDocumentId }) => inventoryDocumentId}
      columns={[
        { key: 'number', title: '编号', width: 170, card: 'heading', render: ({ number, version }) => `${number} 第 ${version} 版` },
        { key: 'state', title: '状态', width: 110, card: 'state', render: ({ state }) => <DocumentTag state={state} /> },
        { key: 'madeAt', title: '编制', width: 180, canSort: true, render: ({ madeAt }) => <InstantText value={madeAt} /> },
        { key: 'accepted', title: '确认', width: 200, render: ({ acceptedAt, acceptedByName }) => (acceptedAt === null ? '—' : <><InstantText value={acceptedAt} /> <span className="x-soft">{acceptedByName}</span></>) },
        { key: 'catalogueHash', title: '目录摘要', width: 130, render: ({ catalogueHash }) => <HashText value={catalogueHash} length={8} what="目录摘要" /> },
        { key: 'acts', title: '下载', card: 'acts', render: acts },
      ]}
      empty={{ what: '还没有盘点文档', how: `合同要求的首版由工单自动编制（履行起始日起 30 日内）${may('inventory:scan') ? '，也可以现在编制' : ''}。` }}
    />
  )
}
