import type { Block, Content, Inline } from '#shared/document-model.ts'
import type { StateCode } from '#shared/state-marks.ts'
import { dayNumber, dateOfDay } from '#shared/calendar/dates.ts'
import { worstVerdict } from '#spine/assessments/verdict.ts'
import { CONTRACT_ITSELF, WHOLE_PLATFORM } from '#spine/contracts/settled-obligation.ts'
import { reportKinds, type ReportChapter } from '#spine/service.ts'
import { dutiesByDay, dutiesByModule, dutiesDone, dutiesInTime, dutiesNotMet, dutiesOfCell, dutiesOverdue, dutiesPlanned, dutiesStates, obligationsByCell } from '../duty-queries.ts'
import { NO_CASE, openFigures, type FigureBuilder } from '../figure-builder.ts'
import { contractNames, type ContractNames } from '../contract-names.ts'
import { shownInstant } from '../report-words.ts'

type ByModule = { service: string; planned: number; done: number; setAside: number; overdue: number; coming: number }
type States = { service: string; subsystem: string; verdicts: string[] }
type Obliged = { service: string; subsystem: string; obligations: number; later: number }
type NotMet = { code: string; clause: string; service: string; subsystem: string; title: string; firstDueAt: Date; late: number; missed: number; undecided: number }

/** Days that a heat calendar can show legibly. */
const MAX_DAYS = 31

/** Planned versus done for every cell of the contract's matrix; a cell without activity says why. */
export const matrixChapter: ReportChapter = {
  chapter: 'matrix',
  title: '履约计划与完成情况',
  order: 30,
  kinds: reportKinds.filter((kind) => kind !== 'inspection' && kind !== 'security-yearly'),
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    const names = await contractNames(ctx)
    const planned = await figures.figure({ id: 'matrix-planned', label: '本期到期事项', unit: '项', query: dutiesPlanned })
    const done = await figures.figure({ id: 'matrix-done', label: '已完成', unit: '项', query: dutiesDone })
    const overdue = await figures.figure({ id: 'matrix-overdue', label: '到期未完成', unit: '项', query: dutiesOverdue })
    const share = await figures.figure({ id: 'matrix-in-time', label: '按期完成率', unit: '%', query: dutiesInTime })
    const cells = await cellBlocks(figures, names)
    return figures.chapter([
      { kind: 'paragraph', content: ['「应办」指按合同义务清单在本期内到期的事项；「已完成」指截至统计时刻工单已办结且证据齐全的事项。事项逐条由合同条款推算，状态由证据判定，不由人工填写。'] },
      {
        kind: 'keyFigures',
        items: [
          { figure: planned.id, note: '' },
          { figure: done.id, note: '' },
          { figure: overdue.id, note: '', state: overdue.value === 0 ? 'normal' : 'abnormal' },
          { figure: share.id, note: share.value === NO_CASE ? '本期没有已到期的事项' : '按期完成 ÷ 已到期' },
        ],
      },
      { kind: 'heading', level: 2, text: '各子系统、各模块完成情况', numbered: true },
      ...cells,
      ...(await moduleChart(figures, names)),
      ...(await dayChart(figures, names, period)),
      { kind: 'heading', level: 2, text: '逾期与未完成事项', numbered: true },
      await notMetBlock(figures, names),
    ])
  },
}

async function cellBlocks(figures: FigureBuilder, { subsystems, modules }: ContractNames): Promise<Block[]> {
  const { rows: states } = await figures.rows<States>(dutiesStates)
  const { rows: obliged, source } = await figures.rows<Obliged>(obligationsByCell)
  const stateOf = new Map(states.map((row) => [`${row.service} ${row.subsystem}`, worstVerdict(row.verdicts)]))
  const obligedOf = new Map(obliged.map((row) => [`${row.service} ${row.subsystem}`, row]))
  const quiet = new Map<string, string[]>()
  const rows: Content[][] = []
  for (const module of modules) {
    const row: Content[] = [`${module.code} ${module.title}`]
    for (const subsystem of subsystems) {
      const figure = await figures.figure({
        id: `cell-${subsystem.slug}-${module.service}`,
        label: `${subsystem.code} ${subsystem.title} · ${module.title}`,
        query: dutiesOfCell,
        parameters: { subsystem: subsystem.slug, service: module.service },
      })
      const key = `${module.service} ${subsystem.slug}`
      const state = stateOf.get(key)
      const cell: Inline[] = [{ figure: figure.id }]
      if (state) cell.unshift(...markOf(state))
      if (figure.value === NO_CASE) {
        const reason = `${module.code} ${module.title}\n${emptyReason(obligedOf.get(key))}`
        quiet.set(reason, [...(quiet.get(reason) ?? []), subsystem.code])
        row.push('—')
      } else row.push(cell)
    }
    rows.push(row)
  }
  return [
    {
      kind: 'table',
      caption: '各单元格：已完成 / 应办（没有定期事项的模块为本期登记件数）',
      columns: [{ title: '模块', unit: '', align: 'left', width: 1.9 }, ...subsystems.map(({ code, title }) => ({ title: `${code} ${title}`, unit: '', align: 'center' as const, width: 1 }))],
      rows,
      zeroRows: '合同没有模块。',
    },
    {
      kind: 'table',
      caption: '本期没有活动的单元格及原因',
      columns: [{ title: '模块', unit: '', align: 'left', width: 1.5 }, { title: '子系统', unit: '', align: 'left', width: 2.2 }, { title: '原因', unit: '', align: 'left', width: 2.4 }],
      rows: [...quiet].map(([key, list]) => {
        const [module = '', reason = ''] = key.split('\n')
        return [module, list.length === subsystems.length ? '全部子系统' : list.join('、'), reason]
      }),
      zeroRows: '每个单元格本期都有活动。',
      source,
    },
  ]
}

