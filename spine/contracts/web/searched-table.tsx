import type { ReactNode } from 'react'
import { Input } from 'antd'
import { useAddress } from '#web/kit/frame/address.ts'
import { DataTable, type DataTableProps } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { matches } from './matches.ts'
import './contract.css'

export type SearchedTableProps<Row> = DataTableProps<Row> & {
  searchHint: string
  extra?: ReactNode
}

/** A table that is in hand as a whole, searched in the page; what is searched stands in the address as `?find=`. */
export function SearchedTable<Row>({ searchHint, extra, rows, ...table }: SearchedTableProps<Row>) {
  const [address, change] = useAddress()
  const find = typeof address['find'] === 'string' ? address['find'] : ''
  const found = rows.filter((row) => matches(row, find))
  return (
    <section className="x-card x-list">
      <div className="x-list-bar x-no-print">
        <Input type="search" className="x-list-search x-contract-search" placeholder={`${searchHint}（/）`} aria-label={`搜索${table.caption}`} allowClear value={find} onChange={(event) => change({ find: event.target.value || undefined })} />
        <span className="x-soft">{find ? `${found.length} / ${rows.length}` : rows.length} 条</span>
        {extra && <span className="x-list-acts">{extra}</span>}
      </div>
      {found.length === 0 ? <EmptyState what={`没有符合“${find}”的${table.caption}`} how="换一个词，或清空搜索。" /> : <DataTable rows={found} {...table} />}
    </section>
  )
}
