import { z } from 'zod'
import type { EvidenceKind } from '#spine/service.ts'

export const runBody = z.object({
  verdict: z.enum(['done', 'failed', 'unchecked']),
  subsystem: z.string(),
  runs: z.array(z.object({ source: z.string(), run: z.string(), state: z.string(), startedAt: z.string(), endedAt: z.string().nullable(), bytes: z.number().nullable(), sm3: z.string().nullable(), target: z.string().nullable() }).loose()),
})
export const checkBody = z.object({
  verdict: z.enum(['passed', 'failed', 'unchecked']),
  subsystem: z.string(),
  checks: z.array(z.object({ source: z.string(), archive: z.string().nullable(), level: z.number(), verdict: z.string(), lines: z.array(z.string()) }).loose()),
})

export const evidence: readonly EvidenceKind[] = [
  { kind: 'backup-run', title: '备份作业记录', body: runBody.loose() },
  { kind: 'backup-check', title: '备份检查记录', body: checkBody.loose() },
  { kind: 'restore-test', title: '恢复测试记录', body: checkBody.loose() },
  { kind: 'backup-policy', title: '备份要求及版本', body: z.object({ version: z.string(), isProvided: z.boolean() }).loose() },
  { kind: 'backup.watch-record', title: '备份时效核对记录', body: z.object({}).loose() },
]
