import { useRead } from '#web/kit/client/use-read.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { TermBanner } from '#web/kit/frame/term-banner.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { useToday } from '#web/kit/value/use-today.ts'
import { contractsApi } from '../api.ts'
import type { Contract } from './contract-answer.ts'

export function ContractOverview({ contract }: { contract: Contract }) {
  const today = useToday()
  const versions = useRead(contractsApi, 'listContractVersions')
  return (
    <>
      <Section title="期限">
        <TermBanner contract={contract.title.replace(/^【演示】/, '')} from={contract.termFrom} to={contract.termTo} today={today} href="/calendar?period=term" label={contract.isDemonstration ? '演示合同' : undefined} />
        <ul className="x-contract-periods">
          {contract.periods.map(({ title, from, to }) => <li key={title}><b>{title}</b> <span className="x-soft">{from} {to ? `至 ${to}` : '起，至另行确定'}</span></li>)}
        </ul>
      </Section>
      <Section title="各方" flush>
        <DataTable caption="各方" rows={contract.parties} rowKey={({ id }) => id} columns={[{ key: 'title', title: '称谓', width: 180 }, { key: 'role', title: '身份' }]} />
      </Section>
      <Section title="合同数据的版本" flush>
        {versions.error && <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />}
        <DataTable
          caption="版本"
          rows={versions.data?.items ?? []}
          rowKey={({ version }) => String(version)}
          skeletonRows={versions.data ? undefined : 2}
          columns={[
            { key: 'version', title: '版本', width: 100, render: ({ version }) => `第 ${version} 版` },
            { key: 'loadedAt', title: '载入', width: 200, render: ({ loadedAt }) => <InstantText value={loadedAt} /> },
            { key: 'loadedByName', title: '载入人', width: 160, render: ({ loadedByName }) => loadedByName ?? '系统（首次启动）' },
            { key: 'documentSm3', title: '校验值（SM3）', render: ({ documentSm3 }) => <HashText value={documentSm3} length={32} what="校验值" /> },
          ]}
        />
      </Section>
    </>
  )
}
