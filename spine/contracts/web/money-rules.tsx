import { Section } from '#web/kit/detail/section.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { Money } from '#web/kit/value/money.tsx'
import type { Contract } from './contract-answer.ts'

export function MoneyRules({ contract: { payments, penalties } }: { contract: Contract }) {
  return (
    <>
      <Section title="付款" flush>
        <DataTable
          caption="付款"
          rows={payments}
          rowKey={({ id }) => id}
          columns={[
            { key: 'title', title: '款项', width: 140 },
            { key: 'clause', title: '条款', width: 110 },
            { key: 'percent', title: '比例', align: 'right', width: 80, render: ({ percent }) => `${percent}%` },
            { key: 'amount', title: '金额', align: 'right', width: 150, render: ({ amount }) => <Money value={amount} /> },
            { key: 'targetBefore', title: '应在此前支付', width: 130 },
            { key: 'conditions', title: '条件', card: 'wide', render: ({ conditions }) => conditions.join('；') },
          ]}
        />
      </Section>
      <Section title="违约与扣款" flush>
        <DataTable
          caption="违约与扣款"
          rows={penalties}
          rowKey={({ code }) => code}
          columns={[
            { key: 'code', title: '编号', width: 100, render: ({ code }) => <span className="x-mono">{code}</span> },
            { key: 'title', title: '情形', width: 220, card: 'heading' },
            { key: 'clause', title: '条款', width: 130 },
            { key: 'rule', title: '规则', card: 'wide' },
          ]}
        />
      </Section>
    </>
  )
}
