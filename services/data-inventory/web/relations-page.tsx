import { subsystemOptions, subsystemTitle } from '#shared/subsystems.ts'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { useAddress } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { dataInventoryApi, decisionState } from '../api.ts'
import { DecisionTag, placeName, tableHref } from './inventory-tags.tsx'

/** Relations that no foreign key declares: names and types suggest, values speak, a person decides. */
export function RelationsPage() {
  const inventory = useClient(dataInventoryApi)
  const [address] = useAddress()
  const sample = useAct(dataInventoryApi, 'sampleRelation', { done: ({ sampled, contained }) => (sampled === 0 ? '这个字段还没有值' : `抽样 ${sampled} 个不同的值，${contained} 个在被引用的字段中`) })
  const decide = useAct(dataInventoryApi, 'decideRelation', { done: '已记录' })
  const only = typeof address['componentId'] === 'string' ? { componentId: address['componentId'] } : {}
  return (
    <Page title="推断关系" lead="没有外键、但按名称与类型像是引用的字段。按取值抽样只取两个计数，不取数据；确认的写入盘点文档与关系图，否定的不再提出。">
      <DataList
        name="inventory-relations"
        noun="推断关系"
        source={inventory.list('listRelations', { query: only })}
        rowKey={({ inferredRelationId }) => inferredRelationId}
        searchHint="表、字段"
        filters={[
          { kind: 'choice', key: 'state', label: '状态', options: decisionState.values.map((value) => ({ value, label: decisionState.titles[value] })) },
          { kind: 'choice', key: 'subsystem', label: '子系统', options: subsystemOptions.filter(({ value }) => value !== 'platform') },
        ]}
        columns={[
          { key: 'tableName', title: '字段', card: 'heading', canSort: true, render: (row) => <PageLink to={tableHref(row.componentId, row.schemaName, row.tableName)}>{placeName(row.schemaName, row.tableName)}.{row.columnName}</PageLink> },
          { key: 'to', title: '像是引用', card: 'wide', render: (row) => <PageLink to={tableHref(row.componentId, row.toSchema, row.toTable)}>{placeName(row.toSchema, row.toTable)}.{row.toColumn}</PageLink> },
          { key: 'confidence', title: '把握', width: 64, align: 'right', canSort: true, render: ({ confidence }) => `${Math.round(confidence * 100)}%` },
          { key: 'reasons', title: '理由', width: 170, card: 'wide', render: ({ reasons, sampled, contained }) => [...reasons, ...(sampled === null ? [] : [sampled === 0 ? '没有值可抽样' : `抽样 ${contained}/${sampled} 在其中`])].join('；') },
          { key: 'subsystem', title: '子系统', width: 116, render: ({ subsystem }) => subsystemTitle(subsystem) },
          { key: 'state', title: '状态', width: 88, card: 'state', render: ({ state }) => <DecisionTag state={state} /> },
          {
            key: 'acts', title: '操作', width: 196, card: 'acts',
            render: ({ inferredRelationId, state }) => (
              <span className="x-row">
                <ActButton size="small" permission="inventory:scan" onAct={() => sample.mutateAsync({ params: { inferredRelationId } })}>抽样</ActButton>
                {state !== 'confirmed' && <ActButton size="small" permission="inventory:decide" onAct={() => decide.mutateAsync({ params: { inferredRelationId }, body: { state: 'confirmed', note: '' } })}>确认</ActButton>}
                {state !== 'rejected' && <ActButton size="small" permission="inventory:decide" onAct={() => decide.mutateAsync({ params: { inferredRelationId }, body: { state: 'rejected', note: '' } })}>否定</ActButton>}
              </span>
            ),
          },
        ]}
        empty={{ what: '没有推断出关系', how: '读取结构之后，未声明外键而名称与类型像是引用的字段出现在这里。' }}
      />
    </Page>
  )
}
