import type { ChartSpecInput } from '#shared/chart-spec.ts'
import { Chart } from '#web/kit/chart/chart.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { useIsNarrow } from '#web/kit/theme/appearance.tsx'
import type { Contract } from './contract-answer.ts'
import { SearchedTable } from './searched-table.tsx'

/** The sharing links of the contract: who gives to whom. */
export function SharingLinks({ links, subsystems }: { links: Contract['sharingLinks']; subsystems: Contract['prices']['subsystems'] }) {
  const isNarrow = useIsNarrow()
  const titles = new Map(subsystems.map(({ code, title }) => [code, title]))
  return (
    <>
      {!isNarrow && <Section><Chart spec={flowOf(links, titles)} height={520} /></Section>}
      <SearchedTable
        caption="共享链路"
        searchHint="名称、子系统、对方"
        rows={links.map((link) => ({ ...link, subsystemTitle: titles.get(link.subsystem) ?? link.subsystem }))}
        rowKey={({ id }) => id}
        columns={[
          { key: 'subsystemTitle', title: '子系统', width: 260 },
          { key: 'title', title: '共享内容', card: 'heading' },
          { key: 'counterparty', title: '对方' },
          { key: 'id', title: '标识', width: 220, render: ({ id }) => <span className="x-mono">{id}</span> },
        ]}
      />
    </>
  )
}

function flowOf(links: Contract['sharingLinks'], titles: ReadonlyMap<string, string>): ChartSpecInput {
  const counterparties = [...new Set(links.map(({ counterparty }) => counterparty))]
  const between = Map.groupBy(links, ({ subsystem, counterparty }) => `${subsystem}\n${counterparty}`)
  return {
    type: 'flow',
    title: '共享交换链路',
    unit: '条链路',
    nodes: interleaved(
      [...new Set(links.map(({ subsystem }) => subsystem))].map((code) => ({ id: code, name: titles.get(code) ?? code })),
      counterparties.map((name) => ({ id: name, name, tone: 'quiet' as const })),
    ),
    links: [...between].map(([key, both]) => {
      const [source = '', target = ''] = key.split('\n')
      return { source, target, value: both.length }
    }),
  }
}

/** Long names of one side stand between the short ones of the other, so that they do not run into each other in the ring. */
function interleaved<A, B>(few: readonly A[], many: readonly B[]): Array<A | B> {
  const step = (few.length + many.length) / Math.max(1, few.length)
  const result: Array<A | B> = [...many]
  for (const [index, one] of few.entries()) result.splice(Math.min(result.length, Math.round(index * step)), 0, one)
  return result
}
