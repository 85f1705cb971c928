import type { ReactNode } from 'react'
import { cellOf, type ListColumn } from './list-column.ts'
import './list.css'

/** The same rows at phone width: heading, state beside it, the rest as label and value. */
export function DataCards<Row>({ caption, columns, rows, rowKey, link, current }: {
  caption: string
  columns: ReadonlyArray<ListColumn<Row>>
  rows: readonly Row[]
  rowKey: (row: Row) => string
  link?: ((row: Row, children: ReactNode) => ReactNode) | undefined
  current?: number | undefined
}) {
  const heading = columns.find(({ card }) => card === 'heading') ?? columns[0]
  const state = columns.find(({ card }) => card === 'state')
  const lines = columns.filter((column) => column !== heading && column !== state && column.card !== 'none' && column.card !== 'acts')
  const acts = columns.filter(({ card }) => card === 'acts')
  return (
    <ul className="x-cards" aria-label={caption}>
      {rows.map((row, index) => (
        <li key={rowKey(row)} data-row={index} className={index === current ? 'x-current' : undefined}>
          <div className="x-card-head">
            <span className="x-card-heading">{heading && (link ? link(row, cellOf(heading, row)) : cellOf(heading, row))}</span>
            {state && <span className="x-card-state">{cellOf(state, row)}</span>}
          </div>
          <dl>
            {lines.map((column) => (
              <div key={column.key} className={column.card === 'wide' ? 'x-card-wide' : undefined}>
                <dt>{column.title}</dt>
                <dd>{cellOf(column, row)}</dd>
              </div>
            ))}
          </dl>
          {acts.map((column) => <div key={column.key} className="x-card-acts">{cellOf(column, row)}</div>)}
        </li>
      ))}
    </ul>
  )
}
