import { subsystemOptions } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { formatNumber } from '#web/kit/value/format-number.ts'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { backupApi, contentTitles, levelTitles, ownerTitle } from '../api.ts'
import { bytesText, secondsText } from './bytes-text.ts'
import { LevelTag } from './level-tag.tsx'

const owners = [...subsystemOptions.filter(({ value }) => value !== 'platform'), { value: 'centre', label: '运维中心' }]

export function ArchivesPage() {
  const backup = useClient(backupApi)
  const may = usePermission()
  return (
    <Page title="备份目录" lead="写成并读回过的每份归档；到期删除的仍留记录。">
      <DataList
        name="backup-archives"
        noun="备份"
        source={backup.list('listArchives')}
        rowKey={(row) => row.archiveId}
        href={(row) => `/backup/archives/${row.archiveId}`}
        searchHint="编号、备份对象、SM3"
        filters={[
          { kind: 'choice', key: 'subsystem', label: '子系统', options: owners },
          { kind: 'choice', key: 'level', label: '至少已证明', options: levelTitles.slice(1).map((label, at) => ({ value: String(at + 1), label })) },
          { kind: 'choice', key: 'removed', label: '在存储中', options: [{ value: 'false', label: '在' }, { value: 'true', label: '已到期删除' }] },
        ]}
        columns={[
          { key: 'number', title: '编号', canSort: true, width: 160, render: (row) => <span className="x-mono">{row.number}</span> },
          { key: 'title', title: '备份对象', canSort: true, card: 'heading', render: (row) => <>{row.title} <span className="x-soft">{contentTitles[row.content]}</span></> },
          { key: 'level', title: '已证明', canSort: true, width: 110, card: 'state', render: (row) => <LevelTag level={row.level} hasFailedCheck={row.hasFailedCheck} /> },
          { key: 'snapshotAt', title: '数据时刻', canSort: true, width: 180, render: (row) => <InstantText value={row.snapshotAt} /> },
          { key: 'bytes', title: '大小', canSort: true, align: 'right', width: 100, render: (row) => bytesText(row.bytes) },
          { key: 'rows', title: '行', canSort: true, align: 'right', width: 110, render: (row) => (row.content === 'postgres-physical' ? <span className="x-soft">抽核 {formatNumber(row.rows)}</span> : formatNumber(row.rows)) },
          { key: 'seconds', title: '用时', align: 'right', width: 90, render: (row) => secondsText(row.seconds) },
          { key: 'copies', title: '异地', align: 'right', width: 70, render: (row) => (row.copies > 0 ? `${row.copies} 份` : '—') },
          { key: 'isHeld', title: '保留', width: 110, render: (row) => (row.removedAt ? '已到期删除' : row.isHeld ? '留存保全' : '按规则') },
          { key: 'subsystem', title: '子系统', isExtra: true, width: 150, render: (row) => ownerTitle(row.subsystem) },
          { key: 'tables', title: '表', align: 'right', isExtra: true, width: 80 },
          { key: 'sm3', title: 'SM3', isExtra: true, width: 160, render: (row) => <span className="x-mono">{row.sm3.slice(0, 16)}…</span> },
        ]}
        empty={{ what: '还没有备份', how: `每天自动备份${may('backup:run') ? '，也可以在“备份概况”点“立即备份”' : ''}。` }}
      />
    </Page>
  )
}
