import { z } from 'zod'
import type { EvidenceKind } from '#spine/service.ts'

const sm3 = z.string().regex(/^[0-9a-f]{64}$/)
const version = { report: z.string(), version: z.int().min(1), dataSm3: sm3 }
const handedOver = z.object({ ...version, receivedAt: z.string(), channel: z.string(), receipt: z.string() })

/** What a report leaves behind on its way to the client. */
export const evidence: readonly EvidenceKind[] = [
  { kind: 'operations-report', title: '运维报告', body: z.object({ ...version, kind: z.string(), periodKey: z.string(), isPartial: z.boolean(), asOf: z.string(), pdfSm3: sm3, docxSm3: sm3 }) },
  { kind: 'data-snapshot', title: '报告数据快照', body: z.object({ ...version, figures: z.int().min(0) }).loose() },
  { kind: 'work-summary', title: '服务工作总结报告', body: handedOver.loose() },
  { kind: 'submission-receipt', title: '提交回执', body: handedOver.loose() },
  { kind: 'review-record', title: '评审记录', body: z.object({ ...version, outcome: z.enum(['accepted', 'questioned']), note: z.string() }).loose() },
]
