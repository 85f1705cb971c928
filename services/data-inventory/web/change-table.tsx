import type { Key, ReactNode } from 'react'
import { Table } from 'antd'
import type { ChangeView } from '../api.ts'
import './inventory.css'

/** Differences in words; a row opens its statements. */
export function ChangeTable<Row extends ChangeView>({ rows, more = [], selected, onSelect }: { rows: readonly Row[]; more?: ReadonlyArray<{ title: string; key: string; width?: number; render: (row: Row) => ReactNode }>; selected?: readonly string[]; onSelect?: (keys: string[]) => void }) {
  return (
    <div className="x-card inventory-scroll">
      <Table<Row>
        size="small"
        rowKey="key"
        dataSource={[...rows]}
        pagination={rows.length > 100 ? { pageSize: 100, showSizeChanger: false } : false}
        columns={[{ title: '差异', key: 'words', render: (_: unknown, row: Row) => row.words }, ...more.map(({ render, ...column }) => ({ ...column, render: (_: unknown, row: Row) => render(row) }))]}
        expandable={{ expandedRowRender: ({ ddl }) => <pre className="inventory-ddl">{ddl === '' ? '（随其他差异一并变更）' : ddl}</pre> }}
        {...(onSelect ? { rowSelection: { selectedRowKeys: [...(selected ?? [])], onChange: (keys: Key[]) => onSelect(keys.map(String)) } } : {})}
      />
    </div>
  )
}
