import { useRead } from '#web/kit/client/use-read.ts'
import { TermBanner } from '#web/kit/frame/term-banner.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { contractsApi } from '#spine/contracts/api.ts'

/** The contract term in the top bar of every page. */
export function ContractBanner() {
  const may = usePermission()
  const { data } = useRead(contractsApi, 'getTerm', { enabled: may('contract:read') })
  if (!data) return null
  return <TermBanner contract={data.title.replace(/^【演示】/, '')} from={data.termFrom} to={data.termTo} today={data.today} href="/contract" label={data.isDemonstration ? '演示合同' : undefined} />
}
