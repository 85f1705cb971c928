import { z } from 'zod'
import type { EvidenceKind } from '#spine/service.ts'

const step = z.object({ request: z.string(), step: z.string(), outcome: z.string() }).loose()
const channel = z.object({ version: z.int().nullable(), hash: z.string().nullable() }).loose()

/** What the judgement of a text looks at: the hash that was published and the two that were read back. */
export const contentVersionBody = z.object({ code: z.string(), title: z.string(), version: z.int(), hash: z.string(), validFrom: z.string(), web: channel, app: channel }).loose()

export const evidence: readonly EvidenceKind[] = [
  { kind: 'demand-form', title: '需求单', body: z.object({ request: z.string(), formSm3: z.string() }).loose() },
  { kind: 'test-report', title: '测试报告', body: step },
  { kind: 'release-record', title: '发布记录', body: z.object({ request: z.string(), outcome: z.string() }).loose() },
  { kind: 'acceptance-record', title: '验收记录', body: z.object({ request: z.string(), acceptedBy: z.string() }).loose() },
  { kind: 'content-version', title: '法规、基准与模板版本', body: contentVersionBody },
  { kind: 'change-request.rehearsal', title: '回退演练记录', body: step },
  { kind: 'change-request.release-begun', title: '开始发布', body: step },
  { kind: 'change-request.emergency-record', title: '紧急变更补录', body: step },
  { kind: 'change-request.emergency-review', title: '紧急变更复核', body: step },
  { kind: 'change-request.check-comparison', title: '变更前后检查对照', body: z.object({ request: z.string(), differences: z.array(z.unknown()) }).loose() },
  { kind: 'change-request.document-update', title: '文档更新证明', body: z.object({ request: z.string(), document: z.string() }).loose() },
  { kind: 'change-request.content-outcome', title: '执法内容发布结果', body: z.object({ request: z.string(), outcome: z.string() }).loose() },
]
