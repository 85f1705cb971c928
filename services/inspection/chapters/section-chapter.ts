import type { Block } from '#shared/document-model.ts'
import type { StateCode } from '#shared/state-marks.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import { type FigureBuilder, openFigures } from '#spine/spine.ts'
import type { ReportChapter, ReportKind } from '#spine/service.ts'
import { checkVerdict } from '../api.ts'
import type { Section } from '../checks/check.ts'
import { checkValues, sectionChecks, sectionTroubles, sectionVerdict } from './inspection-queries.ts'

/** The kinds of report that carry the four mandatory parts. */
export const CHAPTER_KINDS: readonly ReportKind[] = ['inspection', 'monthly', 'quarterly', 'half-year', 'yearly']
const LISTED = 60

export type SectionChapter = { readonly section: Section; readonly title: string; readonly order: number; /** Checks whose numbers are shown over the period. */ readonly codes: readonly string[]; readonly lead: string; readonly more?: (figures: FigureBuilder) => Promise<Block[]> }

/** A chapter on one mandatory part: how much was checked, what was not in order, the numbers that matter. */
export function sectionChapter({ section, title, order, codes, lead, more }: SectionChapter): ReportChapter {
  return {
    chapter: `inspection-${section}`,
    title,
    order,
    kinds: CHAPTER_KINDS,
    async compose(ctx, period) {
      const figures = openFigures(ctx, period)
      const checks = await figures.figure({ id: `${section}-checks`, label: `${title}检查项次`, unit: '项', query: sectionChecks, parameters: { section } })
      const verdicts = []
      for (const verdict of checkVerdict.values) verdicts.push(await figures.figure({ id: `${section}-${verdict}`, label: checkVerdict.titles[verdict], unit: '项', query: sectionVerdict, parameters: { section, verdict } }))
      return figures.chapter([
        { kind: 'paragraph', content: checks.value === 0 ? `${lead}本期没有进行这一部分的检查，以下各项为零不表示正常。` : lead },
        { kind: 'keyFigures', items: [{ figure: checks.id, note: '' }, ...verdicts.map((figure, at) => ({ figure: figure.id, note: '', state: checkVerdict.values[at] as StateCode }))] },
        ...((await more?.(figures)) ?? []),
        ...(await numbers(figures, section, codes)),
        await troubles(figures, section),
      ])
    },
  }
}

export function shortName(subsystem: string): string {
  return subsystems.has(subsystem) ? subsystems.titles[subsystem] : '全部'
}

type Numbers = { subsystem: string; component: string; code: string; title: string; unit: string; times: number; least: number; mean: number; most: number }

async function numbers(figures: FigureBuilder, section: Section, codes: readonly string[]): Promise<Block[]> {
  if (codes.length === 0) return []
  const { rows, source } = await figures.rows<Numbers>(checkValues, { section, codes: codes.join(',') })
  const text = (value: number, unit: string) => `${Math.round(value * 100) / 100}${unit ? ` ${unit}` : ''}`
  return [
    {
      kind: 'table',
      caption: '主要指标（本期最低、平均、最高）',
      columns: [{ title: '检查项', unit: '', align: 'left', width: 2 }, { title: '部件', unit: '', align: 'left', width: 2.4 }, { title: '次数', unit: '', align: 'right', width: 0.7 }, { title: '最低', unit: '', align: 'right', width: 1 }, { title: '平均', unit: '', align: 'right', width: 1 }, { title: '最高', unit: '', align: 'right', width: 1 }],
      rows: rows.map((row) => [row.title, row.component, `${row.times}`, text(row.least, row.unit), text(row.mean, row.unit), text(row.most, row.unit)]),
      zeroRows: '本期没有采集到这些指标。',
      source,
    },
  ]
}

type Trouble = { subsystem: string; component: string; code: string; title: string; verdict: StateCode; reason: string; times: number }

async function troubles(figures: FigureBuilder, section: Section): Promise<Block> {
  const { rows, source } = await figures.rows<Trouble>(sectionTroubles, { section })
  return {
    kind: 'table',
    caption: rows.length > LISTED ? `关注、异常与未检项（共 ${rows.length} 项，列出 ${LISTED} 项）` : '关注、异常与未检项（各项最近一次）',
    columns: [{ title: '部件', unit: '', align: 'left', width: 2.2 }, { title: '检查项', unit: '', align: 'left', width: 2 }, { title: '结论', unit: '', align: 'center', width: 0.9 }, { title: '次数', unit: '', align: 'right', width: 0.6 }, { title: '依据或原因', unit: '', align: 'left', width: 3 }],
    rows: rows.slice(0, LISTED).map((row) => [row.component, `${row.code} ${row.title}`, [{ state: row.verdict }], `${row.times}`, row.reason]),
    zeroRows: '本期没有关注、异常或未检项。',
    source,
  }
}
