import { serviceTitle } from '#shared/services.ts'
import { subsystemShortTitle, subsystemTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { useAddress, usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { stateOf } from '#web/kit/state/states.ts'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { evidenceApi } from '#spine/evidence/api.ts'
import { findingsApi } from '#spine/findings/api.ts'
import { WorkOrderList } from '#spine/work-orders/web/work-order-list.tsx'
import { obligationsApi } from '../api.ts'
import { DONE, OccurrenceList, PLANNED } from './occurrence-list.tsx'
import { idleOf } from './home/standing.ts'

/** One cell of the matrix: its duties, what fell due, the work and the proof. */
export function CellPage() {
  const { subsystem, service } = usePageParams('subsystem', 'service')
  const [address] = useAddress()
  const text = (key: string) => (typeof address[key] === 'string' ? address[key] : undefined)
  const [from, to] = [text('from'), text('to')]
  const may = usePermission()
  const matrix = useRead(obligationsApi, 'getMatrix', { query: { ...(from ? { from } : {}), ...(to ? { to } : {}) } })
  return (
    <DetailPage
      of={matrix}
      show={(answer) => {
        const cell = answer.cells.find((one) => one.subsystem === subsystem && one.service === service)
        const idle = cell && idleOf(cell)
        const span = { dueFrom: answer.from, dueTo: answer.to }
        const list = `/occurrences?subsystem=${subsystem}&service=${service}&dueFrom=${answer.from}&dueTo=${answer.to}`
        return {
          title: `${subsystemShortTitle(subsystem)} · ${serviceTitle(service)}`,
          number: `${answer.from} 至 ${answer.to}`,
          state: cell && (idle ? <StateTag word={idle.word} tone="muted" glyph="–" reason={idle.reason} /> : <StateTag state={stateOf(cell.state)} />),
          facts: [
            { label: '子系统', value: subsystemTitle(subsystem) },
            { label: '应办', value: <PageLink to={`${list}&verdict=${PLANNED}`}>{cell?.planned ?? 0} 项</PageLink> },
            { label: '完成', value: <PageLink to={`${list}&verdict=${DONE}`}>{cell?.done ?? 0} 项</PageLink> },
            { label: '已到期', value: `${cell?.dueSoFar ?? 0} 项` },
            { label: '下次到期', value: cell?.nextDueAt && <><InstantText value={cell.nextDueAt} /> {cell.nextTitle}</> },
            { label: '最近的证据', value: cell?.lastEvidence && <><PageLink to={`/evidence/${cell.lastEvidence.evidenceId}`}>{cell.lastEvidence.title}</PageLink> <InstantText value={cell.lastEvidence.happenedAt} /></> },
            ...(cell?.reason ? [{ label: '本期没有事项', value: cell.reason, wide: true }] : []),
          ],
          tabs: [
            { key: 'occurrences', title: '应办事项', content: <OccurrenceList prefix="occurrences" fixed={{ subsystem, service, ...span }} /> },
            { key: 'obligations', title: '义务', content: <CellObligations subsystem={subsystem} service={service} /> },
            ...(may('work-order:read') ? [{ key: 'work-orders', title: '工单', content: <WorkOrderList prefix="orders" fixed={{ subsystem, service }} /> }] : []),
            ...(may('evidence:read') ? [{ key: 'evidence', title: '证据', content: <CellEvidence subsystem={subsystem} service={service} /> }] : []),
            ...(may('finding:read') ? [{ key: 'findings', title: '隐患', content: <SubsystemFindings subsystem={subsystem} /> }] : []),
          ],
        }
      }}
    />
  )
}

type Cell = { subsystem: string; service: string }

function CellObligations(cell: Cell) {
  const obligations = useClient(obligationsApi)
  return (
    <DataList
      name="cell-obligations"
      noun="义务"
      prefix="obligations"
      source={obligations.list('listObligations', { query: cell })}
      rowKey={(row) => row.obligationId}
      href={(row) => `/occurrences?obligation=${row.code}&subsystem=${row.subsystem}`}
      columns={[
        { key: 'code', title: '编号', width: 88, render: (row) => <span className="x-mono">{row.code}</span> },
        { key: 'title', title: '义务', card: 'heading', render: (row) => <><b>{row.title}</b><div className="x-soft">{row.duty}</div></> },
        { key: 'clause', title: '条款', width: 140 },
        { key: 'cadence', title: '频次', width: 90 },
        { key: 'evidenceKinds', title: '证据', width: 190, render: (row) => row.evidenceKinds.join('、') || '—' },
      ]}
      empty={{ what: '合同没有这一项义务' }}
    />
  )
}

function CellEvidence(cell: Cell) {
  const evidence = useClient(evidenceApi)
  return (
    <DataList
      name="cell-evidence"
      noun="证据"
      prefix="evidence"
      source={evidence.list('listEvidence', { query: cell })}
      rowKey={(row) => row.evidenceId}
      href={(row) => `/evidence/${row.evidenceId}`}
      searchHint="名称、类别"
      columns={[
        { key: 'title', title: '名称', card: 'heading' },
        { key: 'kind', title: '类别', width: 180, render: (row) => <span className="x-mono">{row.kind}</span> },
        { key: 'happenedAt', title: '发生时间', canSort: true, width: 190, render: (row) => <InstantText value={row.happenedAt} /> },
        { key: 'recordedByName', title: '记录人', width: 120 },
        { key: 'sequence', title: '封存序号', align: 'right', width: 90 },
      ]}
      empty={{ what: '还没有证据', how: '系统办理的工作自动留存；人工工作在工单中上传。' }}
    />
  )
}

/** Findings belong to a subsystem; the module that saw one is a column. */
function SubsystemFindings({ subsystem }: { subsystem: string }) {
  const findings = useClient(findingsApi)
  return (
    <DataList
      name="cell-findings"
      noun="隐患"
      prefix="findings"
      source={findings.list('listFindings', { query: { subsystem } })}
      rowKey={(row) => row.findingId}
      href={(row) => `/findings/${row.findingId}`}
      columns={[
        { key: 'number', title: '编号', width: 150, render: (row) => <span className="x-mono">{row.number}</span> },
        { key: 'title', title: '隐患', card: 'heading' },
        { key: 'service', title: '发现模块', width: 140, render: (row) => serviceTitle(row.service) },
        { key: 'ownerName', title: '责任人', width: 110 },
        { key: 'lastSeenAt', title: '最近出现', width: 190, render: (row) => <InstantText value={row.lastSeenAt} /> },
      ]}
      empty={{ what: '这个子系统没有隐患', how: '巡检发现异常时自动登记。' }}
    />
  )
}
