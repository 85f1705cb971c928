import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { formatNumber } from '#web/kit/value/format-number.ts'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { backupApi, contentTitles, levelTitles, ownerTitle, setKind, type ArchiveDetail } from '../api.ts'
import { ArchiveActs } from './archive-acts.tsx'
import { bytesText, secondsText } from './bytes-text.ts'
import { CheckTag, LevelTag } from './level-tag.tsx'

export function ArchivePage() {
  const { archiveId } = usePageParams('archiveId')
  const archive = useRead(backupApi, 'getArchive', { params: { archiveId } }, { refreshMs: 10_000 })
  return <DetailPage of={archive} show={plate} />
}

function plate(archive: ArchiveDetail) {
  const { physical } = archive
  const isDatabase = archive.content === 'postgres-custom' || archive.content === 'sql' || physical !== null
  return {
    title: archive.title,
    number: archive.number,
    state: <LevelTag level={archive.level} hasFailedCheck={archive.hasFailedCheck} />,
    actions: <ArchiveActs archive={archive} />,
    facts: [
      { label: '子系统', value: ownerTitle(archive.subsystem) },
      { label: '数据时刻', value: <InstantText value={archive.snapshotAt} precise /> },
      { label: '写成', value: <><InstantText value={archive.endedAt} precise />，用时 {secondsText(archive.seconds)}</> },
      { label: '大小', value: `${bytesText(archive.bytes)}（压缩前 ${bytesText(archive.rawBytes)}）${physical?.prior ? '，不含所依赖的全量' : ''}` },
      { label: '内容', value: physical ? `PostgreSQL 物理备份（${setKind.has(physical.kind) ? setKind.titles[physical.kind] : physical.kind}），整个服务器；抽核库 ${physical.database} 的 ${formatNumber(archive.tables)} 张表、${formatNumber(archive.rows)} 行` : `${contentTitles[archive.content] ?? archive.content}：${formatNumber(archive.tables)} ${isDatabase ? '张表' : '个目录'}，${formatNumber(archive.rows)} ${isDatabase ? '行' : '个文件'}` },
      { label: '服务器与工具', value: [isDatabase ? `${archive.engine} ${archive.serverVersion}` : '', archive.tool].filter(Boolean).join('；') },
      ...(physical ? [
        { label: '标签', value: <span className="x-mono">{physical.label}{physical.prior ? `，依赖 ${physical.prior}` : ''}</span> },
        { label: 'WAL', value: <span className="x-mono" style={{ overflowWrap: 'anywhere' as const }}>{physical.walStart} – {physical.walStop}（LSN {physical.lsnStart} – {physical.lsnStop}）</span>, wide: true },
      ] : []),
      { label: physical ? '清单的 SM3' : 'SM3', value: <HashText value={archive.sm3} length={16} what="归档摘要" /> },
      { label: '结构摘要', value: <HashText value={archive.structureSm3} length={12} what="结构摘要" /> },
      { label: '封存', value: physical ? 'pgBackRest 自带的 AES-256（不是国密 SM4），口令在运维中心的密钥目录' : archive.keyId === '' ? `只能用托管口令（${archive.escrowId ?? ''}）打开` : `主密钥 ${archive.keyId}${archive.escrowId ? `，托管口令 ${archive.escrowId}` : '；没有托管口令'}` },
      { label: '统一要求', value: archive.policyVersion ?? '未提供' },
      { label: '存储', value: <span className="x-mono" style={{ overflowWrap: 'anywhere' as const }}>{archive.storage}/{archive.objectName}</span>, wide: true },
      { label: '异地副本', value: archive.copiesAt.length > 0 ? archive.copiesAt.map((one) => <div key={one.target}>{one.target} <InstantText value={one.copiedAt} /> 读回一致</div>) : null },
      { label: '保留', value: archive.removedAt ? <>已于 <InstantText value={archive.removedAt} /> 删除：{archive.removal}</> : archive.hold ? `留存保全：${archive.hold.reason}（${archive.hold.setByName}）` : '按保留规则' },
    ],
    tabs: [
      {
        key: 'checks', title: '检查', count: archive.verifications.length,
        content: archive.verifications.length === 0 ? <EmptyState what="还没有检查" how="每周自动检查，每月自动恢复验证。" /> : (
          <DataTable caption="检查" rows={archive.verifications} rowKey={(row) => `${row.endedAt}${row.level}${row.storage}`} columns={[
            { key: 'level', title: '级别', width: 110, card: 'heading', render: (row) => levelTitles[row.level] ?? '' },
            { key: 'verdict', title: '结论', width: 100, card: 'state', render: (row) => <CheckTag verdict={row.verdict} /> },
            { key: 'lines', title: '逐条结果', render: (row) => row.lines.map((line) => <div key={line}>{line}</div>) },
            { key: 'endedAt', title: '时间', width: 180, render: (row) => <InstantText value={row.endedAt} /> },
            { key: 'rtoSeconds', title: '恢复用时', align: 'right' as const, width: 100, render: (row) => secondsText(row.rtoSeconds) },
            { key: 'storage', title: '读回自', width: 200, render: (row) => <span style={{ overflowWrap: 'anywhere' }}>{row.storage}</span> },
          ]} />
        ),
      },
      {
        key: 'tables', title: physical ? '抽核的表' : isDatabase ? '各表行数' : '各目录', count: archive.tallies.length,
        content: (
          <DataTable caption={physical ? '抽核的行数，大表只抽部分数据块' : '备份时的行数'} rows={archive.tallies} rowKey={(row) => row.name} columns={[
            { key: 'name', title: isDatabase ? '表' : '目录', card: 'heading', render: (row) => <span className="x-mono">{row.name}</span> },
            { key: 'rows', title: isDatabase ? '行' : '文件', align: 'right' as const, width: 140, render: (row) => formatNumber(row.rows) },
          ]} />
        ),
      },
      ...(archive.answers.length > 0 ? [{
        key: 'answers', title: '业务场景', count: archive.answers.length,
        content: <DataTable caption="备份时的答案" rows={archive.answers} rowKey={(row) => row.name} columns={[{ key: 'name', title: '场景', card: 'heading' }, { key: 'value', title: '备份时的答案', render: (row) => row.value ?? '—' }]} />,
      }] : []),
      { key: 'log', title: '作业日志', content: <pre className="x-mono" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', margin: 16 }}>{archive.log}</pre> },
    ],
  }
}
