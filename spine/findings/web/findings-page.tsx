import { subsystemOptions, subsystemShortTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { Figure, FigureStrip } from '#web/kit/state/figure.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { stateOf } from '#web/kit/state/states.ts'
import { DueText, InstantText } from '#web/kit/value/instant-text.tsx'
import { findingsApi, findingState, findingSeverity } from '../api.ts'
import { FindingStateTag } from './finding-state-tag.tsx'

export function FindingsPage() {
  const findings = useClient(findingsApi)
  const counts = useRead(findingsApi, 'countFindings')
  const total = (pick: (row: { severity: string; open: number; overdue: number }) => number) => counts.data?.counts.reduce((sum, row) => sum + pick(row), 0)
  return (
    <Page title="隐患" lead="由检查和监测登记；只有复检正常才算消除，接受风险须有理由。">
      <FigureStrip>
        <Figure label="未消除异常" value={total((row) => (row.severity === 'abnormal' ? row.open : 0))} unit="项" href="/findings?state=open&severity=abnormal" tone="bad" />
        <Figure label="未消除关注" value={total((row) => (row.severity === 'attention' ? row.open : 0))} unit="项" href="/findings?state=open&severity=attention" tone="caution" />
        <Figure label="超过整改期限" value={total((row) => row.overdue)} unit="项" href="/findings?overdue=true" />
      </FigureStrip>
      <DataList
        name="findings"
        noun="隐患"
        source={findings.list('listFindings')}
        rowKey={(row) => row.findingId}
        href={(row) => `/findings/${row.findingId}`}
        searchHint="编号、内容、部件"
        filters={[
          { kind: 'choice', key: 'state', label: '状态', options: findingState.values.map((value) => ({ value, label: findingState.titles[value] })) },
          { kind: 'choice', key: 'severity', label: '程度', options: findingSeverity.values.map((value) => ({ value, label: findingSeverity.titles[value] })) },
          { kind: 'choice', key: 'subsystem', label: '子系统', options: subsystemOptions },
          { kind: 'choice', key: 'owner', label: '责任人', options: [{ value: 'me', label: '我负责的' }, { value: 'nobody', label: '未落实责任人' }] },
          { kind: 'yes', key: 'overdue', label: '只看超期' },
        ]}
        columns={[
          { key: 'number', title: '编号', canSort: true, width: 160, render: (row) => <span className="x-mono">{row.number}</span> },
          { key: 'title', title: '内容', card: 'heading' },
          { key: 'severity', title: '程度', canSort: true, width: 90, card: 'state', render: (row) => <StateTag state={stateOf(row.severity)} /> },
          { key: 'state', title: '状态', width: 96, render: (row) => <FindingStateTag state={row.state} /> },
          { key: 'subsystem', title: '子系统', width: 96, render: (row) => subsystemShortTitle(row.subsystem) },
          { key: 'ownerName', title: '责任人', width: 110, render: (row) => row.ownerName ?? <span className="x-soft">未落实</span> },
          { key: 'dueAt', title: '整改期限', canSort: true, width: 180, render: (row) => <DueText value={row.dueAt} /> },
          { key: 'firstSeenAt', title: '首次发现', canSort: true, isExtra: true, width: 180, render: (row) => <InstantText value={row.firstSeenAt} /> },
          { key: 'seenCount', title: '发现次数', canSort: true, align: 'right', isExtra: true, width: 90 },
          { key: 'lastSeenAt', title: '最近发现', canSort: true, isExtra: true, width: 180, render: (row) => <InstantText value={row.lastSeenAt} /> },
        ]}
        empty={{ what: '没有隐患', how: '巡检或可用性监测发现问题时自动登记。' }}
      />
    </Page>
  )
}
