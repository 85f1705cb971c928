import type { ContentChange } from '#shared/maintenance/describe-content.ts'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'

/** What a text says differently from another, line by line. */
export function ContentChanges({ changes }: { changes: readonly ContentChange[] }) {
  if (changes.length === 0) return <EmptyState what="没有差异" />
  return (
    <DataTable
      caption="差异"
      rows={changes.map((change, at) => ({ ...change, key: `${at} ${change.place}` }))}
      rowKey={({ key }) => key}
      columns={[
        { key: 'place', title: '位置', width: 220, card: 'heading' },
        { key: 'before', title: '现行', render: ({ before }) => (before === null ? <span className="x-soft">没有</span> : before === '' ? <span className="x-soft">空</span> : <del>{before}</del>) },
        { key: 'after', title: '改为', render: ({ after }) => (after === null ? <span className="x-soft">删除</span> : after === '' ? <span className="x-soft">空</span> : <ins>{after}</ins>) },
      ]}
    />
  )
}
