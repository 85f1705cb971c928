import { useRead } from '#web/kit/client/use-read.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { contractsApi } from '../api.ts'
import type { Ambiguity } from './contract-answer.ts'
import { SearchedTable } from './searched-table.tsx'

/** Where the text leaves a choice: the option in force, whose it is to decide, and who has. */
export function AmbiguitiesTable() {
  const ambiguities = useRead(contractsApi, 'listAmbiguities')
  const may = usePermission()
  if (ambiguities.error) return <ErrorState error={ambiguities.error} onRetry={() => void ambiguities.refetch()} />
  if (!ambiguities.data) return <PageSkeleton />
  return (
    <SearchedTable
      caption="歧义"
      searchHint="编号、条款、问题、取值"
      rows={ambiguities.data.items}
      rowKey={({ id }) => id}
      columns={[
        { key: 'id', title: '编号', width: 72, render: ({ id }) => <span className="x-mono">{id}</span> },
        { key: 'clause', title: '条款', width: 92 },
        { key: 'problem', title: '问题与影响', card: 'wide', render: (row) => <><div>{row.problem}</div><div className="x-soft">影响：{row.effect}</div></> },
        { key: 'inForce', title: '现行取值', width: 250, card: 'wide', render: (row) => <Options ambiguity={row} /> },
        { key: 'owner', title: '决定权', width: 68 },
        { key: 'decidedBy', title: '依据', width: 118, render: (row) => <Basis ambiguity={row} mayDecide={may('decision:record')} /> },
        { key: 'obligations', title: '涉及义务', width: 80, render: (row) => row.obligations.map((code) => <PageLink key={code} to={`/obligations?code=${code}`} className="x-mono x-contract-gap">{code}</PageLink>) },
      ]}
    />
  )
}

function Options({ ambiguity: { options, inForce } }: { ambiguity: Ambiguity }) {
  return (
    <ul className="x-contract-options">
      {options.map(({ id, title }) => <li key={id} className={id === inForce ? undefined : 'x-soft'}>{id === inForce ? '● ' : '○ '}{title}</li>)}
    </ul>
  )
}

function Basis({ ambiguity: { id, decidedBy, effectiveOn }, mayDecide }: { ambiguity: Ambiguity; mayDecide: boolean }) {
  return (
    <>
      {decidedBy ? (
        <>
          <PageLink to={`/decisions?search=${encodeURIComponent(decidedBy.reason.slice(0, 20))}`}>{decidedBy.decidedByName}</PageLink> <span className="x-soft">{decidedBy.decidedOn} 决定，{decidedBy.effectiveOn} 起</span>
        </>
      ) : (
        <><StateTag word="合同默认" tone="muted" /> <span className="x-soft">{effectiveOn} 起</span></>
      )}
      {mayDecide && <div><PageLink to={`/decisions/new?kind=ambiguity-default&ambiguity=${id}`}>更改取值</PageLink></div>}
    </>
  )
}
