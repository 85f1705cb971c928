import { DataTable } from '#web/kit/list/data-table.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import type { ExportColumnView } from '../../exports/api.ts'
import { kindWords, maskWords } from './mask-words.ts'

/** The columns of a result, and how each leaves. */
export function ColumnTable({ columns, unmasked = [] }: { columns: readonly ExportColumnView[]; unmasked?: readonly string[] }) {
  return (
    <DataTable
      caption="列与脱敏"
      rows={columns.map((column, at) => ({ ...column, key: `${at} ${column.name}` }))}
      rowKey={({ key }) => key}
      columns={[
        { key: 'name', title: '列', card: 'heading' },
        { key: 'kind', title: '类型', width: 90, render: ({ kind }) => kindWords(kind) },
        { key: 'rule', title: '怎样交付', render: (column) => (unmasked.includes(column.name) && column.rule !== null ? <StateTag word={`请求原值；默认：${maskWords(column)}`} tone="caution" /> : column.rule === null ? <StateTag word={maskWords(column)} tone="caution" /> : maskWords(column)) },
      ]}
    />
  )
}
