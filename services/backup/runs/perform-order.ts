import { act } from '#platform/context/runtime.ts'
import { businessDate, formatInstant } from '#shared/instant.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { assessOccurrences, closeWorkOrder, currentContract, recordEvidence, reportFindings, type SeenFinding, type SpineCtx, type SpineRuntime, writeAnchor } from '#spine/spine.ts'
import { backupTables } from '../database/backup-tables.ts'
import { currentPolicy } from '../policies/read-policy.ts'
import { backupActor, performBackup } from './perform-backup.ts'
import { CENTRE, listSources, subsystemName, type BackupSource } from './sources.ts'
import { runOrderResult, type BackupResult } from './order-result.ts'

export const FINDING_SOURCE = 'backup'
/** The job engine tries an order again within seconds; a target that was down a moment ago is left in peace for so long. */
const REST_MS = 5 * 60_000

/**
 * The day's backup of a subsystem, or one that a person asked for. Sources that have succeeded under this order are not done
 * again, so a crash or a retry doubles nothing. A daily order stays open while a source has failed: it is tried again the same day.
 */
export async function performOrder(runtime: SpineRuntime, order: PerformedOrder): Promise<void> {
  const isDaily = order.occurrenceId !== null
  const sources = await act(runtime, backupActor, async (ctx) => {
    await requireRest(ctx, order.workOrderId, isDaily)
    return (await listSources(ctx, order.subsystem === 'all' ? undefined : order.subsystem)).filter((source) => order.subsystem === 'all' || source.subsystem === order.subsystem)
  })
  for (const source of sources) {
    if (await act(runtime, backupActor, (ctx) => isDone(ctx, order.workOrderId, source))) continue
    await performBackup(runtime, source, { workOrderId: order.workOrderId, signal: order.signal })
  }
  const isComplete = await act(runtime, backupActor, (ctx) => settleOrder(ctx, order, sources, isDaily))
  await writeAnchor(runtime, runtime.attached.keeping)
  if (!isComplete) throw new Error('备份未成功，本日内自动重试')
}

async function requireRest(ctx: SpineCtx, workOrderId: string, isDaily: boolean): Promise<void> {
  if (!isDaily) return
  const last = await backupTables(ctx).selectFrom('backup.run').select('endedAt').where('workOrderId', '=', workOrderId).where('state', 'in', ['failed', 'unchecked']).where('problem', 'not like', '作业中断%').orderBy('endedAt', 'desc').limit(1).executeTakeFirst()
  if (last?.endedAt && ctx.now.getTime() - last.endedAt.getTime() < REST_MS) throw new Error('刚刚失败过，稍后自动重试')
}

async function isDone(ctx: SpineCtx, workOrderId: string, source: BackupSource): Promise<boolean> {
  const row = await backupTables(ctx).selectFrom('backup.run').select('runId').where('workOrderId', '=', workOrderId).where('sourceKey', '=', source.key).where('state', '=', 'done').executeTakeFirst()
  return row !== undefined
}

/** Evidence, findings, and the end of the order when every source has its archive (an order on demand ends in any case). */
async function settleOrder(ctx: SpineCtx, order: Pick<PerformedOrder, 'workOrderId' | 'subsystem' | 'occurrenceId'>, sources: readonly BackupSource[], isDaily: boolean): Promise<boolean> {
  const runs = await lastRuns(ctx, order.workOrderId)
  const results = sources.map((source) => resultOf(source, runs.get(source.key)))
  const verdict = sources.length === 0 ? 'unchecked' : results.every((one) => one.verdict === 'done') ? 'done' : results.some((one) => one.verdict === 'failed') ? 'failed' : 'unchecked'
  const lack = `${subsystemName(order.subsystem)}没有登记备份集：请在“被管系统”登记数据库的备份账号`
  const seen: SeenFinding[] = [
    ...results.filter((one) => one.verdict !== 'done').map((one) => ({ key: `run:${one.source}`, severity: one.verdict === 'failed' ? ('abnormal' as const) : ('attention' as const), title: `${one.title} 备份${one.verdict === 'failed' ? '失败' : '未检'}：${one.problem}`.slice(0, 300), componentId: one.componentId, ...(one.subsystem === CENTRE ? {} : { subsystem: one.subsystem }) })),
    ...(sources.length === 0 && isDaily ? [{ key: `run:${order.subsystem}`, severity: 'attention' as const, title: lack, componentId: null }] : []),
  ]
  const policy = await currentPolicy(ctx)
  const obligation = order.occurrenceId ? await obligationOf(ctx, order.occurrenceId) : undefined
  const contract = await currentContract(ctx)
  const day = businessDate(ctx.now)
  const { evidenceId } = await reportFindings(ctx, {
    source: FINDING_SOURCE,
    service: 'backup',
    subsystem: order.subsystem,
    seen,
    checkedKeys: [...results.map((one) => `run:${one.source}`), ...(isDaily ? [`run:${order.subsystem}`] : [])],
    proof: async () =>
      (
        await recordEvidence(ctx, {
          kind: 'backup-run',
          title: `${day} ${subsystemName(order.subsystem)}备份作业记录${verdict === 'done' ? '' : verdict === 'failed' ? '（失败）' : '（未检）'}`,
          about: { contract: contract.code, service: 'backup', subsystem: order.subsystem, ...(obligation ? { obligation: obligation.code, clause: obligation.clause, occurrence: order.occurrenceId ?? '' } : {}) },
          body: {
            verdict,
            subsystem: order.subsystem,
            day,
            policy: policy ? { version: policy.version, sm3: policy.sm3 } : { version: null, note: '综合事务中心统一备份要求未提供' },
            runs: results.map(({ title: _title, componentId: _id, ...one }) => one),
            ...(sources.length === 0 ? { problem: lack } : {}),
          },
        })
      ).evidenceId,
  })
  if (verdict !== 'done' && isDaily) return false
  await closeWorkOrder(ctx, order.workOrderId, { result: runOrderResult.parse({ verdict, runs: results.map(({ componentId: _id, ...one }) => one) }), evidenceIds: [evidenceId], note: `备份 ${results.filter((one) => one.verdict === 'done').length} / ${results.length} 成功` })
  if (order.occurrenceId) await assessOccurrences(ctx, [order.occurrenceId])
  return true
}

