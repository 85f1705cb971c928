import { z } from 'zod'
import type { EvidenceKind } from '#spine/service.ts'
import { absence } from './documents/absent-inspections.ts'
import { verdictCounts } from './runs/run.ts'

/** What the judgement of a record looks at; the rest of the body is for people. */
export const recordBody = z.object({
  run: z.string(),
  state: z.string(),
  counts: verdictCounts,
  sections: z.record(z.string(), verdictCounts),
  template: z.object({ version: z.string(), sm3: z.string() }),
})

/** A report sums up records, or says that there were none and why. */
export const reportBody = z.object({ report: z.string(), records: z.array(z.string()), absence: absence.optional() })

export const evidence: readonly EvidenceKind[] = [
  { kind: 'inspection-record', title: '巡检记录', body: recordBody.loose() },
  { kind: 'inspection-report', title: '巡检报告', body: reportBody.loose() },
  { kind: 'finding-closure', title: '隐患消除记录', body: z.object({ finding: z.string() }).loose() },
  { kind: 'check-template', title: '检查目录', body: z.object({ version: z.string(), sm3: z.string() }).loose() },
  { kind: 'availability-summary', title: '可用性汇总', body: z.object({ from: z.string(), to: z.string(), subsystem: z.string() }).loose() },
  { kind: 'outage-record', title: '中断记录', body: z.object({}).loose() },
  { kind: 'signed-scan', title: '签字盖章扫描件', body: z.object({ document: z.string(), version: z.int(), sm3: z.string() }).loose() },
]
