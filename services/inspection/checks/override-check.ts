import { sql } from 'kysely'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import type { ListQuery } from '#shared/define-api.ts'
import { newId } from '#shared/ids.ts'
import { businessDate } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { findCheck } from './catalogue.ts'

const overrideErrors = defineErrors('check-override', {
  'not-found': [404, '没有这项阈值调整，或已经撤销'],
  invalid: [400, '阈值调整有误，请按提示修改'],
})

export type NewOverride = { readonly componentId: string; readonly checkCode: string; readonly warn: number | null; readonly critical: number | null; readonly reason: string; readonly expiresOn: string }

/** Sets other thresholds for one component, with a reason and an end. A live one for the same check is replaced, and both stay on record. */
export async function setOverride(ctx: SpineCtx, given: NewOverride): Promise<{ checkOverrideId: string }> {
  requirePermission(ctx, 'inspection:override')
  const db = inspectionTables(ctx)
  const check = findCheck(given.checkCode)
  const component = await db.selectFrom('spine.component').select('componentId').where('componentId', '=', given.componentId).executeTakeFirst()
  const problems = [
    ...(component ? [] : [{ place: 'body.componentId', message: '没有这个部件' }]),
    ...(check?.judge.kind === 'above' || check?.judge.kind === 'below' ? [] : [{ place: 'body.checkCode', message: check ? '该检查项没有可以调整的阈值' : '检查目录中没有这一项' }]),
    ...(given.warn === null && given.critical === null ? [{ place: 'body.warn', message: '请至少填写一个阈值' }] : []),
    ...(given.expiresOn < businessDate(ctx.now) ? [{ place: 'body.expiresOn', message: '失效日不能早于今天' }] : []),
  ]
  if (problems.length > 0) throw overrideErrors.invalid({ problems })
  await db.updateTable('inspection.checkOverride').set({ revokedAt: ctx.now, revokedBy: actorUserId(ctx.actor) }).where('componentId', '=', given.componentId).where('checkCode', '=', given.checkCode).where('revokedAt', 'is', null).execute()
  const checkOverrideId = newId(ctx.now)
  await db.insertInto('inspection.checkOverride').values({ checkOverrideId, ...given, setAt: ctx.now, setBy: actorUserId(ctx.actor), setByName: actorName(ctx.actor) }).execute()
  return { checkOverrideId }
}

export async function revokeOverride(ctx: SpineCtx, checkOverrideId: string): Promise<void> {
  requirePermission(ctx, 'inspection:override')
  const row = await inspectionTables(ctx).updateTable('inspection.checkOverride').set({ revokedAt: ctx.now, revokedBy: actorUserId(ctx.actor) }).where('checkOverrideId', '=', checkOverrideId).where('revokedAt', 'is', null).returning('checkOverrideId').executeTakeFirst()
  if (!row) throw overrideErrors['not-found']()
}

export async function listOverrides(ctx: SpineCtx, query: ListQuery & { live?: boolean | undefined }) {
  requirePermission(ctx, 'inspection:read')
  const isLive = sql<boolean>`(o.revoked_at is null and o.expires_on >= ${businessDate(ctx.now)}::date)`
  let rows = inspectionTables(ctx)
    .selectFrom('inspection.checkOverride as o')
    .innerJoin('spine.component as c', 'c.componentId', 'o.componentId')
    .select(['o.checkOverrideId', 'o.componentId', 'c.title as component', 'c.subsystem', 'o.checkCode', 'o.warn', 'o.critical', 'o.reason', 'o.expiresOn', 'o.setByName', 'o.setAt', 'o.revokedAt', isLive.as('isLive')])
  if (query.search) rows = rows.where((where) => where.or([where('c.title', 'ilike', containing(query.search ?? '')), where('o.checkCode', 'ilike', containing(query.search ?? ''))]))
  if (query.live !== undefined) rows = rows.where(isLive, '=', query.live)
  return pageOf(ctx.tx, rows, query, { sortable: { expiresOn: sql.ref('o.expires_on'), setAt: sql.ref('o.set_at'), checkCode: sql.ref('o.check_code') }, order: sql`o.set_at desc, o.check_override_id` })
}
