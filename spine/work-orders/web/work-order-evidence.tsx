import { Section } from '#web/kit/detail/section.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import type { WorkOrder } from './work-order-acts.tsx'

/** What the clause asks for beside what is there. */
export function WorkOrderEvidence({ order }: { order: WorkOrder }) {
  const wanted = order.occurrence?.evidenceKinds ?? []
  const titles = new Map(wanted.map(({ kind, title }) => [kind, title]))
  const has = (kind: string) => order.evidence.some((one) => one.kind === kind)
  return (
    <Section title={wanted.length > 0 && <span className="x-row">要求：{wanted.map(({ kind, title }) => <StateTag key={kind} word={title} tone={has(kind) ? 'good' : 'caution'} glyph={has(kind) ? '✓' : '○'} reason={has(kind) ? '已有' : '尚缺'} />)}</span>} flush>
      {order.evidence.length === 0 ? (
        <EmptyState what="还没有证据" how={order.actions.includes('attach') ? '点“上传证据”；手机上可以直接拍照。' : '由办理人上传；系统办理的工单自动留存。'} />
      ) : (
        <DataTable
          caption="证据"
          rows={order.evidence}
          rowKey={(row) => row.evidenceId}
          columns={[
            { key: 'title', title: '名称', render: (row) => <PageLink to={`/evidence/${row.evidenceId}`}>{row.title}</PageLink> },
            { key: 'kind', title: '类别', width: 200, render: (row) => titles.get(row.kind) ?? <span className="x-mono">{row.kind}</span> },
            { key: 'happenedAt', title: '发生时间', width: 190, render: (row) => <InstantText value={row.happenedAt} /> },
            { key: 'sequence', title: '封存', width: 120, render: (row) => (row.sequence === null ? <StateTag word="待封存" tone="muted" /> : <StateTag word={`第 ${row.sequence} 条`} tone="good" glyph="✓" />) },
          ]}
        />
      )}
    </Section>
  )
}
