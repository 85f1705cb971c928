import { sql } from 'kysely'
import { act } from '#platform/context/runtime.ts'
import { businessDate } from '#shared/instant.ts'
import { recordEvidence, reportFindings, type SeenFinding, type SpineCtx, type SpineRuntime } from '#spine/spine.ts'
import { maxAgeHours } from '../api.ts'
import { PHYSICAL, physicalFacts } from '../archives/archive-row.ts'
import { levelReached, newestArchives } from '../archives/archives.store.ts'
import { backupTables } from '../database/backup-tables.ts'
import { currentPolicy } from '../policies/read-policy.ts'
import { removeSets } from '../physical/sets.ts'
import { backupActor } from '../runs/perform-backup.ts'
import { FINDING_SOURCE } from '../runs/perform-order.ts'
import { type BackupSource, CENTRE, listSources } from '../runs/sources.ts'
import { removeCopies } from '../restores/restore-copy.ts'
import { copyAway } from '../storage/copy-away.ts'
import { liveTargets, openTarget, primaryStorage } from '../storage/storages.ts'
import { archivesToRemove, defaultRetention } from './keep-archives.ts'

/** Space that should last at least so long at the pace of the last two weeks. */
const MIN_DAYS_LEFT = 14
const DAY_MS = 86_400_000

/**
 * The watch beside the job: it looks at what is there, whoever should have made it. How old the newest proven backup of each source
 * is, whether space will last, whether code and requirement are there; then removes what need no longer be kept.
 */
export async function watchBackups(runtime: SpineRuntime): Promise<void> {
  await removeCopies(runtime, 'expired')
  const freeBytes = await primaryStorage(runtime).freeBytes()
  const uncopied = await copyWhatLacks(runtime)
  const unremoved = await tidyTargets(runtime)
  await act(runtime, backupActor, (ctx) => reportState(ctx, freeBytes, uncopied, unremoved))
  await removeExpired(runtime)
}

type Uncopied = { readonly source: string; readonly title: string; readonly problems: readonly string[] }

/** The newest archive of each source belongs off-site too: what could not be copied then is copied now, or told. */
async function copyWhatLacks(runtime: SpineRuntime): Promise<Uncopied[]> {
  const newest = await act(runtime, backupActor, async (ctx) => ((await liveTargets(ctx)).length === 0 ? [] : newestArchives(ctx, { sourceKeys: (await listSources(ctx)).map(({ key }) => key) })))
  const uncopied: Uncopied[] = []
  for (const { archiveId, sourceKey, sourceTitle } of newest.filter(({ content }) => content !== PHYSICAL)) {
    const problems = await copyAway(runtime, archiveId)
    if (problems.length > 0) uncopied.push({ source: sourceKey, title: sourceTitle, problems })
  }
  return uncopied
}

async function reportState(ctx: SpineCtx, freeBytes: number | undefined, uncopied: readonly Uncopied[], unremoved: readonly string[]): Promise<void> {
  const sources = await listSources(ctx)
  const ages = await backupAges(ctx)
  const seen: SeenFinding[] = []
  const checkedKeys: string[] = ['space', 'escrow', 'policy', 'remove']
  for (const source of sources) {
    // Keys without a recovery code are the finding `escrow`.
    if (source.content === 'keys' && !ages(source).isProven) continue
    checkedKeys.push(`age:${source.key}`)
    const { hours, isProven, isOverdue } = ages(source)
    if (isOverdue) seen.push({ key: `age:${source.key}`, severity: 'abnormal', title: `${source.title} ${isProven ? `最近一份可读的备份已有 ${Math.floor(hours)} 小时` : `登记 ${Math.floor(hours)} 小时来没有一份可读的备份`}，超过 ${maxAgeHours} 小时`, componentId: source.componentId, ...(source.subsystem === CENTRE ? {} : { subsystem: source.subsystem }) })
  }
  for (const source of sources) checkedKeys.push(`copy:${source.key}`)
  for (const { source, title, problems } of uncopied) seen.push({ key: `copy:${source}`, severity: 'abnormal', title: `${title} 最新的归档没有异地副本：${problems.join('；')}`.slice(0, 300), componentId: null })
  if (unremoved.length > 0) seen.push({ key: 'remove', severity: 'attention', title: `异地存储上到期的归档没有删掉：${unremoved.join('；')}`.slice(0, 300), componentId: null })
  const forecast = await spaceForecast(ctx, freeBytes)
  if (forecast !== null && forecast < MIN_DAYS_LEFT) seen.push({ key: 'space', severity: forecast < 3 ? 'abnormal' : 'attention', title: `备份目录按近两周的增长只够 ${forecast} 天`, componentId: null })
  const escrow = await backupTables(ctx).selectFrom('backup.escrowKey').select('escrowId').limit(1).executeTakeFirst()
  if (!escrow) seen.push({ key: 'escrow', severity: 'attention', title: '没有托管口令：密钥没有备份，主密钥丢失则全部归档无法打开。请由系统管理员在“备份”页生成并离线保管', componentId: null })
  if (!(await currentPolicy(ctx))) seen.push({ key: 'policy', severity: 'attention', title: '综合事务中心的统一备份要求尚未提供（合同 M7-03），现按默认规则保留', componentId: null })
  const known = await backupTables(ctx).selectFrom('spine.finding').select(['sourceKey', 'title']).where('source', '=', FINDING_SOURCE).where('state', 'in', ['open', 'accepted']).where('sourceKey', 'in', checkedKeys).execute()
  // Nothing new and nothing mended: the same words need no new proof.
  if (known.map(({ sourceKey }) => sourceKey).toSorted().join() === seen.map(({ key }) => key).toSorted().join()) return
  await reportFindings(ctx, {
    source: FINDING_SOURCE,
    service: 'backup',
    subsystem: 'all',
    seen,
    checkedKeys,
    proof: async () => (await recordEvidence(ctx, { kind: 'backup.watch-record', title: `备份时效核对 ${businessDate(ctx.now)}`, about: { service: 'backup' }, body: { sources: sources.length, freeBytes: freeBytes ?? null, daysLeft: forecast, troubles: seen.map(({ key, title }) => ({ key, title })) } })).evidenceId,
  })
}

