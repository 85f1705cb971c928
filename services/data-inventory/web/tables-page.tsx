import { subsystemOptions, subsystemTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { dataInventoryApi } from '../api.ts'
import { TableList } from './table-list.tsx'

/** Search over everything that all databases say. */
export function TablesPage() {
  const inventory = useClient(dataInventoryApi)
  return (
    <Page title="表与字段" lead="按表名、说明、字段名、字段说明检索全部数据库。">
      <TableList name="inventory-tables" source={inventory.list('listTables')} more={[{ key: 'subsystem', title: '子系统', width: 190, render: ({ subsystem }) => subsystemTitle(subsystem) }]} filters={[{ kind: 'choice', key: 'subsystem', label: '子系统', options: subsystemOptions.filter(({ value }) => value !== 'platform') }]} />
      <DataList
        name="inventory-fields"
        noun="字段与表的说明"
        prefix="field-"
        pageSize={20}
        source={inventory.list('listEntries')}
        rowKey={({ componentId, schemaName, tableName, columnName }) => JSON.stringify([componentId, schemaName, tableName, columnName])}
        searchHint="字段、说明"
        filters={[{ kind: 'choice', key: 'gap', label: '说明', options: [{ value: 'missing', label: '没有说明' }, { value: 'drafted', label: '已拟定待写入' }] }]}
        columns={[
          { key: 'tableName', title: '表', width: 220, canSort: true },
          { key: 'columnName', title: '字段', width: 180, card: 'heading', render: ({ columnName }) => columnName ?? <span className="x-soft">（表）</span> },
          { key: 'comment', title: '说明', card: 'wide', render: ({ comment, drafted }) => (drafted === null ? (comment ?? <span className="x-soft">没有说明</span>) : <>{drafted} <span className="x-soft">拟定</span></>) },
          { key: 'dataType', title: '类型', width: 170 },
          { key: 'subsystem', title: '子系统', width: 170, render: ({ subsystem }) => subsystemTitle(subsystem) },
        ]}
        empty={{ what: '还没有字段', how: '读取过结构之后出现。' }}
      />
    </Page>
  )
}
