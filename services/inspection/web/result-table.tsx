import { Button } from 'antd'
import { Section } from '#web/kit/detail/section.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { stateOf } from '#web/kit/state/states.ts'
import type { RunItemView } from '../api.ts'
import { shownValue } from './shown-value.ts'

/** Results grouped by component; a row opens its trend, raw answer and comments. */
export function ResultTable({ caption, items, onOpen }: { caption: string; items: readonly RunItemView[]; onOpen: (runItemId: string) => void }) {
  if (items.length === 0) return <EmptyState what="没有这样的项" />
  return [...Map.groupBy(items, (item) => item.component)].map(([component, own]) => (
    <Section key={component} title={component} flush>
      <DataTable
        caption={`${caption}：${component}`}
        rows={own}
        rowKey={(row) => row.runItemId}
        onRow={(row) => onOpen(row.runItemId)}
        columns={[
          { key: 'check', title: '编号', width: 84, render: (row) => <span className="x-mono">{row.check}</span> },
          { key: 'title', title: '检查项', card: 'heading', render: (row) => <Button type="link" size="small" style={{ padding: 0, height: 'auto', whiteSpace: 'normal', textAlign: 'left' }} onClick={() => onOpen(row.runItemId)}>{row.title}</Button> },
          { key: 'verdict', title: '结论', width: 88, card: 'state', render: (row) => (row.verdict ? <StateTag state={stateOf(row.verdict)} /> : <span className="x-soft">{row.isManual ? '待人工填写' : '待检查'}</span>) },
          { key: 'value', title: '值', width: 118, align: 'right', render: (row) => <span className="x-clamp" title={shownValue(row.value, row.unit)}>{shownValue(row.value, row.unit)}</span> },
          { key: 'previous', title: '上次', width: 118, align: 'right', render: (row) => <span className="x-soft x-clamp">{shownValue(row.previous, '')}{row.delta ? `（${row.delta > 0 ? '+' : ''}${row.delta}）` : ''}</span> },
          { key: 'threshold', title: '阈值', width: 216, render: (row) => <>{row.threshold}{row.isOverridden && ' *已调整'}</> },
          { key: 'reason', title: '说明', render: (row) => <>{row.reason || <span className="x-soft">—</span>}{row.comments.length > 0 && <span className="x-soft">（意见 {row.comments.length}）</span>}</> },
        ]}
      />
    </Section>
  ))
}
