import { z } from 'zod'

/** One backup as evidence, order and command line tell it. */
export const backupResult = z.object({
  source: z.string(), title: z.string(), subsystem: z.string(), /** What was backed up; of a physical backup `tables` and `rows` are those of the sample. */ content: z.string(), run: z.string(), state: z.string(), verdict: z.enum(['done', 'failed', 'unchecked']), problem: z.string(),
  startedAt: z.string(), endedAt: z.string().nullable(), seconds: z.number(), bytes: z.number().nullable(), rawBytes: z.number().nullable(), sm3: z.string().nullable(), target: z.string().nullable(),
  tool: z.string().nullable(), server: z.string().nullable(), tables: z.number().nullable(), rows: z.number().nullable(), snapshotAt: z.string().nullable(), log: z.string(),
})
export type BackupResult = z.output<typeof backupResult>
export const runOrderResult = z.strictObject({ verdict: z.enum(['done', 'failed', 'unchecked']), runs: z.array(backupResult) })

/** One check of an archive likewise. */
export const checkResult = z.object({
  source: z.string(), title: z.string(), subsystem: z.string(), archive: z.string().nullable(), number: z.string().nullable(), storage: z.string(), level: z.int(), verdict: z.enum(['passed', 'failed', 'unchecked']),
  lines: z.array(z.string()), bytes: z.number().nullable(), sm3: z.string().nullable(), seconds: z.number(), rtoSeconds: z.number().nullable(), rpoSeconds: z.number().nullable(),
})
export type CheckResult = z.output<typeof checkResult>
export const checkOrderResult = z.strictObject({ verdict: z.enum(['passed', 'failed', 'unchecked']), runs: z.array(checkResult) })
