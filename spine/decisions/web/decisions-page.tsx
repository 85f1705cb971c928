import { useState } from 'react'
import { Button } from 'antd'
import type { EndpointResponse } from '#shared/define-api.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { contractsApi } from '#spine/contracts/api.ts'
import { decisionKind, decisionsApi } from '../api.ts'
import { subjectWords } from './decision-values.ts'
import { RevokeForm } from './revoke-form.tsx'

export type DecisionRow = EndpointResponse<(typeof decisionsApi)['endpoints']['listDecisions']>['items'][number]

export function DecisionsPage() {
  const decisions = useClient(decisionsApi)
  const may = usePermission()
  const go = useGo()
  const ambiguities = useRead(contractsApi, 'listAmbiguities', { enabled: may('contract:read') })
  const [revoked, setRevoked] = useState<DecisionRow>()
  const record = may('decision:record') && <Button type="primary" onClick={() => go('/decisions/new')}>登记决定</Button>
  return (
    <Page title="甲方决定" lead="豁免、中止、归并与歧义取值都是登记在册的事实，判定由它们推出；改变主意时登记撤销，不改写历史。" actions={record}>
      <DataList
        name="decisions"
        noun="决定"
        source={decisions.list('listDecisions')}
        rowKey={(row) => row.decisionId}
        searchHint="理由"
        filters={[{ kind: 'choice', key: 'kind', label: '类别', options: decisionKind.values.map((value) => ({ value, label: decisionKind.titles[value] })) }]}
        columns={[
          { key: 'kind', title: '类别', width: 92, card: 'heading', render: (row) => (decisionKind.has(row.kind) ? decisionKind.titles[row.kind] : row.kind) },
          { key: 'subject', title: '对象', render: (row) => <Subject row={row} ambiguities={ambiguities.data?.items ?? []} /> },
          { key: 'reason', title: '理由' },
          { key: 'effectiveOn', title: '生效', canSort: true, width: 100 },
          { key: 'decidedByName', title: '决定人', width: 120, render: (row) => <>{row.decidedByName}<br /><span className="x-soft">{row.decidedOn}</span></> },
          { key: 'recordedAt', title: '登记', canSort: true, isExtra: true, width: 180, render: (row) => <><InstantText value={row.recordedAt} /><br /><span className="x-soft">{row.recordedByName}</span></> },
          { key: 'proofSm3', title: '证明文件', width: 120, render: (row) => (row.proofSm3 ? <HashText value={row.proofSm3} what="证明文件校验值" /> : <span className="x-soft">未附</span>) },
          { key: 'state', title: '状态', width: 80, card: 'state', render: (row) => (row.revokedByDecisionId ? <StateTag word="已撤销" tone="muted" /> : <StateTag word="有效" tone="good" />) },
          ...(may('decision:record') ? [{ key: 'act', title: '', width: 72, card: 'line' as const, render: (row: DecisionRow) => row.kind !== 'revocation' && !row.revokedByDecisionId && <Button size="small" onClick={() => setRevoked(row)}>撤销</Button> }] : []),
        ]}
        empty={{ what: '还没有甲方决定', how: '甲方作出豁免、中止、归并或改变歧义取值时在这里登记，附上批件。' }}
      />
      <SideSheet isOpen={revoked !== undefined} title="撤销决定" onClose={() => setRevoked(undefined)} width={420}>
        {revoked && <RevokeForm row={revoked} onClose={() => setRevoked(undefined)} />}
      </SideSheet>
    </Page>
  )
}

type Options = ReadonlyArray<{ id: string; options: ReadonlyArray<{ id: string; title: string }> }>

function Subject({ row, ambiguities }: { row: DecisionRow; ambiguities: Options }) {
  if (row.kind !== 'ambiguity-default') return subjectWords(row.kind, row.subject)
  const { ambiguity, option } = row.subject as { ambiguity: string; option: string }
  const title = ambiguities.find(({ id }) => id === ambiguity)?.options.find(({ id }) => id === option)?.title ?? option
  return <PageLink to={`/contract?tab=ambiguities&find=${ambiguity}`}>{ambiguity} 取「{title}」</PageLink>
}
