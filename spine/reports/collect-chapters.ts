import type { Block, Figure } from '#shared/document-model.ts'
import type { SpineCtx } from '#spine/context.ts'
import type { AskedRows, ReportChapter, ReportPeriod } from '#spine/service.ts'
import { spineChapters } from './chapters/spine-chapters.ts'

export type CollectedChapters = { readonly blocks: Block[]; readonly figures: Figure[]; readonly queries: Record<string, string>; readonly asked: AskedRows[] }

/** The chapters that make up a kind of report: the spine's own and those of every service, in order. */
export function chaptersOf(ctx: Pick<SpineCtx, 'services'>, kind: ReportPeriod['kind']): ReportChapter[] {
  return [...spineChapters, ...[...ctx.services.values()].flatMap((service) => service.reports)].filter((chapter) => chapter.kinds.includes(kind)).toSorted((a, b) => a.order - b.order || (a.chapter < b.chapter ? -1 : 1))
}

/**
 * Composes all chapters against the one state of the database that `ctx` sees. A chapter that has nothing to say leaves
 * no heading; annexes of all chapters come after the last one.
 */
export async function collectChapters(ctx: SpineCtx, period: ReportPeriod, onChapter: (title: string, at: number, of: number) => Promise<void>): Promise<CollectedChapters> {
  const body: Block[] = []
  const annexes: Block[] = []
  const figures: Figure[] = []
  const queries: Record<string, string> = {}
  const asked: AskedRows[] = []
  const chapters = chaptersOf(ctx, period.kind)
  for (const [at, chapter] of chapters.entries()) {
    await onChapter(chapter.title, at, chapters.length)
    const composed = await chapter.compose(ctx, period)
    const annexAt = composed.blocks.findIndex((block) => block.kind === 'annex')
    const own = annexAt < 0 ? composed.blocks : composed.blocks.slice(0, annexAt)
    if (own.length > 0) body.push({ kind: 'heading', level: 1, text: chapter.title, numbered: true }, ...own)
    if (annexAt >= 0) annexes.push(...composed.blocks.slice(annexAt))
    figures.push(...composed.figures)
    asked.push(...(composed.asked ?? []))
    for (const [name, text] of Object.entries(composed.queries ?? {})) {
      if (queries[name] !== undefined && queries[name] !== text) throw new Error(`two chapters ask different questions under the name ${name}`)
      queries[name] = text
    }
  }
  return { blocks: [...body, ...annexes, ...queryAnnex(queries)], figures, queries, asked }
}

/** The questions themselves, so that whoever holds only the paper can ask them again. */
function queryAnnex(queries: Readonly<Record<string, string>>): Block[] {
  const names = Object.keys(queries).toSorted()
  if (names.length === 0) return []
  return [
    { kind: 'annex', title: '查询语句' },
    { kind: 'paragraph', content: '「数据来源」所列查询的全文。除各行所列参数外，:from、:to 为报告期间首末日，:as_of 为统计截至时刻，:contract 为合同标识。' },
    {
      kind: 'table',
      caption: '查询语句全文',
      columns: [{ title: '查询', unit: '', align: 'left', width: 1 }, { title: '语句（SQL）', unit: '', align: 'left', width: 4 }],
      rows: names.map((name) => [name, queries[name] ?? '']),
      zeroRows: '',
    },
  ]
}
