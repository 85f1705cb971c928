import { useState } from 'react'
import { SafetyCertificateOutlined } from '@ant-design/icons'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import type { EndpointResponse } from '#shared/define-api.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { ProgressPanel } from '#web/kit/state/progress-panel.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { evidenceApi } from '../api.ts'

type Verification = EndpointResponse<(typeof evidenceApi)['endpoints']['getVerification']>
type Verdict = NonNullable<Verification['result']>

const kindTitles: Readonly<Record<Verdict['problems'][number]['kind'], string>> = { altered: '被改动', deleted: '被删除', reordered: '次序被调换', truncated: '末尾被截去', file: '文件' }

export function EvidenceVerificationPage() {
  const evidence = useClient(evidenceApi)
  const may = usePermission()
  const request = useAct(evidenceApi, 'requestVerification', { done: '核验已开始' })
  const [isMoving, setMoving] = useState(false)
  const refreshMs = isMoving ? 1_000 : 15_000
  const last = useRead(evidenceApi, 'listVerifications', { query: { pageSize: 1 } }, { refreshMs })
  const latest = last.data?.items[0]
  const isNowMoving = latest?.state === 'running' || latest?.state === 'waiting'
  if (isNowMoving !== isMoving) setMoving(isNowMoving)
  return (
    <Page
      title="证据核验"
      lead="逐条重算内容与链式摘要，对照库内库外的锚点，逐字节核对文件。每晚自动进行一次。"
      actions={<ActButton type="primary" icon={<SafetyCertificateOutlined />} permission="evidence:verify" disabled={isMoving} onAct={() => request.mutateAsync()}>核验整链</ActButton>}
    >
      {last.error && <ErrorState error={last.error} onRetry={() => void last.refetch()} />}
      {last.data && !latest && <Section><EmptyState what="还没有核验过" how={may('evidence:verify') ? '点“核验整链”，或等今晚自动核验。' : '今晚自动核验。'} /></Section>}
      {latest && <Latest run={latest} />}
      <Section title="历次核验" flush>
        <DataList
          name="evidence-verifications"
          noun="核验"
          prefix="runs"
          refreshMs={refreshMs}
          pageSize={20}
          source={evidence.list('listVerifications')}
          rowKey={(row) => row.verificationId}
          columns={[
            { key: 'requestedAt', title: '发起时间', canSort: true, render: (row) => <InstantText value={row.requestedAt} />, card: 'heading' },
            { key: 'requestedByName', title: '发起人' },
            { key: 'count', title: '证据', align: 'right', render: (row) => row.result?.count ?? '—' },
            { key: 'state', title: '结果', render: (row) => <ResultTag run={row} />, card: 'state' },
          ]}
          empty={{ what: '还没有核验过' }}
        />
      </Section>
      <Section title="锚点" flush>
        <DataList
          name="evidence-anchors"
          noun="锚点"
          prefix="anchors"
          pageSize={20}
          source={evidence.list('listAnchors')}
          rowKey={(row) => String(row.anchor)}
          columns={[
            { key: 'anchor', title: '锚点', canSort: true, align: 'right', width: 90, card: 'heading' },
            { key: 'anchoredAt', title: '时间', render: (row) => <InstantText value={row.anchoredAt} precise /> },
            { key: 'sequence', title: '证据链头', align: 'right', render: (row) => `第 ${row.sequence} 条` },
            { key: 'hash', title: '链头摘要', render: (row) => <HashText value={row.hash} what="链头摘要" /> },
            { key: 'keyId', title: '签名密钥', render: (row) => <span className="x-mono">{row.keyId}</span> },
          ]}
          empty={{ what: '还没有锚点', how: '每小时及每次巡检之后自动写出，并导出到数据库之外。' }}
        />
      </Section>
    </Page>
  )
}

function ResultTag({ run }: { run: Verification }) {
  if (run.state === 'failed') return <StateTag word="未能完成" tone="caution" reason={run.failure ?? undefined} />
  if (!run.result) return <StateTag word={run.state === 'waiting' ? '排队中' : '进行中'} tone="info" />
  return run.result.ok ? <StateTag word="完好" tone="good" /> : <StateTag word={`${run.result.problemCount} 处问题`} tone="bad" />
}

function Latest({ run }: { run: Verification }) {
  return (
    <ProgressPanel title="最近一次核验" state={run.state} done={run.checked} total={run.expected} unit="条" startedAt={run.requestedAt} doing={run.failure ?? <ResultTag run={run} />}>
      {run.result && <Findings verdict={run.result} />}
    </ProgressPanel>
  )
}

function Findings({ verdict }: { verdict: Verdict }) {
  return (
    <>
      <p>证据 {verdict.count} 条，未封存 {verdict.unsealed} 条，锚点 {verdict.anchors} 个，文件 {verdict.files} 个{verdict.ledgers.filter(({ ledger }) => ledger === 'audit').map(({ count }) => `，审计记录 ${count} 条`)}。</p>
      {verdict.problems.length > 0 && (
        <ul>
          {verdict.problems.map((problem) => (
            <li key={`${problem.ledger} ${problem.id} ${problem.message}`}>
              <StateTag word={kindTitles[problem.kind]} tone="bad" /> {problem.message}{' '}
              {problem.ledger === 'evidence' && !problem.id.startsWith('#') && <PageLink to={`/evidence/${problem.id}`}>打开</PageLink>}
            </li>
          ))}
        </ul>
      )}
      {verdict.problemCount > verdict.problems.length && <p>另有 {verdict.problemCount - verdict.problems.length} 处未逐一列出。</p>}
    </>
  )
}
