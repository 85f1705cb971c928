import { Section } from '#web/kit/detail/section.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import type { RunDetail } from '../api.ts'

/** What the run did to the hazards: new, still there, mended. */
export function RunHazards({ run: { hazards } }: { run: RunDetail }) {
  if (!hazards) return <EmptyState what="巡检结束后列出隐患的变化" />
  const rows = [
    ...hazards.fresh.map((one) => ({ ...one, change: <StateTag word="新增" tone="bad" /> })),
    ...hazards.persisting.map((one) => ({ ...one, change: <StateTag word="仍在" tone="caution" /> })),
    ...hazards.fixed.map((one) => ({ ...one, change: <StateTag word="消除" tone="good" /> })),
  ]
  if (rows.length === 0) return <EmptyState what="本次没有新增、仍在或消除的隐患" />
  return (
    <Section flush>
      <DataTable
        caption="隐患的变化"
        rows={rows}
        rowKey={(row) => row.findingId}
        columns={[
          { key: 'change', title: '变化', width: 96, card: 'state', render: (row) => row.change },
          { key: 'number', title: '编号', width: 170, render: (row) => <PageLink to={`/findings/${row.findingId}`} className="x-mono">{row.number}</PageLink> },
          { key: 'title', title: '内容', card: 'heading' },
        ]}
      />
    </Section>
  )
}
