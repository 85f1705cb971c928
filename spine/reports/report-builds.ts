import { z } from 'zod'
import { newId } from '#shared/ids.ts'
import { businessDate } from '#shared/instant.ts'
import { actorName, actorUserId, type Actor } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { act } from '#platform/context/runtime.ts'
import { AppError } from '#platform/errors/app-error.ts'
import { defineJob } from '#platform/jobs/job.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import type { SpineAttached, SpineCtx, SpineRuntime } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { ReportKind } from '#spine/service.ts'
import { buildReport, type BuildReport } from './build-report.ts'
import { operatorTerm } from './time/operator-term.ts'
import { reportErrors } from './report.ts'
import { reportPeriod } from './time/report-period.ts'
import { findVersion } from './reports.store.ts'
import { versionFiles } from './version-files.ts'

/** Carries out one requested build in the name of the person who asked for it. */
export const buildReportJob = defineJob<z.ZodObject<{ reportBuildId: z.ZodUUID }>, SpineAttached>({
  name: 'spine.build-report',
  payload: z.object({ reportBuildId: z.uuid() }),
  policy: 'exclusive',
  retries: 2,
  expiresInSeconds: 1_200,
  perform: (runtime, { reportBuildId }) => performBuild(runtime, reportBuildId),
})

/** Asks for a build; what can be refused at once is refused at once. */
export async function requestBuild(ctx: SpineCtx, { kind, periodKey, reason = '' }: BuildReport): Promise<{ reportBuildId: string }> {
  requirePermission(ctx, 'report:build')
  reportPeriod(kind, periodKey, await operatorTerm(ctx, await currentContract(ctx)), businessDate(ctx.now))
  const reportBuildId = newId(ctx.now)
  await spineTables(ctx)
    .insertInto('spine.reportBuild')
    .values({ reportBuildId, kind, periodKey, reason, state: 'waiting', step: '等待执行', requestedBy: actorUserId(ctx.actor), requestedByName: actorName(ctx.actor), requestedAt: ctx.now })
    .execute()
  await ctx.jobs.send(buildReportJob, { reportBuildId }, { key: reportBuildId })
  return { reportBuildId }
}

export async function performBuild(runtime: SpineRuntime, reportBuildId: string): Promise<void> {
  const system = { kind: 'system', name: '报告编制' } as const
  const change = (changes: { state?: string; step?: string; percent?: number; failure?: string; reportId?: string; reportVersion?: number; finishedAt?: Date }) =>
    act(runtime, system, async (ctx) => void (await spineTables(ctx).updateTable('spine.reportBuild').set(changes).where('reportBuildId', '=', reportBuildId).execute()))
  const row = await act(runtime, system, (ctx) => spineTables(ctx).selectFrom('spine.reportBuild').selectAll().where('reportBuildId', '=', reportBuildId).executeTakeFirst())
  // Run again after a crash: a finished build is not made twice, an unfinished one kept nothing.
  if (!row || row.state === 'done' || row.state === 'failed') return
  await change({ state: 'running', step: '读取数据', percent: 2 })
  try {
    const actor = row.requestedBy === null ? system : builderOf(row.requestedBy, row.requestedByName)
    const built = await buildReport(runtime, actor, { kind: row.kind as ReportKind, periodKey: row.periodKey, reason: row.reason }, (step, percent) => change({ step, percent }))
    await change({ state: 'done', step: '完成', percent: 100, reportId: built.reportId, reportVersion: built.version, finishedAt: runtime.clock.now() })
  } catch (error) {
    // A refusal in words will be the same next time; anything else may pass, so the engine tries again.
    if (!(error instanceof AppError)) {
      await change({ step: '出错，稍后重试' })
      throw error
    }
    await change({ state: 'failed', failure: error.message, finishedAt: runtime.clock.now() })
  }
}

/** The person's right was checked when he asked; the build needs nothing but that right. */
function builderOf(userId: string, displayName: string): Actor {
  return { kind: 'person', userId, username: displayName, displayName, roles: [], permissions: new Set(['report:build']) }
}

export async function readBuild(ctx: SpineCtx, reportBuildId: string) {
  const db = spineTables(ctx)
  const row = await db.selectFrom('spine.reportBuild').selectAll().where('reportBuildId', '=', reportBuildId).executeTakeFirst()
  if (!row) throw reportErrors['no-build']()
  return { ...row, kind: row.kind as ReportKind, state: row.state as 'waiting' | 'running' | 'done' | 'failed', result: row.reportId && row.reportVersion ? await resultOf(ctx, row.reportId, row.reportVersion) : null }
}

async function resultOf(ctx: SpineCtx, reportId: string, version: number) {
  const report = await spineTables(ctx).selectFrom('spine.report').select('number').where('reportId', '=', reportId).executeTakeFirstOrThrow()
  const row = await findVersion(ctx, reportId, version)
  const files = await versionFiles(ctx, row)
  return { reportId, report: report.number, version, hash: row.dataSm3, files: files.map(({ fileName, bytes, sm3 }) => ({ format: fileName.endsWith('.pdf') ? ('pdf' as const) : ('docx' as const), fileName, bytes, sm3 })) }
}
