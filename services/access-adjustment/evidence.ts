import { z } from 'zod'
import type { EvidenceKind } from '#spine/service.ts'

/** What the judgement of a form looks at; the rest of the bodies is for people. */
export const formBody = z.object({ form: z.string(), lines: z.int(), perTarget: z.record(z.string(), z.int()), adjustment: z.string() })
export const differenceBody = z.object({ form: z.string(), target: z.string(), applied: z.int(), refused: z.int(), lines: z.array(z.object({ account: z.string(), state: z.string(), reason: z.string() }).loose()) })
export const reviewBody = z.object({ review: z.string(), takenAt: z.string(), counts: z.record(z.string(), z.int()), unexplained: z.int(), components: z.array(z.unknown()) })

export const evidence: readonly EvidenceKind[] = [
  { kind: 'access-form', title: '权限申请表或调整单', body: formBody.loose() },
  { kind: 'permission-difference', title: '权限变更前后对照', body: differenceBody.loose() },
  { kind: 'access-review', title: '账户权限复核报告', body: reviewBody.loose() },
  { kind: 'access-adjustment.baseline', title: '期初账号', body: z.object({ component: z.string(), accounts: z.int() }).loose() },
  { kind: 'signed-scan', title: '签字盖章扫描件', body: z.object({ document: z.string(), version: z.int(), sm3: z.string() }).loose() },
]
