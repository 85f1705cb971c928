import { DataList } from '#web/kit/list/data-list.tsx'
import type { Filter } from '#web/kit/list/filters.tsx'
import type { ListColumn } from '#web/kit/list/list-column.ts'
import type { ListSource } from '#web/kit/list/list-source.ts'
import { formatBytes, formatNumber } from '#web/kit/value/format-number.ts'
import type { EntryView } from '../api.ts'
import { placeName, tableHref } from './inventory-tags.tsx'

/** Tables of one database or of all. */
export function TableList({ name, source, more = [], filters = [] }: { name: string; source: ListSource<EntryView>; more?: ReadonlyArray<ListColumn<EntryView>>; filters?: readonly Filter[] }) {
  return (
    <DataList
      name={name}
      noun="表"
      source={source}
      rowKey={({ componentId, schemaName, tableName }) => JSON.stringify([componentId, schemaName, tableName])}
      href={({ componentId, schemaName, tableName }) => tableHref(componentId, schemaName, tableName)}
      searchHint="表、字段、说明"
      filters={[...filters, { kind: 'choice', key: 'gap', label: '缺少', options: [{ value: 'any-description', label: '说明不全' }, { value: 'key', label: '没有主键' }] }]}
      columns={[
        { key: 'tableName', title: '表', width: 260, canSort: true, card: 'heading', render: ({ schemaName, tableName }) => <span className="x-mono">{placeName(schemaName, tableName)}</span> },
        { key: 'comment', title: '说明', card: 'wide', render: ({ comment, drafted }) => drafted ?? comment ?? <span className="x-soft">没有说明</span> },
        ...more,
        { key: 'columns', title: '字段', width: 80, align: 'right', canSort: true },
        { key: 'described', title: '有说明', width: 80, align: 'right', render: ({ columnsDescribed }) => columnsDescribed ?? '—' },
        { key: 'isKey', title: '主键', width: 70, render: ({ isKey }) => (isKey ? '有' : '没有') },
        { key: 'rowCount', title: '行数（估计）', width: 110, align: 'right', canSort: true, render: ({ rowCount }) => (rowCount === null ? '—' : formatNumber(rowCount)) },
        { key: 'bytes', title: '大小', width: 90, align: 'right', canSort: true, render: ({ bytes }) => (bytes === null ? '—' : formatBytes(bytes)) },
      ]}
      empty={{ what: '还没有表', how: '读取过结构之后出现。' }}
    />
  )
}
