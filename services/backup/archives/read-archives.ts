import { sql } from 'kysely'
import { requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import type { ListQuery } from '#shared/define-api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { backupTables } from '../database/backup-tables.ts'
import { backupErrors, keptTally, physicalFacts } from './archive-row.ts'
import { levelReached } from './archives.store.ts'

export type ArchiveQuery = ListQuery & { subsystem?: string | undefined; source?: string | undefined; level?: number | undefined; removed?: boolean | undefined }

export async function listArchives(ctx: SpineCtx, query: ArchiveQuery) {
  requirePermission(ctx, 'backup:read')
  let rows = summaries(ctx)
  if (query.search) rows = rows.where((where) => where.or([where('r.number', 'ilike', containing(query.search ?? '')), where('a.sourceTitle', 'ilike', containing(query.search ?? '')), where('a.sm3', 'ilike', containing(query.search ?? ''))]))
  if (query.subsystem) rows = rows.where('a.subsystem', '=', query.subsystem)
  if (query.source) rows = rows.where('a.sourceKey', '=', query.source)
  if (query.level !== undefined) rows = rows.where(levelReached('a.archive_id'), '>=', query.level)
  if (query.removed !== undefined) rows = rows.where('x.archiveId', query.removed ? 'is not' : 'is', null)
  const page = await pageOf(ctx.tx, rows, query, { sortable: { number: sql.ref('r.number'), title: sql.ref('a.source_title'), snapshotAt: sql.ref('a.snapshot_at'), bytes: sql.ref('a.bytes'), rows: sql.ref('a.row_count'), level: levelReached('a.archive_id') }, order: sql`a.snapshot_at desc, a.archive_id desc` })
  return { ...page, items: page.items.map(plain) }
}

export async function readArchiveDetail(ctx: SpineCtx, archiveId: string) {
  requirePermission(ctx, 'backup:read')
  const db = backupTables(ctx)
  const row = await summaries(ctx).select(['a.engine', 'a.serverVersion', 'a.tool', 'a.toolVersion', 'a.storage', 'a.objectName', 'a.keyId', 'a.escrowId', 'a.structureSm3', 'a.policyVersion', 'a.tally', 'a.physical', 'r.log', 'x.reason as removal']).where('a.archiveId', '=', archiveId).executeTakeFirst()
  if (!row) throw backupErrors['not-found']()
  const tally = keptTally.parse(row.tally)
  const verifications = await db.selectFrom('backup.verification').select(['level', 'verdict', 'lines', 'storage', 'startedAt', 'endedAt', 'rtoSeconds', 'rpoSeconds']).where('archiveId', '=', archiveId).orderBy('endedAt', 'desc').limit(100).execute()
  const copiesAt = await db.selectFrom('backup.archiveCopy as c').innerJoin('backup.remoteTarget as t', 't.remoteTargetId', 'c.remoteTargetId').select(['t.title as target', 'c.copiedAt']).where('c.archiveId', '=', archiveId).execute()
  const hold = await db.selectFrom('backup.legalHold').select(['reason', 'setAt', 'setByName']).where('archiveId', '=', archiveId).where('releasedAt', 'is', null).executeTakeFirst()
  return {
    ...plain(row), engine: row.engine, serverVersion: row.serverVersion, tool: `${row.tool} ${row.toolVersion}`, storage: row.storage, objectName: row.objectName, keyId: row.keyId, escrowId: row.escrowId, structureSm3: row.structureSm3, policyVersion: row.policyVersion, log: row.log,
    tallies: tally.tables.map(({ name, rows }) => ({ name, rows })).toSorted((one, other) => other.rows - one.rows),
    answers: Object.entries(tally.answers).map(([name, value]) => ({ name, value })),
    verifications: verifications.map((one) => ({ ...one, lines: one.lines as string[] })),
    copiesAt, hold: hold ?? null, removal: row.removal,
    physical: row.physical === null ? null : physicalFacts.parse(row.physical),
  }
}

function summaries(ctx: SpineCtx) {
  return backupTables(ctx)
    .selectFrom('backup.archive as a')
    .innerJoin('backup.run as r', 'r.runId', 'a.archiveId')
    .leftJoin('backup.removal as x', 'x.archiveId', 'a.archiveId')
    .select(['a.archiveId', 'r.number', 'a.sourceKey', 'a.sourceTitle', 'a.subsystem', 'a.content', 'a.snapshotAt', 'a.startedAt', 'a.endedAt', 'a.bytes', 'a.rawBytes', 'a.tableCount', 'a.rowCount', 'a.sm3', 'x.removedAt', levelReached('a.archive_id').as('level')])
    .select(sql<boolean>`exists (select from backup.verification v where v.archive_id = a.archive_id and v.verdict = 'failed' and not exists (select from backup.verification w where w.archive_id = v.archive_id and w.verdict = 'passed' and w.level >= v.level and w.ended_at > v.ended_at))`.as('hasFailedCheck'))
    .select(sql<number>`(select count(*)::int from backup.archive_copy c where c.archive_id = a.archive_id)`.as('copies'))
    .select(sql<boolean>`exists (select from backup.legal_hold h where h.archive_id = a.archive_id and h.released_at is null)`.as('isHeld'))
}

type Summary = Awaited<ReturnType<ReturnType<typeof summaries>['executeTakeFirstOrThrow']>>

function plain(row: Summary) {
  return {
    archiveId: row.archiveId, number: row.number, source: row.sourceKey, title: row.sourceTitle, subsystem: row.subsystem, content: row.content, snapshotAt: row.snapshotAt, endedAt: row.endedAt, seconds: (row.endedAt.getTime() - row.startedAt.getTime()) / 1_000,
    bytes: row.bytes, rawBytes: row.rawBytes, tables: row.tableCount, rows: row.rowCount, sm3: row.sm3, level: row.level, hasFailedCheck: row.hasFailedCheck, copies: row.copies, isHeld: row.isHeld, removedAt: row.removedAt,
  }
}
