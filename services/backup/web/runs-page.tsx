import { subsystemOptions } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { backupApi, runState } from '../api.ts'
import { bytesText } from './bytes-text.ts'
import { RunStateTag } from './level-tag.tsx'

const owners = [...subsystemOptions.filter(({ value }) => value !== 'platform'), { value: 'centre', label: '运维中心' }]

export function RunsPage() {
  const backup = useClient(backupApi)
  const may = usePermission()
  return (
    <Page title="备份作业" lead="每一次备份，成功的与未成的；未成的写明原因与处置，当日自动重试。">
      <DataList
        name="backup-runs"
        noun="备份作业"
        source={backup.list('listRuns')}
        rowKey={(row) => row.runId}
        searchHint="编号、备份对象"
        refreshMs={5_000}
        filters={[
          { kind: 'choice', key: 'subsystem', label: '子系统', options: owners },
          { kind: 'choice', key: 'state', label: '状态', options: runState.values.map((value) => ({ value, label: runState.titles[value] })) },
        ]}
        columns={[
          { key: 'number', title: '编号', canSort: true, width: 160, render: (row) => (row.state === 'done' ? <PageLink to={`/backup/archives/${row.runId}`} className="x-mono">{row.number}</PageLink> : <span className="x-mono">{row.number}</span>) },
          { key: 'title', title: '备份对象', canSort: true, width: 240, card: 'heading', render: (row) => row.title },
          { key: 'state', title: '状态', canSort: true, width: 100, card: 'state', render: (row) => <RunStateTag state={row.state} /> },
          { key: 'startedAt', title: '开始', canSort: true, width: 180, render: (row) => <InstantText value={row.startedAt} /> },
          { key: 'rawBytes', title: '导出', canSort: true, align: 'right', width: 100, render: (row) => bytesText(row.rawBytes) },
          { key: 'problem', title: '原因与处置', render: (row) => row.problem || <span className="x-soft">—</span> },
        ]}
        empty={{ what: '还没有备份作业', how: `每天自动备份${may('backup:run') ? '，也可以在“备份概况”点“立即备份”' : ''}。` }}
      />
    </Page>
  )
}
