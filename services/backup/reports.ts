import { subsystemTitle } from '#shared/subsystems.ts'
import type { ReportChapter } from '#spine/service.ts'
import { PHYSICAL } from './archives/archive-row.ts'
import { defineFigureQuery, openFigures, PERIOD_END, PERIOD_START } from '#spine/spine.ts'

const BY = `least(:as_of::timestamptz, ${PERIOD_END})`
const within = (column: string) => `${column} >= ${PERIOD_START} and ${column} < ${BY}`

const backupsDone = defineFigureQuery('backup.done', `select count(*) as value from backup.archive where ${within('ended_at')}`)
const backupsFailed = defineFigureQuery('backup.failed', `select count(*) as value from backup.run where state in ('failed', 'unchecked') and ${within('ended_at')}`)
const checksDone = defineFigureQuery('backup.checks', `select count(*) as value from backup.verification where level < 3 and work_order_id is not null and ${within('ended_at')}`)
const restoresDone = defineFigureQuery('backup.restores', `select count(*) as value from backup.verification where level >= 3 and ${within('ended_at')}`)
const checksFailed = defineFigureQuery('backup.checks-failed', `select count(*) as value from backup.verification where verdict = 'failed' and ${within('ended_at')}`)
const sourceSizes = defineFigureQuery(
  'backup.source-sizes',
  `select a.subsystem, a.source_title as title, count(*) as times, (array_agg(a.bytes order by a.ended_at))[1]::bigint as first, (array_agg(a.bytes order by a.ended_at desc))[1]::bigint as last, max(a.row_count)::bigint as rows, a.content,
    coalesce(round(max(v.rto_seconds)::numeric, 1), 0)::float8 as rto, max(v.level) filter (where v.verdict = 'passed') as level
  from backup.archive a left join backup.verification v on v.archive_id = a.archive_id and v.ended_at < ${BY} where ${within('a.ended_at')} group by a.subsystem, a.source_title, a.content order by 1, 2, a.content`,
)
type Sizes = { subsystem: string; title: string; times: number; first: number; last: number; rows: number; content: string; rto: number; level: number | null }

const isPhysical = ({ content }: Sizes) => content === PHYSICAL

const LEVELS = ['未检查', '在位', '可读', '可恢复', '已演练']

/** 数据备份: what was backed up and how far it is proven; sizes from the first to the last of the period. */
const backups: ReportChapter = {
  chapter: 'backups',
  title: '数据备份与恢复验证',
  order: 75,
  kinds: ['monthly', 'quarterly', 'half-year', 'yearly'],
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    const items = []
    for (const [id, label, query] of [['backups-done', '成功备份', backupsDone], ['backups-failed', '未成的作业', backupsFailed], ['backups-checked', '备份检查', checksDone], ['backups-restored', '恢复验证与演练', restoresDone], ['backups-checks-failed', '检查不通过', checksFailed]] as const) items.push(await figures.figure({ id, label, unit: '次', query }))
    const { rows, source } = await figures.rows<Sizes>(sourceSizes)
    const megabytes = (bytes: number) => (Number(bytes) / 1_000_000).toFixed(1)
    return figures.chapter([
      { kind: 'paragraph', content: '备份写成后即从存储全部读回，摘要与逐段校验一致才计为成功；恢复验证把归档恢复到临时实例，逐表核对行数与内容。' },
      ...(rows.some(isPhysical) ? [{ kind: 'paragraph' as const, content: '物理备份由 pgBackRest 进行（AES-256 加密），恢复验证还原到备份结束时并启动，核对结构与抽样的表，不是逐行核对。' }] : []),
      { kind: 'keyFigures', items: items.map(({ id }) => ({ figure: id, note: '' })) },
      {
        kind: 'table',
        caption: '各备份对象的次数、大小与证明程度',
        columns: [{ title: '子系统', unit: '', align: 'left', width: 1.8 }, { title: '备份对象', unit: '', align: 'left', width: 2 }, { title: '次数', unit: '次', align: 'right', width: 0.7 }, { title: '期初大小', unit: 'MB', align: 'right', width: 0.9 }, { title: '期末大小', unit: 'MB', align: 'right', width: 0.9 }, { title: '行数', unit: '行', align: 'right', width: 1 }, { title: '恢复用时', unit: '秒', align: 'right', width: 0.8 }, { title: '已证明', unit: '', align: 'left', width: 0.8 }],
        rows: rows.map((row) => [row.subsystem === 'centre' ? '运维中心' : subsystemTitle(row.subsystem), isPhysical(row) ? `${row.title}（物理备份）` : row.title, `${row.times}`, megabytes(row.first), megabytes(row.last), isPhysical(row) ? `抽核 ${row.rows}` : `${row.rows}`, row.rto ? `${row.rto}` : '—', LEVELS[Number(row.level ?? 0)] ?? '']),
        zeroRows: '本期没有成功的备份。',
        source,
      },
    ])
  },
}

export const reports: readonly ReportChapter[] = [backups]
