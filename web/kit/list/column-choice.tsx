import { useState } from 'react'
import { Button, Checkbox, Popover } from 'antd'
import { TableOutlined } from '@ant-design/icons'
import { readStored, writeStored } from '../value/stored.ts'
import type { ListColumn } from './list-column.ts'

/** Which columns this person wants to see in this list, kept in the browser. The first one always stays. */
export function useColumnChoice<Row>(name: string, userId: string, columns: ReadonlyArray<ListColumn<Row>>) {
  const key = `columns.${userId}.${name}`
  const [hidden, setHidden] = useState<readonly string[]>(() => readStored(key, columns.filter(({ isExtra }) => isExtra).map((column) => column.key)))
  const shown = columns.filter((column, index) => index === 0 || !hidden.includes(column.key))
  const toggle = (column: string) => {
    const next = hidden.includes(column) ? hidden.filter((other) => other !== column) : [...hidden, column]
    setHidden(next)
    writeStored(key, next)
  }
  return { shown, toggle }
}

export function ColumnChoice<Row>({ columns, shown, onToggle }: { columns: ReadonlyArray<ListColumn<Row>>; shown: ReadonlyArray<ListColumn<Row>>; onToggle: (key: string) => void }) {
  const boxes = columns.map((column, index) => (
    <Checkbox key={column.key} checked={shown.includes(column)} disabled={index === 0} onChange={() => onToggle(column.key)}>
      {column.title}
    </Checkbox>
  ))
  return (
    <Popover trigger="click" placement="bottomRight" title="显示的列" content={<div className="x-column-choice">{boxes}</div>}>
      <Button icon={<TableOutlined />} aria-label="选择显示的列" title="选择显示的列" />
    </Popover>
  )
}
