import { useState } from 'react'
import { Button } from 'antd'
import { subsystemOptions, subsystemShortTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { checkVerdict, inspectionApi, runKind, runState } from '../api.ts'
import { RunStateTag } from './run-state-tag.tsx'
import { StartRunForm } from './start-run-form.tsx'
import { VerdictCounts } from './verdict-counts.tsx'

const options = (set: { values: readonly string[]; titles: Readonly<Record<string, string>> }, values = set.values) => values.map((value) => ({ value, label: set.titles[value] ?? value }))

export function RunsPage() {
  const may = usePermission()
  const inspection = useClient(inspectionApi)
  const [isStarting, setStarting] = useState(false)
  return (
    <Page title="巡检运行" lead="按合同义务自动进行，也可以随时发起；每一项都有结论，未检也写明原因。" actions={may('inspection:run') && <Button type="primary" onClick={() => setStarting(true)}>发起巡检</Button>}>
      <DataList
        name="inspection-runs"
        noun="巡检"
        source={inspection.list('listRuns')}
        rowKey={(row) => row.runId}
        href={(row) => `/inspection/runs/${row.runId}`}
        searchHint="编号、名称"
        refreshMs={5_000}
        filters={[
          { kind: 'choice', key: 'kind', label: '类别', options: options(runKind) },
          { kind: 'choice', key: 'state', label: '状态', options: options(runState) },
          { kind: 'choice', key: 'subsystem', label: '子系统', options: subsystemOptions },
          { kind: 'choice', key: 'verdict', label: '含有', options: options(checkVerdict, ['attention', 'abnormal', 'unchecked']) },
          { kind: 'dates', fromKey: 'from', toKey: 'to', label: '开始' },
        ]}
        columns={[
          { key: 'number', title: '编号', canSort: true, width: 160, render: (row) => <span className="x-mono">{row.number}</span> },
          { key: 'title', title: '巡检', card: 'heading' },
          { key: 'state', title: '状态', width: 96, card: 'state', render: (row) => <RunStateTag state={row.state} /> },
          { key: 'counts', title: '结论', width: 300, render: (row) => <VerdictCounts counts={row.counts} /> },
          { key: 'answered', title: '进度', align: 'right', width: 90, render: (row) => `${row.answered} / ${row.planned}` },
          { key: 'startedAt', title: '开始', canSort: true, width: 180, render: (row) => <InstantText value={row.startedAt} /> },
          { key: 'signatures', title: '签认', width: 80, render: (row) => (row.signatures === 2 ? '已双签' : `${row.signatures} / 2`) },
          { key: 'subsystem', title: '子系统', canSort: true, isExtra: true, width: 96, render: (row) => subsystemShortTitle(row.subsystem) },
          { key: 'requestedByName', title: '发起', isExtra: true, width: 140 },
        ]}
        empty={{ what: '还没有巡检', how: `义务到期时自动进行${may('inspection:run') ? '，也可以点“发起巡检”' : ''}。` }}
      />
      <SideSheet isOpen={isStarting} title="发起巡检" onClose={() => setStarting(false)} width={420}>
        <StartRunForm onClose={() => setStarting(false)} />
      </SideSheet>
    </Page>
  )
}
