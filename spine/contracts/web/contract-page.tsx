import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { DateSpan } from '#web/kit/value/date-span.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { Money } from '#web/kit/value/money.tsx'
import { contractsApi } from '../api.ts'
import { AmbiguitiesTable } from './ambiguities-table.tsx'
import { ClausesTable } from './clauses-table.tsx'
import { ContractOverview } from './contract-overview.tsx'
import { DocumentsTable, InconsistenciesTable } from './documents-table.tsx'
import { MoneyRules } from './money-rules.tsx'
import { PriceTable } from './price-table.tsx'
import { SharingLinks } from './sharing-links.tsx'

export function ContractPage() {
  const contract = useRead(contractsApi, 'getContract')
  return (
    <DetailPage
      of={contract}
      show={(one) => ({
        title: one.title.replace(/^【演示】/, ''),
        number: one.code,
        state: one.isDemonstration && <StateTag word="演示合同" tone="special" reason="由合同文本按载入之日起十二个月生成，供试用" />,
        facts: [
          { label: '合同期', value: <DateSpan from={one.termFrom} to={one.termTo} /> },
          { label: '总价', value: <><Money value={one.prices.total} /><br /><span className="x-soft">{one.prices.totalInWords}</span></> },
          { label: '义务条目', value: `${one.clauses.length} 条` },
          { label: '现行版本', value: <>第 {one.version} 版，载入于 <InstantText value={one.loadedAt} /></> },
          { label: '合同数据校验值', value: <HashText value={one.documentSm3} length={16} what="校验值" /> },
        ],
        tabs: [
          { key: 'overview', title: '概况', content: <ContractOverview contract={one} /> },
          { key: 'prices', title: '价格', content: <PriceTable prices={one.prices} /> },
          { key: 'clauses', title: '条款与义务', count: one.clauses.length, content: <ClausesTable clauses={one.clauses} /> },
          { key: 'ambiguities', title: '歧义与取值', content: <AmbiguitiesTable /> },
          { key: 'money', title: '付款与扣款', content: <MoneyRules contract={one} /> },
          { key: 'documents', title: '引用文件', count: one.documents.length, content: <DocumentsTable documents={one.documents} /> },
          { key: 'links', title: '共享交换', count: one.sharingLinks.length, content: <SharingLinks links={one.sharingLinks} subsystems={one.prices.subsystems} /> },
          { key: 'inconsistencies', title: '文本不一致', count: one.inconsistencies.length, content: <InconsistenciesTable items={one.inconsistencies} /> },
        ],
      })}
    />
  )
}
