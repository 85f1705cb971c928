import { act } from '#platform/context/runtime.ts'
import type { ArchiveStorage } from '#platform/storage/archive-storage.ts'
import { businessDate } from '#shared/instant.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { assessOccurrences, closeWorkOrder, currentContract, recordEvidence, reportFindings, type SpineCtx, type SpineRuntime, writeAnchor } from '#spine/spine.ts'
import { z } from 'zod'
import type { ArchiveRow } from '../archives/archive-row.ts'
import { newestArchives } from '../archives/archives.store.ts'
import { backupTables } from '../database/backup-tables.ts'
import { checkOrderResult, type CheckResult } from '../runs/order-result.ts'
import { backupActor } from '../runs/perform-backup.ts'
import { FINDING_SOURCE, obligationOf } from '../runs/perform-order.ts'
import { CENTRE, listSources, subsystemName } from '../runs/sources.ts'
import { liveTargets, openTarget, primaryStorage } from '../storage/storages.ts'
import { checkArchive, type Level } from './check-archive.ts'
import { addVerification } from './verifications.store.ts'

export const checkRequest = z.strictObject({ level: z.int().min(1).max(4).optional(), archiveId: z.uuid().optional() })

const LEVEL_TITLES: Readonly<Record<Level, string>> = { 1: '在位检查', 2: '可读检查', 3: '恢复验证', 4: '计时演练' }

/**
 * Checks the newest archive of each source of a subsystem: weekly that it can be read, on the primary storage and each off-site copy;
 * monthly by restoring it (AMB-18). What was checked under this order already is not checked again after a crash.
 */
export async function performCheck(runtime: SpineRuntime, order: PerformedOrder): Promise<void> {
  const request = checkRequest.parse(order.input ?? {})
  const { level, archives, lacking, isFirstUnderWay } = await act(runtime, backupActor, async (ctx) => {
    const obligation = order.occurrenceId ? await obligationOf(ctx, order.occurrenceId) : undefined
    const sources = await listSources(ctx, order.subsystem === 'all' ? undefined : order.subsystem)
    const found = await newestArchives(ctx, request.archiveId ? { archiveId: request.archiveId } : { sourceKeys: sources.map(({ key }) => key) })
    return {
      level: (request.level ?? (obligation?.periodKey.endsWith('/restore') ? 3 : 2)) as Level,
      archives: found,
      lacking: request.archiveId ? [] : sources.filter(({ key }) => !found.some((archive) => archive.sourceKey === key)),
      isFirstUnderWay: await isBackupUnderWay(ctx, order.subsystem),
    }
  })
  // On the day that a system is taken over its check falls due beside its first backup: what is still being made is not missing.
  if (order.occurrenceId !== null && lacking.length > 0 && isFirstUnderWay) throw new Error('首次备份尚未完成，稍后自动再试')
  for (const archive of archives) await checkEverywhere(runtime, order, archive, level)
  await act(runtime, backupActor, (ctx) => settle(ctx, order, level, lacking))
  await writeAnchor(runtime, runtime.attached.keeping)
}

/** The retries of the job outlast this; a backup that takes longer is told as lacking. */
const FIRST_BACKUP_MS = 2 * 60_000

async function isBackupUnderWay(ctx: SpineCtx, subsystem: string): Promise<boolean> {
  const row = await backupTables(ctx).selectFrom('spine.workOrder').select('workOrderId').where('kind', '=', 'backup.run-daily').where('subsystem', '=', subsystem).where('state', 'not in', ['closed', 'cancelled']).where('openedAt', '>', new Date(ctx.now.getTime() - FIRST_BACKUP_MS)).executeTakeFirst()
  return row !== undefined
}

/** On the primary storage, and up to level 2 on every off-site copy too. */
async function checkEverywhere(runtime: SpineRuntime, order: PerformedOrder, archive: ArchiveRow, level: Level): Promise<void> {
  const copies = level > 2 ? [] : await act(runtime, backupActor, async (ctx) => {
    const has = (await backupTables(ctx).selectFrom('backup.archiveCopy').select('remoteTargetId').where('archiveId', '=', archive.archiveId).execute()).map((row) => row.remoteTargetId)
    return (await liveTargets(ctx)).filter((row) => has.includes(row.remoteTargetId))
  })
  const places: Array<{ title: string; open: () => Promise<ArchiveStorage> }> = [{ title: primaryStorage(runtime).title, open: async () => primaryStorage(runtime) }, ...copies.map((row) => ({ title: row.title, open: () => openTarget(runtime, row) }))]
  for (const { title, open } of places) {
    if (await act(runtime, backupActor, (ctx) => isChecked(ctx, order.workOrderId, archive.archiveId, title))) continue
    const startedAt = runtime.clock.now()
    const checked = await open().then(
      async (storage) => checkArchive(runtime, archive, level, storage, order.signal).finally(() => storage.close()),
      (error: unknown) => ({ verdict: 'failed' as const, lines: [`${title} 不能到达：${error instanceof Error ? error.message : String(error)}`], rtoSeconds: null, rpoSeconds: null }),
    )
    await act(runtime, backupActor, (ctx) => addVerification(ctx, { archiveId: archive.archiveId, workOrderId: order.workOrderId, level, storage: title, startedAt, ...checked }))
  }
}

