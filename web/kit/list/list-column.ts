import type { ReactNode } from 'react'

export type ListColumn<Row> = {
  /** Name of the field; also what is sent as `sort`. */
  key: string
  title: string
  /** The field's text when absent. */
  render?: (row: Row) => ReactNode
  /** The server can sort by it. */
  canSort?: boolean
  /** `96`, `'20%'`; the rest share what is left. */
  width?: number | string
  align?: 'left' | 'right'
  /** Not shown until the person chooses it. */
  isExtra?: boolean
  /** Place in the card at phone width: heading, beside the heading, half a line (default), a whole one for long texts, buttons at the end, or left out. */
  card?: 'heading' | 'state' | 'line' | 'wide' | 'acts' | 'none'
}

export function cellOf<Row>(column: ListColumn<Row>, row: Row): ReactNode {
  if (column.render) return column.render(row)
  const value = (row as Record<string, unknown>)[column.key]
  if (value === null || value === undefined || value === '') return '—'
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value)
}