/** When the newest archive that was read back was taken, by source. */
async function newestProven(ctx: Pick<SpineCtx, 'tx'>): Promise<Map<string, Date>> {
  const rows = await backupTables(ctx).selectFrom('backup.archive as a').leftJoin('backup.removal as x', 'x.archiveId', 'a.archiveId').select(['a.sourceKey', sql<Date>`max(a.snapshot_at)`.as('at')]).where('x.archiveId', 'is', null).where(levelReached('a.archive_id'), '>=', 2).groupBy('a.sourceKey').execute()
  return new Map(rows.map((row) => [row.sourceKey, row.at]))
}

export type BackupAge = { readonly hours: number; readonly isProven: boolean; readonly isOverdue: boolean }

/** How long ago the newest readable backup of a source was taken; of one that has none yet, how long it has been registered. */
export async function backupAges(ctx: Pick<SpineCtx, 'tx' | 'now'>): Promise<(source: BackupSource) => BackupAge> {
  const proven = await newestProven(ctx)
  const registered = await firstKnown(ctx)
  return ({ key, componentId }) => {
    const newest = proven.get(key)
    const hours = (ctx.now.getTime() - (newest ?? registered.get(componentId ?? CENTRE) ?? ctx.now).getTime()) / 3_600_000
    return { hours, isProven: newest !== undefined, isOverdue: hours > maxAgeHours }
  }
}

async function firstKnown(ctx: Pick<SpineCtx, 'tx'>): Promise<Map<string, Date>> {
  const rows = await backupTables(ctx).selectFrom('spine.component').select(['componentId', 'registeredAt']).where('kind', '=', 'backup-set').execute()
  const first = rows.map((row) => row.registeredAt.getTime())
  return new Map([...rows.map((row) => [row.componentId, row.registeredAt] as const), ...(first.length > 0 ? [[CENTRE, new Date(Math.min(...first))] as const] : [])])
}

/** Whole days that the free space lasts at the pace of the last fourteen; null while there is nothing to go by. */
export async function spaceForecast(ctx: Pick<SpineCtx, 'tx' | 'now'>, freeBytes: number | undefined): Promise<number | null> {
  const since = new Date(ctx.now.getTime() - 14 * 86_400_000)
  const row = await backupTables(ctx).selectFrom('backup.archive').select([sql<string>`coalesce(sum(bytes), 0)`.as('bytes'), sql<Date>`min(started_at)`.as('first')]).where('startedAt', '>=', since).executeTakeFirst()
  if (!row?.first || freeBytes === undefined) return null
  const days = Math.max(1, (ctx.now.getTime() - row.first.getTime()) / 86_400_000)
  return Math.floor(freeBytes / Math.max(1, Number(row.bytes) / days))
}

