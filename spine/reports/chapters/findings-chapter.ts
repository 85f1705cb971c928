import type { Block } from '#shared/document-model.ts'
import type { StateCode } from '#shared/state-marks.ts'
import { reportKinds, type ReportChapter } from '#spine/service.ts'
import { contractNames } from '../contract-names.ts'
import { PERIOD_END, PERIOD_START } from '../duty-queries.ts'
import { openFigures, type FigureBuilder } from '../figure-builder.ts'
import { defineFigureQuery } from '../figure-query.ts'
import { shownInstant } from '../report-words.ts'

/** The moment at which the period is looked back on: its end, or now while it runs. */
const BY = `least(:as_of::timestamptz, ${PERIOD_END})`
const IS_OPEN = `f.first_seen_at <= ${BY} and (f.closed_at is null or f.closed_at > ${BY})`
const foundEvidence = `array(select v.evidence_id::text from spine.finding_event v join spine.finding f using (finding_id) where v.kind = 'found' and v.evidence_id is not null and f.first_seen_at >= ${PERIOD_START} and f.first_seen_at < ${BY} order by v.finding_event_id desc limit 3)`

export const findingsNew = defineFigureQuery('findings.new', `select count(*) as value, ${foundEvidence} as evidence from spine.finding f where f.first_seen_at >= ${PERIOD_START} and f.first_seen_at < ${BY}`)
export const findingsFixed = defineFigureQuery(
  'findings.fixed',
  `select count(*) as value, (array_agg(f.closed_evidence_id::text order by f.closed_at desc))[1:3] as evidence from spine.finding f where f.closed_at >= ${PERIOD_START} and f.closed_at < ${BY} and f.closed_evidence_id is not null`,
)
export const findingsOpen = defineFigureQuery('findings.open', `select count(*) as value from spine.finding f where ${IS_OPEN}`)
const findingsAges = defineFigureQuery(
  'findings.ages',
  `select f.severity, width_bucket(extract(epoch from ${BY} - f.first_seen_at) / 86400.0, array[7, 30, 90]) as age, count(*) as count from spine.finding f where ${IS_OPEN} group by 1, 2 order by 1, 2`,
)
const findingsList = defineFigureQuery(
  'findings.list',
  `select f.number, f.subsystem, f.severity, f.title, f.state, f.first_seen_at, f.due_at, case when f.closed_at <= ${BY} then f.closed_at end as closed_at, u.display_name as owner
  from spine.finding f left join platform.user_account u on u.user_id = f.owner_id
  where f.first_seen_at <= ${BY} and (f.closed_at is null or f.closed_at >= ${PERIOD_START}) order by f.closed_at is not null, f.severity, f.first_seen_at, f.number`,
)

const AGES = ['7 日内', '8 至 30 日', '31 至 90 日', '90 日以上']
const LISTED = 80

type Listed = { number: string; subsystem: string; severity: StateCode; title: string; state: string; firstSeenAt: Date; dueAt: Date | null; closedAt: Date | null; owner: string | null }

/** Hazards found by whatever service: new, mended, still there, how old. */
export const findingsChapter: ReportChapter = {
  chapter: 'findings',
  title: '隐患与处置',
  order: 160,
  kinds: reportKinds,
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    const items = [
      await figures.figure({ id: 'findings-new', label: '新发现隐患', unit: '项', query: findingsNew }),
      await figures.figure({ id: 'findings-fixed', label: '复检消除', unit: '项', query: findingsFixed }),
      await figures.figure({ id: 'findings-open', label: '期末未消除', unit: '项', query: findingsOpen }),
    ]
    const codes = new Map((await contractNames(ctx)).subsystems.map(({ slug, code }) => [slug, code]))
    return figures.chapter([
      { kind: 'paragraph', content: '隐患由检查登记，只有再次检查正常才算消除；接受风险须有人负责并写明原因，仍计入未消除。' },
      { kind: 'keyFigures', items: items.map(({ id }) => ({ figure: id, note: '' })) },
      ...(await ageChart(figures)),
      await list(figures, codes),
    ])
  },
}

async function ageChart(figures: FigureBuilder): Promise<Block[]> {
  const { rows, source } = await figures.rows<{ severity: string; age: number; count: number }>(findingsAges)
  if (rows.length === 0) return []
  const series = ([['abnormal', '异常'], ['attention', '关注']] as const).map(([severity, name]) => ({ name, values: AGES.map((_, age) => rows.find((row) => row.severity === severity && row.age === age)?.count ?? 0) }))
  return [{ kind: 'chart', chart: { type: 'stacked-bar', horizontal: false, title: '未消除隐患的存续时间', alternative: AGES.map((age, at) => `${age} ${series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0)} 项`).join('，'), categories: AGES, x: { title: '自发现之日', unit: '' }, y: { title: '隐患', unit: '项' }, series, thresholds: [] }, source }]
}

async function list(figures: FigureBuilder, codes: ReadonlyMap<string, string>): Promise<Block> {
  const { rows, source } = await figures.rows<Listed>(findingsList)
  return {
    kind: 'table',
    caption: rows.length > LISTED ? `本期存在的隐患（共 ${rows.length} 项，列出 ${LISTED} 项，未消除者在前）` : '本期存在的隐患',
    columns: [
      { title: '编号', unit: '', align: 'left', width: 1.6 },
      { title: '子系统', unit: '', align: 'center', width: 0.7 },
      { title: '程度', unit: '', align: 'center', width: 0.9 },
      { title: '内容', unit: '', align: 'left', width: 3 },
      { title: '发现', unit: '', align: 'center', width: 1.2 },
      { title: '责任人', unit: '', align: 'left', width: 1.1 },
      { title: '处置', unit: '', align: 'left', width: 1.5 },
    ],
    rows: rows.slice(0, LISTED).map((row) => [row.number, codes.get(row.subsystem) ?? row.subsystem, [{ state: row.severity }], row.title, shownInstant(row.firstSeenAt).slice(0, 10), row.owner ?? '未落实', outcome(row)]),
    zeroRows: '本期没有登记隐患。',
    source,
  }
}

function outcome({ closedAt, state, dueAt }: Listed): string {
  if (closedAt) return `${shownInstant(closedAt).slice(0, 10)} 消除`
  if (state === 'accepted') return '已接受风险'
  return dueAt ? `未消除，限 ${shownInstant(dueAt).slice(0, 10)}` : '未消除，未定期限'
}