/** Ends daily orders whose day is over without a success: what was tried is their proof, and the day is missed. */
export async function closeMissedDays(ctx: SpineCtx): Promise<number> {
  const rows = await backupTables(ctx)
    .selectFrom('spine.workOrder as w')
    .innerJoin('spine.occurrence as o', 'o.occurrenceId', 'w.occurrenceId')
    .select(['w.workOrderId', 'w.subsystem', 'o.occurrenceId'])
    .where('w.kind', '=', 'backup.run-daily')
    .where('w.state', '=', 'taken')
    .where('o.dueAt', '<', ctx.now)
    .execute()
  for (const row of rows) {
    const sources = await listSources(ctx, row.subsystem)
    await settleOrder(ctx, row, sources, false)
  }
  return rows.length
}

async function lastRuns(ctx: SpineCtx, workOrderId: string) {
  const rows = await backupTables(ctx)
    .selectFrom('backup.run as r')
    .leftJoin('backup.archive as a', 'a.archiveId', 'r.runId')
    .select(['r.runId', 'r.number', 'r.sourceKey', 'r.state', 'r.problem', 'r.log', 'r.startedAt', 'r.endedAt', 'a.bytes', 'a.rawBytes', 'a.sm3', 'a.storage', 'a.objectName', 'a.tool', 'a.toolVersion', 'a.engine', 'a.serverVersion', 'a.tableCount', 'a.rowCount', 'a.snapshotAt'])
    .where('r.workOrderId', '=', workOrderId)
    .orderBy('r.startedAt')
    .execute()
  // The last of each source, a success before anything later.
  const last = new Map<string, (typeof rows)[number]>()
  for (const row of rows) if (last.get(row.sourceKey)?.state !== 'done') last.set(row.sourceKey, row)
  return last
}
type LastRun = Awaited<ReturnType<typeof lastRuns>> extends Map<string, infer R> ? R : never

function resultOf(source: BackupSource, run: LastRun | undefined): BackupResult & { componentId: string | null } {
  return {
    source: source.key,
    title: source.title,
    subsystem: source.subsystem,
    content: source.content,
    componentId: source.componentId,
    run: run?.number ?? '',
    state: run?.state ?? 'failed',
    verdict: run?.state === 'done' || run?.state === 'unchecked' ? run.state : 'failed',
    problem: run?.problem ?? (run ? '' : '没有进行'),
    startedAt: run ? formatInstant(run.startedAt) : '',
    endedAt: run?.endedAt ? formatInstant(run.endedAt) : null,
    seconds: run?.endedAt ? (run.endedAt.getTime() - run.startedAt.getTime()) / 1_000 : 0,
    bytes: run?.bytes ?? null,
    rawBytes: run?.rawBytes ?? null,
    sm3: run?.sm3 ?? null,
    target: run?.storage ? `${run.storage}/${run.objectName}` : null,
    tool: run?.tool ? `${run.tool} ${run.toolVersion}` : null,
    server: run?.engine ? `${run.engine} ${run.serverVersion}`.trim() : null,
    tables: run?.tableCount ?? null,
    rows: run?.rowCount ?? null,
    snapshotAt: run?.snapshotAt ? formatInstant(run.snapshotAt) : null,
    log: run?.log ?? '',
  }
}

export async function obligationOf(ctx: SpineCtx, occurrenceId: string) {
  return backupTables(ctx)
    .selectFrom('spine.occurrence as o')
    .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
    .select(['b.code', 'b.clause', 'o.periodKey'])
    .where('o.occurrenceId', '=', occurrenceId)
    .executeTakeFirst()
}
