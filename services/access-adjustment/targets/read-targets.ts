import { sql } from 'kysely'
import { actorUserId } from '#platform/context/context.ts'
import { outside, type Outside } from '#platform/context/outside.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { requestErrors } from '#platform/errors/request-errors.ts'
import type { ListQuery } from '#shared/define-api.ts'
import type { TargetAccount } from '#shared/maintenance/target-account.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { accessTables } from '../database/access-tables.ts'
import { keepReading, readTarget } from '../reviews/read-target.ts'
import { findTarget, targetsOf } from './targets.store.ts'

/** The targets with what was last read of them. */
export async function listTargets(ctx: SpineCtx) {
  requirePermission(ctx, 'access-adjustment:read')
  const db = accessTables(ctx)
  const counts = new Map((await db.selectFrom('accessAdjustment.liveAccount').select(['componentId', sql<number>`count(*)`.as('accounts'), sql<Date>`min(seen_at)`.as('seenAt')]).groupBy('componentId').execute()).map((row) => [row.componentId, row]))
  const roles = Map.groupBy(await db.selectFrom('accessAdjustment.liveRole').selectAll().orderBy('role').execute(), ({ componentId }) => componentId)
  const baselines = new Map((await db.selectFrom('accessAdjustment.baseline').select(['componentId', 'takenAt', 'takenByName', 'accounts', 'reason']).orderBy('takenAt').execute()).map((row) => [row.componentId, row]))
  const settings = new Map((await db.selectFrom('accessAdjustment.targetSetting').selectAll().execute()).map((row) => [row.componentId, row]))
  const items = (await targetsOf(ctx)).map((target) => {
    const read = counts.get(target.componentId)
    const offered = roles.get(target.componentId) ?? []
    return {
      ...target,
      accounts: read?.accounts ?? 0,
      roles: offered.map(({ role, title, isPrivileged, exclusionGroup }) => ({ role, title, isPrivileged, exclusionGroup })),
      seenAt: offered[0]?.seenAt ?? read?.seenAt ?? null,
      baseline: baselines.get(target.componentId) ?? null,
      setting: settings.get(target.componentId) ?? null,
    }
  })
  return { items }
}

export async function listAccounts(ctx: SpineCtx, componentId: string, query: ListQuery) {
  requirePermission(ctx, 'access-adjustment:read')
  await findTarget(ctx, componentId)
  let rows = accessTables(ctx).selectFrom('accessAdjustment.liveAccount').select(['account', 'facts']).where('componentId', '=', componentId)
  if (query.search) {
    const wanted = containing(query.search)
    rows = rows.where((row) => row.or([row('account', 'ilike', wanted), sql<boolean>`facts ->> 'displayName' ilike ${wanted}`]))
  }
  const page = await pageOf(accessTables(ctx), rows, query, { sortable: { account: sql.ref('account') }, order: sql`account` })
  return { ...page, items: page.items.map(({ facts }) => facts as TargetAccount) }
}

/** Reads accounts and roles now, so that a form can be written against them; nothing is compared. */
export async function readTargetNow(ctx: SpineCtx, componentId: string): Promise<Outside<SpineCtx, { accounts: number; roles: number }>> {
  requirePermission(ctx, 'access-adjustment:read')
  const target = await findTarget(ctx, componentId)
  const { openDoor } = ctx
  return outside(async () => {
    const read = await readTarget({ openDoor }, target)
    return async (after) => {
      await keepReading(after, read)
      return { accounts: read.accounts.length, roles: read.roles.length }
    }
  })
}

/** Grace and reminder of one target; of two who edit, the second is told. */
export async function setTarget(ctx: SpineCtx, componentId: string, { version, ...facts }: { version: number; graceMinutes: number; remindMinutes: number; reason: string }): Promise<void> {
  requirePermission(ctx, 'access-rule:manage')
  await findTarget(ctx, componentId)
  const db = accessTables(ctx)
  const before = await db.selectFrom('accessAdjustment.targetSetting').select('version').where('componentId', '=', componentId).forUpdate().executeTakeFirst()
  if ((before?.version ?? 0) !== version) throw requestErrors.conflict()
  const row = { ...facts, version: version + 1, changedAt: ctx.now, changedBy: actorUserId(ctx.actor) }
  await db.insertInto('accessAdjustment.targetSetting').values({ componentId, ...row }).onConflict((conflict) => conflict.column('componentId').doUpdateSet(row)).execute()
}
