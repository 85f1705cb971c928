import { sql, type Selectable } from 'kysely'
import type { Tally, UsedTool } from '#connectors/connector.ts'
import type { WrittenArchive } from '#platform/archives/archive.ts'
import { documentNumber, newId } from '#shared/ids.ts'
import { businessDate, formatInstant } from '#shared/instant.ts'
import { nextNumber, type SpineCtx } from '#spine/spine.ts'
import { structureSm3, type PhysicalFacts } from '../archives/archive-row.ts'
import type { ReadBack } from '../checks/read-back.ts'
import { addVerification } from '../checks/verifications.store.ts'
import { backupTables } from '../database/backup-tables.ts'
import type { RunTable } from '../database/tables.ts'
import { currentPolicy } from '../policies/read-policy.ts'
import type { BackupSource } from './sources.ts'

export type RunRow = Selectable<RunTable>

/** A run that has not said for so long that it lives was killed. */
const SILENT_MS = 30_000

/** Names of former failed runs that are looked for once more: a run may be killed before it has cleared what the one before it left. */
const LOOKED_FOR = 20

/** Claims the source. `undefined`: another run of it lives. `leftovers`: what killed runs may have left in the storage. */
export async function beginRun(ctx: SpineCtx, source: BackupSource, workOrderId: string | null): Promise<{ runId: string; objectName: string; leftovers: string[] } | undefined> {
  const db = backupTables(ctx)
  await sql`select pg_advisory_xact_lock(7100050, hashtext(${source.key}))`.execute(ctx.tx)
  const living = await db.selectFrom('backup.run').select(['runId', 'heartbeatAt']).where('sourceKey', '=', source.key).where('state', '=', 'running').executeTakeFirst()
  if (living && ctx.now.getTime() - living.heartbeatAt.getTime() < SILENT_MS) return undefined
  if (living) await endRun(ctx, living.runId, { state: 'failed', problem: '作业中断（进程被终止），未完成的归档已清除', log: '', rawBytes: 0 })
  const failed = await db.selectFrom('backup.run').select('objectName').where('sourceKey', '=', source.key).where('state', 'not in', ['running', 'done']).orderBy('startedAt', 'desc').limit(LOOKED_FOR).execute()
  const day = businessDate(ctx.now)
  const runId = newId(ctx.now)
  const stamp = formatInstant(ctx.now).slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
  const objectName = `${source.key}/${stamp}-${runId}.xyb`
  await db
    .insertInto('backup.run')
    .values({ runId, number: documentNumber('BF', day, await nextNumber(ctx, `BF-${day}`)), sourceKey: source.key, sourceTitle: source.title, subsystem: source.subsystem, componentId: source.componentId, workOrderId, state: 'running', objectName, startedAt: ctx.now, heartbeatAt: ctx.now })
    .execute()
  return { runId, objectName, leftovers: failed.map((run) => run.objectName) }
}

export async function beat(ctx: SpineCtx, runId: string, rawBytes: number): Promise<void> {
  await backupTables(ctx).updateTable('backup.run').set({ heartbeatAt: ctx.now, rawBytes }).where('runId', '=', runId).where('state', '=', 'running').execute()
}

export async function endRun(ctx: SpineCtx, runId: string, end: { state: 'done' | 'failed' | 'unchecked'; problem: string; log: string; rawBytes: number }): Promise<void> {
  await backupTables(ctx).updateTable('backup.run').set({ ...end, endedAt: ctx.now, heartbeatAt: ctx.now }).where('runId', '=', runId).where('state', '=', 'running').execute()
}

export type NewArchive = {
  readonly runId: string
  readonly source: BackupSource
  readonly objectName: string
  readonly storage: string
  readonly written: Pick<WrittenArchive, 'bytes' | 'rawBytes' | 'sm3'>
  readonly keyId: string
  readonly tally: Tally
  readonly tool: UsedTool
  readonly engine: string
  readonly serverVersion: string
  readonly snapshotAt: Date
  readonly startedAt: Date
  readonly escrowId: string | null
  readonly verification: ReadBack
  readonly log: string
  readonly physical?: PhysicalFacts
}

/** The archive enters the catalogue, its reading back with it, and the run is done: one act. */
export async function addArchive(ctx: SpineCtx, one: NewArchive): Promise<void> {
  const policy = await currentPolicy(ctx)
  await backupTables(ctx)
    .insertInto('backup.archive')
    .values({
      archiveId: one.runId,
      sourceKey: one.source.key,
      sourceTitle: one.source.title,
      subsystem: one.source.subsystem,
      content: one.source.content,
      engine: one.engine,
      serverVersion: one.serverVersion,
      tool: one.tool.name,
      toolVersion: one.tool.version,
      storage: one.storage,
      objectName: one.objectName,
      bytes: one.written.bytes,
      rawBytes: one.written.rawBytes,
      sm3: one.written.sm3,
      keyId: one.keyId,
      escrowId: one.escrowId,
      tableCount: one.tally.tables.length,
      rowCount: one.tally.tables.reduce((sum, table) => sum + table.rows, 0),
      tally: JSON.stringify(one.tally),
      structureSm3: structureSm3(one.tally),
      physical: one.physical ? JSON.stringify(one.physical) : null,
      policyVersion: policy?.version ?? null,
      snapshotAt: one.snapshotAt,
      startedAt: one.startedAt,
      endedAt: ctx.now,
    })
    .execute()
  await addVerification(ctx, { archiveId: one.runId, workOrderId: null, level: 2, storage: one.storage, startedAt: ctx.now, verdict: one.verification.verdict, lines: one.verification.lines })
  await endRun(ctx, one.runId, { state: 'done', problem: '', log: one.log, rawBytes: one.written.rawBytes })
}