async function isChecked(ctx: SpineCtx, workOrderId: string, archiveId: string, storage: string): Promise<boolean> {
  return (await backupTables(ctx).selectFrom('backup.verification').select('verificationId').where('workOrderId', '=', workOrderId).where('archiveId', '=', archiveId).where('storage', '=', storage).executeTakeFirst()) !== undefined
}

async function settle(ctx: SpineCtx, order: PerformedOrder, level: Level, lacking: ReadonlyArray<{ key: string; title: string; subsystem: string; componentId: string | null }>): Promise<void> {
  const rows = await backupTables(ctx)
    .selectFrom('backup.verification as v')
    .innerJoin('backup.archive as a', 'a.archiveId', 'v.archiveId')
    .innerJoin('backup.run as r', 'r.runId', 'v.archiveId')
    .select(['v.level', 'v.verdict', 'v.lines', 'v.storage', 'v.rtoSeconds', 'v.rpoSeconds', 'v.startedAt', 'v.endedAt', 'a.archiveId', 'a.sourceKey', 'a.sourceTitle', 'a.subsystem', 'a.bytes', 'a.sm3', 'r.number', 'r.componentId'])
    .where('v.workOrderId', '=', order.workOrderId)
    .orderBy('v.endedAt')
    .execute()
  const results: Array<CheckResult & { componentId: string | null }> = [
    ...rows.map((row) => ({ source: row.sourceKey, title: row.sourceTitle, subsystem: row.subsystem, componentId: row.componentId, archive: row.archiveId, number: row.number, storage: row.storage, level: row.level, verdict: row.verdict as CheckResult['verdict'], lines: row.lines as string[], bytes: row.bytes, sm3: row.sm3, seconds: (row.endedAt.getTime() - row.startedAt.getTime()) / 1_000, rtoSeconds: row.rtoSeconds, rpoSeconds: row.rpoSeconds })),
    ...lacking.map((source) => ({ source: source.key, title: source.title, subsystem: source.subsystem, componentId: source.componentId, archive: null, number: null, storage: '', level, verdict: 'failed' as const, lines: ['还没有任何成功的备份可以检查'], bytes: null, sm3: null, seconds: 0, rtoSeconds: null, rpoSeconds: null })),
  ]
  const verdict = results.some((one) => one.verdict === 'failed') ? 'failed' : results.length === 0 || results.some((one) => one.verdict === 'unchecked') ? 'unchecked' : 'passed'
  const key = (one: { source: string }) => `check-${level}:${one.source}`
  const obligation = order.occurrenceId ? await obligationOf(ctx, order.occurrenceId) : undefined
  const contract = await currentContract(ctx)
  const { evidenceId } = await reportFindings(ctx, {
    source: FINDING_SOURCE,
    service: 'backup',
    subsystem: order.subsystem,
    seen: [...new Map(results.filter((one) => one.verdict !== 'passed').map((one) => [key(one), { key: key(one), severity: one.verdict === 'failed' ? ('abnormal' as const) : ('attention' as const), title: `${one.title} ${LEVEL_TITLES[level]}${one.verdict === 'failed' ? '不通过' : '未检'}：${one.lines.at(-1) ?? ''}`.slice(0, 300), componentId: one.componentId, ...(one.subsystem === CENTRE ? {} : { subsystem: one.subsystem }) }])).values()],
    checkedKeys: results.filter((one) => one.verdict !== 'unchecked').map(key),
    proof: async () =>
      (
        await recordEvidence(ctx, {
          kind: level > 2 ? 'restore-test' : 'backup-check',
          title: `${businessDate(ctx.now)} ${subsystemName(order.subsystem)}备份${LEVEL_TITLES[level]}${verdict === 'passed' ? '' : verdict === 'failed' ? '（不通过）' : '（未检）'}`,
          about: { contract: contract.code, service: 'backup', subsystem: order.subsystem, ...(obligation ? { obligation: obligation.code, clause: obligation.clause, occurrence: order.occurrenceId ?? '' } : {}) },
          body: { verdict, subsystem: order.subsystem, level, checks: results.map(({ componentId: _id, ...one }) => one) },
        })
      ).evidenceId,
  })
  await closeWorkOrder(ctx, order.workOrderId, { result: checkOrderResult.parse({ verdict, runs: results.map(({ componentId: _id, ...one }) => one) }), evidenceIds: [evidenceId], note: `${LEVEL_TITLES[level]} ${results.filter((one) => one.verdict === 'passed').length} / ${results.length} 通过` })
  if (order.occurrenceId) await assessOccurrences(ctx, [order.occurrenceId])
}
