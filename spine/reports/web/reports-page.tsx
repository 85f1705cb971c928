import { useState } from 'react'
import { Button } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { DateSpan } from '#web/kit/value/date-span.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { reportKind, reportKindTitle, reportsApi, reportState } from '../api.ts'
import { BuildForm } from './build-form.tsx'
import { ReportStateTag, ReviewTag } from './report-state-tag.tsx'

export function ReportsPage() {
  const reports = useClient(reportsApi)
  const may = usePermission()
  const [isBuilding, setBuilding] = useState(false)
  const build = may('report:build') && <Button type="primary" onClick={() => setBuilding(true)}>编制报告</Button>
  return (
    <Page title="报告" lead="报告的每个数字都来自存下的查询，数据冻结后以校验值锁定；每一版都保留。" actions={build}>
      <DataList
        name="reports"
        noun="报告"
        source={reports.list('listReports')}
        rowKey={(row) => row.reportId}
        href={(row) => `/reports/${row.reportId}`}
        searchHint="标题、编号或周期"
        filters={[
          { kind: 'choice', key: 'kind', label: '种类', options: reportKind.options.map((value) => ({ value, label: reportKindTitle[value] })) },
          { kind: 'choice', key: 'state', label: '状态', options: reportState.values.map((value) => ({ value, label: reportState.titles[value] })) },
        ]}
        columns={[
          { key: 'title', title: '报告', canSort: true, card: 'heading' },
          { key: 'number', title: '编号', canSort: true, width: 170, render: (row) => <span className="x-mono">{row.number}</span> },
          { key: 'periodFrom', title: '期间', canSort: true, width: 200, render: (row) => <DateSpan from={row.periodFrom} to={row.periodTo} /> },
          { key: 'currentVersion', title: '版次', width: 110, render: (row) => <>第 {row.currentVersion} 版{row.isPartial && <> <StateTag word="截至" tone="caution" reason="周期尚未结束" /></>}</> },
          { key: 'builtAt', title: '编制', canSort: true, width: 150, render: (row) => <InstantText value={row.builtAt} /> },
          { key: 'receivedAt', title: '甲方收到', canSort: true, width: 150, render: (row) => <InstantText value={row.receivedAt} /> },
          { key: 'state', title: '状态', canSort: true, width: 240, card: 'state', render: (row) => <span className="x-row"><ReportStateTag state={row.state} /><ReviewTag review={row.review} /></span> },
        ]}
        empty={{ what: '还没有报告', how: `每个周期结束后系统自动起草${may('report:build') ? '；也可以随时编制「截至今日」的草稿' : ''}。`, action: build }}
      />
      <SideSheet isOpen={isBuilding} title="编制报告" onClose={() => setBuilding(false)} width={400}>
        <BuildForm onClose={() => setBuilding(false)} />
      </SideSheet>
    </Page>
  )
}
