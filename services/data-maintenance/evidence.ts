import { z } from 'zod'
import { tableComment } from '#shared/maintenance/comment-order.ts'
import type { EvidenceKind } from '#spine/service.ts'

/** What the judgement looks at; the rest of the bodies is for people. */
export const demandBody = z.object({ form: z.string(), purpose: z.enum(['change', 'export', 'analysis']), approvals: z.array(z.unknown()) })
export const changeBody = z.object({ form: z.string(), state: z.string(), approvedRows: z.int(), tolerance: z.int(), affectedRows: z.int(), readBack: z.object({ rows: z.int(), differing: z.array(z.string()) }) })

export const exportBody = z.object({ number: z.string(), rows: z.int(), readBackRows: z.int(), approvedRows: z.int().nullable(), tolerance: z.int(), fileSm3: z.string(), columns: z.array(z.object({ name: z.string(), rule: z.string().nullable() })) })
export const receiptBody = z.object({ number: z.string(), fileSm3: z.string(), signedAt: z.string() })
export const resultBody = z.object({ number: z.string(), rowsSm3: z.string(), savedQuery: z.string().nullable(), rerun: z.object({ rowsSm3: z.string(), isSame: z.boolean() }) })

export const evidence: readonly EvidenceKind[] = [
  { kind: 'demand-form', title: '需求单', body: demandBody.loose() },
  { kind: 'data-maintenance.rehearsal', title: '副本演练记录', body: z.object({ form: z.string(), verdict: z.string(), lines: z.array(z.string()) }).loose() },
  { kind: 'data-change-record', title: '数据调整记录', body: changeBody.loose() },
  { kind: 'export-file', title: '导出文件记录', body: exportBody.loose() },
  { kind: 'hand-over-receipt', title: '签收单', body: receiptBody.loose() },
  { kind: 'export-work-order', title: '定期导出工单', body: z.object({ workOrder: z.string(), number: z.string(), fileSm3: z.string().nullable() }).loose() },
  { kind: 'analysis-result', title: '统计分析结果', body: resultBody.loose() },
  { kind: 'data-maintenance.export-refusal', title: '导出未生成记录', body: z.object({ number: z.string(), reason: z.string() }).loose() },
  { kind: 'data-maintenance.export-destruction', title: '导出文件销毁记录', body: z.object({ number: z.string(), keyDestroyed: z.boolean(), fileGone: z.boolean() }).loose() },
  { kind: 'data-maintenance.comment-record', title: '说明写入记录', body: z.object({ form: z.string(), state: z.string(), lines: z.array(z.string()), comments: z.array(tableComment) }).loose() },
]
