import { sql } from 'kysely'
import { requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { bytesBelow } from '#platform/storage/archive-storage.ts'
import type { ListQuery } from '#shared/define-api.ts'
import path from 'node:path'
import type { SpineCtx } from '#spine/spine.ts'
import { levelReached } from '../archives/archives.store.ts'
import { backupTables } from '../database/backup-tables.ts'
import { currentPolicy } from '../policies/read-policy.ts'
import { defaultRetention } from '../retention/keep-archives.ts'
import { backupAges, spaceForecast } from '../retention/watch-backups.ts'
import { primaryStorage } from '../storage/storages.ts'
import { listTargets } from '../storage/remote-targets.ts'
import { listSources } from './sources.ts'

export async function listRuns(ctx: SpineCtx, query: ListQuery & { subsystem?: string | undefined; state?: string | undefined }) {
  requirePermission(ctx, 'backup:read')
  let rows = backupTables(ctx).selectFrom('backup.run as r').select(['r.runId', 'r.number', 'r.sourceTitle as title', 'r.subsystem', 'r.state', 'r.startedAt', 'r.endedAt', 'r.rawBytes', 'r.problem'])
  if (query.search) rows = rows.where((where) => where.or([where('r.number', 'ilike', containing(query.search ?? '')), where('r.sourceTitle', 'ilike', containing(query.search ?? ''))]))
  if (query.subsystem) rows = rows.where('r.subsystem', '=', query.subsystem)
  if (query.state) rows = rows.where('r.state', '=', query.state)
  return pageOf(ctx.tx, rows, query, { sortable: { number: sql.ref('r.number'), title: sql.ref('r.source_title'), startedAt: sql.ref('r.started_at'), rawBytes: sql.ref('r.raw_bytes'), state: sql.ref('r.state') }, order: sql`r.started_at desc, r.run_id desc` })
}

/** One line a source: its last run, its newest archive and how far that one is proven. */
export async function readOverview(ctx: SpineCtx) {
  requirePermission(ctx, 'backup:read')
  const db = backupTables(ctx)
  const sources = await listSources(ctx)
  const lastRuns = await db.selectFrom('backup.run').distinctOn('sourceKey').select(['runId', 'number', 'sourceKey', 'state', 'startedAt', 'problem', 'rawBytes']).orderBy('sourceKey').orderBy('startedAt', 'desc').execute()
  const present = () => db.selectFrom('backup.archive as a').leftJoin('backup.removal as x', 'x.archiveId', 'a.archiveId').where('x.archiveId', 'is', null)
  const latest = await present().distinctOn('a.sourceKey').select(['a.archiveId', 'a.sourceKey', 'a.snapshotAt', 'a.bytes', levelReached('a.archive_id').as('level'), sql<number>`(select count(*)::int from backup.archive_copy c where c.archive_id = a.archive_id)`.as('copies')]).orderBy('a.sourceKey').orderBy('a.snapshotAt', 'desc').execute()
  const ages = await backupAges(ctx)
  const restored = await db.selectFrom('backup.verification as v').innerJoin('backup.archive as a', 'a.archiveId', 'v.archiveId').distinctOn('a.sourceKey').select(['a.sourceKey', 'v.endedAt', sql<number | null>`(select w.rto_seconds from backup.verification w join backup.archive b using (archive_id) where b.source_key = a.source_key and w.level = 4 and w.verdict = 'passed' order by w.ended_at desc limit 1)`.as('rtoSeconds')]).where('v.level', '>=', 3).where('v.verdict', '=', 'passed').orderBy('a.sourceKey').orderBy('v.endedAt', 'desc').execute()
  const sizes = await sql<{ sourceKey: string; sizes: number[] }>`select source_key, array_agg(bytes order by ended_at) as sizes from (select source_key, bytes, ended_at, row_number() over (partition by source_key order by ended_at desc) as n from backup.archive) a where n <= 30 group by 1`.execute(ctx.tx)
  const storage = primaryStorage({ attached: ctx })
  const freeBytes = await storage.freeBytes().catch(() => undefined)
  const escrow = await db.selectFrom('backup.escrowKey').select(['escrowId', 'madeAt', 'madeByName']).orderBy('madeAt', 'desc').limit(1).executeTakeFirst()
  const policy = await currentPolicy(ctx)
  return {
    sources: sources.map((source) => {
      const of = <T extends { sourceKey: string }>(rows: readonly T[]) => rows.find((row) => row.sourceKey === source.key)
      const [run, newest, age, back] = [of(lastRuns), of(latest), ages(source), of(restored)]
      return {
        source: source.key, title: source.title, subsystem: source.subsystem, content: source.content,
        lastRun: run ?? null,
        latest: newest ?? null,
        ageHours: age.isProven ? age.hours : null,
        isOverdue: age.isOverdue,
        lastRestoreAt: back?.endedAt ?? null, rtoSeconds: back?.rtoSeconds ?? null, copies: newest?.copies ?? 0,
        sizes: of(sizes.rows)?.sizes.map(Number) ?? [],
      }
    }),
    freeBytes: freeBytes ?? null,
    usedBytes: await bytesBelow(path.join(ctx.installation.home, 'backups')),
    daysLeft: await spaceForecast(ctx, freeBytes),
    storage: storage.title,
    retention: defaultRetention,
    escrow: escrow ?? null,
    policy: policy ? { version: policy.version, title: policy.title, loadedAt: policy.loadedAt } : null,
    targets: await listTargets(ctx),
  }
}