function markOf(state: StateCode): Inline[] {
  return state === 'met' ? [] : [{ state }, '\n']
}

function emptyReason(cell: Obliged | undefined): string {
  if (!cell || cell.obligations === 0) return '合同正文没有这一项义务'
  return cell.later > 0 ? '本期没有到期的事项' : '按事件发生，没有定期事项；本期没有登记'
}

async function moduleChart(figures: FigureBuilder, { modules }: ContractNames): Promise<Block[]> {
  const { rows, source } = await figures.rows<ByModule>(dutiesByModule)
  const titles = new Map([...modules.map(({ service, title }) => [service, title] as const), [CONTRACT_ITSELF, '合同整体义务'] as const])
  const shown = [...titles].flatMap(([service, title]) => rows.filter((row) => row.service === service).map((row) => ({ title, row })))
  if (shown.length === 0) return []
  const series = (name: string, pick: (row: ByModule) => number) => ({ name, values: shown.map(({ row }) => pick(row)) })
  return [
    {
      kind: 'chart',
      chart: {
        type: 'stacked-bar',
        horizontal: true,
        title: '各模块应办事项的完成情况',
        alternative: shown.map(({ title, row }) => `${title}应办 ${row.planned} 项，完成 ${row.done} 项`).join('；'),
        categories: shown.map(({ title }) => title),
        x: { title: '', unit: '' },
        y: { title: '事项', unit: '项' },
        series: [series('已完成', (row) => row.done), series('未到期', (row) => row.coming), series('免责或豁免', (row) => row.setAside), series('到期未完成', (row) => row.overdue)].filter(({ values }) => values.some((value) => value > 0)),
        thresholds: [],
      },
      source,
    },
  ]
}

async function dayChart(figures: FigureBuilder, { subsystems }: ContractNames, period: { from: string; to: string }): Promise<Block[]> {
  const length = dayNumber(period.to) - dayNumber(period.from) + 1
  if (length > MAX_DAYS) return []
  const { rows, source } = await figures.rows<{ subsystem: string; day: string; verdicts: string[] }>(dutiesByDay)
  const lines = [...subsystems.map(({ slug, code, title }) => ({ slug, name: `${code} ${title}` })), { slug: WHOLE_PLATFORM, name: '平台整体' }]
  const cells = rows.flatMap(({ subsystem, day, verdicts }) => {
    const row = lines.findIndex(({ slug }) => slug === subsystem)
    return row < 0 ? [] : [{ row, column: dayNumber(day) - dayNumber(period.from), state: worstVerdict(verdicts) }]
  })
  if (cells.length === 0) return []
  return [
    {
      kind: 'chart',
      chart: {
        type: 'heat-calendar',
        title: '每日到期事项的状态（同日多项取最需关注者）',
        alternative: '行为子系统，列为日期',
        rows: lines.map(({ name }) => name),
        columns: Array.from({ length }, (_, at) => String(Number(dateOfDay(dayNumber(period.from) + at).slice(8)))),
        x: { title: `${Number(period.from.slice(0, 4))} 年 ${Number(period.from.slice(5, 7))} 月`, unit: '日' },
        cells,
      },
      source,
    },
  ]
}

async function notMetBlock(figures: FigureBuilder, { subsystems, modules }: ContractNames): Promise<Block> {
  const { rows, source } = await figures.rows<NotMet>(dutiesNotMet)
  const subsystemTitle = new Map([...subsystems.map(({ slug, code }) => [slug, code] as const), [WHOLE_PLATFORM, '平台整体'] as const])
  const moduleTitle = new Map([...modules.map(({ service, title }) => [service, title] as const), [CONTRACT_ITSELF, '合同整体'] as const])
  const byDuty = [...Map.groupBy(rows, ({ code }) => code).values()]
  const sum = (own: readonly NotMet[], pick: (row: NotMet) => number) => String(own.reduce((total, row) => total + pick(row), 0))
  return {
    kind: 'table',
    caption: '逾期完成、未完成与待判的事项',
    columns: [
      { title: '义务', unit: '', align: 'left', width: 2.4 },
      { title: '模块', unit: '', align: 'left', width: 1.4 },
      { title: '子系统', unit: '', align: 'left', width: 1.5 },
      { title: '最早期限', unit: '', align: 'center', width: 1.2 },
      { title: '逾期完成', unit: '项', align: 'right', width: 0.9 },
      { title: '未完成', unit: '项', align: 'right', width: 0.9 },
      { title: '待判', unit: '项', align: 'right', width: 0.7 },
    ],
    rows: byDuty.flatMap((own) => {
      const [first] = own
      if (!first) return []
      const firstDue = own.reduce((earliest, { firstDueAt }) => (firstDueAt < earliest ? firstDueAt : earliest), first.firstDueAt)
      return [[`${first.code} ${first.title}`, moduleTitle.get(first.service) ?? first.service, own.map((row) => subsystemTitle.get(row.subsystem) ?? row.subsystem).join('、'), shownInstant(firstDue).slice(0, 10), sum(own, (row) => row.late), sum(own, (row) => row.missed), sum(own, (row) => row.undecided)]]
    }),
    zeroRows: '本期到期的事项均已按期完成，或没有到期的事项。',
    source,
  }
}
