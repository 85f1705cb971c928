import { PageLink } from '#web/kit/frame/page-link.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { Money } from '#web/kit/value/money.tsx'
import type { MatrixAnswer } from './standing.ts'

/** The contract on one line; a demonstration term is named as such before anything else. */
export function TermLine({ contract }: { contract: MatrixAnswer['contract'] }) {
  const title = contract.title.replace(/^【演示】/, '')
  // Business departments see the term, not the contract and its prices.
  const mayReadContract = usePermission()('contract:read')
  return (
    <span className="x-row">
      {contract.isDemonstration && <StateTag word="演示合同" tone="special" reason="由合同文本按今天起十二个月生成，供试用" />}
      {mayReadContract ? <PageLink to="/contract">{title}</PageLink> : <span>{title}</span>}
      <span>{contract.termFrom} 至 {contract.termTo}</span>
      <span>已过 {contract.percentElapsed}%，余 {contract.daysLeft} 天</span>
      {mayReadContract && <PageLink to="/contract?tab=prices"><Money value={contract.total} /></PageLink>}
    </span>
  )
}