/** Removes what the rules no longer keep: the catalogue says so first, then the files go; a crash between is mended by the next watch. */
async function removeExpired(runtime: SpineRuntime): Promise<void> {
  const objects = await act(runtime, backupActor, async (ctx) => {
    const db = backupTables(ctx)
    const rows = await db
      .selectFrom('backup.archive as a')
      .leftJoin('backup.removal as x', 'x.archiveId', 'a.archiveId')
      .leftJoin('backup.legalHold as h', (join) => join.onRef('h.archiveId', '=', 'a.archiveId').on('h.releasedAt', 'is', null))
      .select(['a.archiveId', 'a.sourceKey', 'a.snapshotAt', 'a.objectName', 'a.physical', 'h.legalHoldId', levelReached('a.archive_id').as('level')])
      .where('x.archiveId', 'is', null)
      .execute()
    const removing = [...Map.groupBy(rows, (row) => row.sourceKey).values()].flatMap((own) => archivesToRemove(own.map((row) => ({ archiveId: row.archiveId, snapshotAt: row.snapshotAt, isHeld: row.legalHoldId !== null, isVerified: row.level >= 2, needs: neededBy(row, own) })), defaultRetention))
    const { days, weeks, months } = defaultRetention
    if (removing.length > 0) await db.insertInto('backup.removal').values(removing.map((archiveId) => ({ archiveId, reason: `保留规则：每日 ${days} 份、每周 ${weeks} 份、每月 ${months} 份`, removedAt: ctx.now }))).execute()
    // Also those that an earlier watch meant to remove within the last days: removing twice does no harm.
    return db.selectFrom('backup.removal as x').innerJoin('backup.archive as a', 'a.archiveId', 'x.archiveId').select(['a.objectName', 'a.sourceKey', 'a.physical']).where('x.removedAt', '>=', new Date(ctx.now.getTime() - 3 * DAY_MS)).execute()
  })
  const storage = primaryStorage(runtime)
  for (const { objectName } of objects.filter(({ physical }) => physical === null)) for (const name of [objectName, `${objectName}.json`]) await storage.remove(name)
  await removeSets(runtime, objects)
}

/** Removes off-site what earlier watches did here, until each was seen to be gone; also what killed copies left unfinished. Answers with the targets where that failed, and why. */
async function tidyTargets(runtime: SpineRuntime): Promise<string[]> {
  const problems: string[] = []
  const { targets, expired, uncopied } = await act(runtime, backupActor, tidying)
  for (const row of targets) {
    const [own, left] = [expired, uncopied].map((list) => list.filter(({ remoteTargetId }) => remoteTargetId === row.remoteTargetId)) as [typeof expired, typeof uncopied]
    if (own.length + left.length === 0) continue
    try {
      const target = await openTarget(runtime, row)
      try {
        for (const { objectName } of left) await target.removeUnfinished(objectName)
        for (const { archiveId, remoteTargetId, objectName } of own) {
          await target.removeUnfinished(objectName)
          await target.remove(objectName)
          await act(runtime, backupActor, (ctx) => backupTables(ctx).insertInto('backup.copyRemoval').values({ archiveId, remoteTargetId, removedAt: ctx.now }).execute())
        }
      } finally {
        await target.close()
      }
    } catch (error) {
      problems.push(`${row.title}：${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return problems
}

async function tidying(ctx: SpineCtx) {
  const db = backupTables(ctx)
  const expired = await db
    .selectFrom('backup.removal as x')
    .innerJoin('backup.archive as a', 'a.archiveId', 'x.archiveId')
    .innerJoin('backup.remoteTarget as t', (join) => join.onRef('t.setAt', '<=', 'x.removedAt'))
    .leftJoin('backup.copyRemoval as g', (join) => join.onRef('g.archiveId', '=', 'x.archiveId').onRef('g.remoteTargetId', '=', 't.remoteTargetId'))
    .select(['a.archiveId', 't.remoteTargetId', 'a.objectName'])
    .where('g.archiveId', 'is', null)
    .where('a.physical', 'is', null)
    .execute()
  // No copy takes a day: what has none by then is not being written.
  const uncopied = await db
    .selectFrom('backup.archive as a')
    .innerJoin('backup.remoteTarget as t', (join) => join.onRef('t.setAt', '<=', 'a.endedAt'))
    .leftJoin('backup.archiveCopy as c', (join) => join.onRef('c.archiveId', '=', 'a.archiveId').onRef('c.remoteTargetId', '=', 't.remoteTargetId'))
    .select(['t.remoteTargetId', 'a.objectName'])
    .where('c.archiveId', 'is', null)
    .where('a.physical', 'is', null)
    .where('a.endedAt', '>=', new Date(ctx.now.getTime() - 3 * DAY_MS))
    .where('a.endedAt', '<', new Date(ctx.now.getTime() - DAY_MS))
    .execute()
  return { targets: await liveTargets(ctx), expired, uncopied }
}

/** The full set that a difference was taken from. */
function neededBy({ physical }: { readonly physical: unknown }, rows: ReadonlyArray<{ readonly archiveId: string; readonly physical: unknown }>): string | undefined {
  const prior = physical === null ? null : physicalFacts.parse(physical).prior
  return prior === null ? undefined : rows.find((row) => row.physical !== null && physicalFacts.parse(row.physical).label === prior)?.archiveId
}
