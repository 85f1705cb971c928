import { percent } from '#shared/catalogue/catalogue-coverage.ts'
import { byteText } from '#shared/catalogue/documents/catalogue-document.ts'
import { contractNames, openFigures } from '#spine/spine.ts'
import type { ReportChapter } from '#spine/service.ts'
import { documentsMade, driftFound, driftOpen, growth, inventoryBySubsystem, structureVersions } from './chapters/inventory-queries.ts'

type BySubsystem = { subsystem: string; title: string; number: number; catalogueHash: string; tables: number; columns: number; described: number; days: number; changed: number; drift: number; document: string | null; documentVersion: number | null; documentState: string }
type Growth = { subsystem: string; title: string; firstBytes: number; lastBytes: number; firstRows: number; lastRows: number }

const left = 'left' as const
const right = 'right' as const

/** 数据盘点: what each database looks like, how well it is described, what changed without an order, and how it grew. */
const inventory: ReportChapter = {
  chapter: 'data-inventory',
  title: '数据盘点',
  order: 110,
  kinds: ['monthly', 'quarterly', 'half-year', 'yearly'],
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    const items = [
      await figures.figure({ id: 'inventory-versions', label: '结构变化', unit: '次', query: structureVersions }),
      await figures.figure({ id: 'inventory-drift-found', label: '新发现无依据的变化', unit: '项', query: driftFound }),
      await figures.figure({ id: 'inventory-drift-open', label: '期末仍无依据', unit: '项', query: driftOpen }),
      await figures.figure({ id: 'inventory-documents', label: '编制盘点文档', unit: '版', query: documentsMade }),
    ]
    const databases = await figures.rows<BySubsystem>(inventoryBySubsystem)
    const grown = await figures.rows<Growth>(growth)
    const { subsystems } = await contractNames(ctx)
    const titleOf = (slug: string) => subsystems.find((one) => one.slug === slug)?.title ?? slug
    const change = (before: number, after: number, shown: (value: number) => string) => `${shown(after)}（${after >= before ? '+' : '−'}${shown(Math.abs(after - before))}）`
    return figures.chapter([
      { kind: 'keyFigures', items: items.map(({ id }) => ({ figure: id, note: '' })) },
      {
        kind: 'table',
        caption: '各数据库的盘点情况',
        columns: [{ title: '子系统', unit: '', align: left, width: 2 }, { title: '目录版本', unit: '', align: left, width: 1.2 }, { title: '表', unit: '张', align: right, width: 0.6 }, { title: '字段', unit: '个', align: right, width: 0.7 }, { title: '有说明', unit: '%', align: right, width: 0.8 }, { title: '快照', unit: '天', align: right, width: 0.6 }, { title: '变化', unit: '次', align: right, width: 0.6 }, { title: '无依据', unit: '项', align: right, width: 0.7 }, { title: '盘点文档', unit: '', align: left, width: 1.8 }],
        rows: databases.rows.map((row) => [titleOf(row.subsystem), `第 ${row.number} 版 ${row.catalogueHash.slice(0, 8)}`, `${row.tables}`, `${row.columns}`, `${percent(row.described, row.columns)}`, `${row.days}`, `${row.changed}`, `${row.drift}`, row.document === null ? '未编制' : `${row.document} 第 ${row.documentVersion} 版，${row.documentState}`]),
        zeroRows: '本期末还没有盘点过任何数据库。',
        source: databases.source,
      },
      {
        kind: 'table',
        caption: '数据量与占用空间',
        columns: [{ title: '数据库', unit: '', align: left, width: 2.4 }, { title: '行数（估计，较期初）', unit: '', align: right, width: 2 }, { title: '占用空间（较期初）', unit: '', align: right, width: 2 }],
        rows: grown.rows.map((row) => [row.title, change(row.firstRows, row.lastRows, (value) => Math.round(value).toLocaleString('en-US')), change(row.firstBytes, row.lastBytes, byteText)]),
        zeroRows: '本期没有快照。',
        source: grown.source,
      },
    ])
  },
}

export const reports: readonly ReportChapter[] = [inventory]
