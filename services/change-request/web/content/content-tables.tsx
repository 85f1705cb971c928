import type { DescribedContent } from '#shared/maintenance/describe-content.ts'
import { FactsGrid } from '#web/kit/detail/facts-grid.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'

/** A whole text as people read it. */
export function ContentTables({ content }: { content: DescribedContent }) {
  return (
    <>
      <Section title="概要"><FactsGrid facts={[...content.facts]} /></Section>
      {content.tables.map(({ title, columns, rows }) => (
        <Section key={title} title={`${title} ${rows.length}`} flush>
          <DataTable caption={title} rows={rows.map(({ cells }, at) => ({ at, cells }))} rowKey={({ at }) => String(at)} columns={columns.map((column, index) => ({ key: column, title: column, render: ({ cells }: { cells: readonly string[] }) => cells[index] ?? '' }))} />
        </Section>
      ))}
    </>
  )
}
