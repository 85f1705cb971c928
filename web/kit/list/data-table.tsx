import type { MouseEvent, ReactNode } from 'react'
import { useIsNarrow } from '../theme/appearance.tsx'
import { DataCards } from './data-cards.tsx'
import { cellOf, type ListColumn } from './list-column.ts'
import './list.css'

export type DataTableProps<Row> = {
  /** Said to screen readers. */
  caption: string
  columns: ReadonlyArray<ListColumn<Row>>
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** 「name」 ascending, 「-name」 descending. */
  sort?: string | undefined
  onSort?: (sort: string) => void
  /** The row under the keyboard. */
  current?: number | undefined
  /** Renders the first column as the row's link. */
  link?: (row: Row, children: ReactNode) => ReactNode
  onRow?: (row: Row, index: number, event: MouseEvent) => void
  /** Rows of placeholders while nothing is there yet. */
  skeletonRows?: number | undefined
}

/** Pixels that a column without a width keeps: about fourteen characters, below which Chinese text stands on end. */
const FREE_COLUMN = 190

/** Narrower than this, the table scrolls inside its frame instead of squeezing its text. */
function leastWidth<Row>(columns: ReadonlyArray<ListColumn<Row>>): number {
  return columns.reduce((sum, { width }) => sum + (typeof width === 'number' ? width : FREE_COLUMN), 0)
}

/** Two columns fit a phone as they are. */
const CARDS_ABOVE = 2

/** The bare table, also for small lists that are already in hand. At phone width each row becomes a card. */
export function DataTable<Row>({ caption, columns, rows, rowKey, sort, onSort, current, link, onRow, skeletonRows }: DataTableProps<Row>) {
  const isNarrow = useIsNarrow()
  const isSmall = columns.length <= CARDS_ABOVE
  if (isNarrow && !isSmall && skeletonRows === undefined) return <DataCards caption={caption} columns={columns} rows={rows} rowKey={rowKey} link={link} current={current} />
  return (
    <div className="x-table-scroll">
      <table className="x-table" style={isSmall ? undefined : { minWidth: leastWidth(columns) }}>
        <caption className="x-hidden">{caption}</caption>
        <colgroup>
          {columns.map(({ key, width }) => <col key={key} style={width === undefined ? undefined : { width }} />)}
        </colgroup>
        <thead>
          <tr>
            {columns.map((column) => <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />)}
          </tr>
        </thead>
        <tbody>
          {skeletonRows !== undefined
            ? Array.from({ length: skeletonRows }, (_, index) => (
                <tr key={index} aria-hidden="true">
                  {columns.map(({ key }, at) => <td key={key}><span className="x-skeleton" style={{ width: `${40 + ((index * 31 + at * 17) % 45)}%` }} /></td>)}
                </tr>
              ))
            : rows.map((row, index) => (
                <tr
                  key={rowKey(row)}
                  data-row={index}
                  className={`${onRow ? 'x-opens' : ''}${index === current ? ' x-current' : ''}`}
                  onClick={onRow && ((event) => onRow(row, index, event))}
                >
                  {columns.map((column, at) => (
                    <td key={column.key} className={column.align === 'right' ? 'x-number' : undefined}>
                      {at === 0 && link ? link(row, cellOf(column, row)) : cellOf(column, row)}
                    </td>
                  ))}
                </tr>
              ))}
        </tbody>
      </table>
    </div>
  )
}

function HeadCell<Row>({ column, sort, onSort }: { column: ListColumn<Row>; sort: string | undefined; onSort: ((sort: string) => void) | undefined }) {
  const direction = sort === column.key ? 'ascending' : sort === `-${column.key}` ? 'descending' : undefined
  const className = column.align === 'right' ? 'x-number' : undefined
  if (!column.canSort || !onSort) return <th scope="col" className={className}>{column.title}</th>
  return (
    <th scope="col" className={className} aria-sort={direction ?? 'none'}>
      <button type="button" className="x-plain-button x-sort" onClick={() => onSort(direction === 'ascending' ? `-${column.key}` : column.key)}>
        {column.title}
        <span aria-hidden="true" className={direction ? 'x-sort-on' : ''}>{direction === 'descending' ? '↓' : '↑'}</span>
      </button>
    </th>
  )
}
