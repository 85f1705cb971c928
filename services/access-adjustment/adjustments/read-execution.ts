import { sql } from 'kysely'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import type { ListQuery } from '#shared/define-api.ts'
import { accountDifference, changesBack, type TargetAccount } from '#shared/maintenance/target-account.ts'
import { findRequest, requireVisible, type SpineCtx } from '#spine/spine.ts'
import { accessTables } from '../database/access-tables.ts'
import type { DryLine } from '../forms/dry-run.ts'

/** Lines of a page; those that need somebody come first. */
const SHOWN = 200

/** Everything that was tried, done and read back for a form. */
export async function readExecution(ctx: SpineCtx, requestId: string, state?: string) {
  requirePermission(ctx, 'access-adjustment:read')
  const request = await findRequest(ctx, requestId)
  await requireVisible(ctx, request)
  const db = accessTables(ctx)
  const all = db.selectFrom('accessAdjustment.adjustment as a').where('a.requestId', '=', requestId)
  const counted = await all.select(['a.state', sql<number>`count(*)`.as('n')]).groupBy('a.state').execute()
  const countOf = (one: string) => counted.find((row) => row.state === one)?.n ?? 0
  let rows = all.innerJoin('spine.component as c', 'c.componentId', 'a.componentId').innerJoin('spine.workOrder as w', 'w.workOrderId', 'a.workOrderId').selectAll('a').select(['c.title as targetTitle', 'w.number as workOrderNumber'])
  if (state !== undefined) rows = rows.where('a.state', '=', state)
  const shown = await rows.orderBy(sql`case a.state when 'refused' then 0 when 'applying' then 1 when 'waiting' then 2 else 3 end`).orderBy('a.componentId').orderBy('a.position').orderBy('a.adjustmentId').limit(SHOWN + 1).execute()
  const dry = await db.selectFrom('accessAdjustment.dryRun').selectAll().where('requestId', '=', requestId).orderBy('formVersion', 'desc').executeTakeFirst()
  const timed = await grants(ctx).where('a.requestId', '=', requestId).orderBy('g.endsAt').limit(SHOWN).execute()
  const isOpen = ['ready', 'in-progress', 'waiting'].includes(request.state)
  return {
    counts: { waiting: countOf('waiting'), applying: countOf('applying'), applied: countOf('applied'), refused: countOf('refused') },
    isCut: shown.length > SHOWN,
    adjustments: shown.slice(0, SHOWN).map((row) => ({
      ...row,
      differences: differencesOf(row),
      steps: row.steps as Array<{ does: string; statement: string; parameters: unknown[] }>,
      canUndo: row.state === 'applied' && row.cause !== 'expiry' && isPermitted(ctx.actor, 'access-form:open') && (changesBack(row.accountBefore as TargetAccount | null, row.accountAfter as TargetAccount)?.length ?? 0) > 0,
    })),
    dryRun: dry ? { formVersion: dry.formVersion, ranAt: dry.ranAt, ranByName: dry.ranByName, lines: (dry.lines as DryLine[]).map((line) => ({ ...line, differences: [...line.differences], steps: [...line.steps] })) } : null,
    timedGrants: timed,
    canRetry: isOpen && countOf('refused') > 0 && countOf('waiting') + countOf('applying') === 0 && isPermitted(ctx.actor, 'access-form:handle'),
  }
}

/** Read back where it was done; as planned while it is under way. */
function differencesOf({ accountBefore, accountAfter, accountPlanned }: { accountBefore: unknown; accountAfter: unknown; accountPlanned: unknown }) {
  const after = (accountAfter ?? accountPlanned) as TargetAccount | null
  return after === null ? [] : accountDifference(accountBefore as TargetAccount | null, after)
}

function grants(ctx: SpineCtx) {
  return accessTables(ctx)
    .selectFrom('accessAdjustment.timedGrant as g')
    .innerJoin('accessAdjustment.adjustment as a', 'a.adjustmentId', 'g.adjustmentId')
    .innerJoin('spine.component as c', 'c.componentId', 'g.componentId')
    .leftJoin('spine.request as r', 'r.requestId', 'a.requestId')
    .select(['g.timedGrantId', 'g.componentId', 'c.title as targetTitle', 'a.subsystem', 'g.account', 'g.role', 'g.startsAt', 'g.endsAt', 'g.state', 'g.note', 'g.settledAt', 'a.requestId', 'r.number'])
}

export async function listTimedGrants(ctx: SpineCtx, query: ListQuery & { state?: string | undefined; subsystem?: string | undefined }) {
  requirePermission(ctx, 'access-adjustment:read')
  let rows = grants(ctx)
  if (query.state) rows = rows.where('g.state', '=', query.state)
  if (query.subsystem) rows = rows.where('a.subsystem', '=', query.subsystem)
  if (query.search) {
    const wanted = containing(query.search)
    rows = rows.where((row) => row.or([row('g.account', 'ilike', wanted), row('g.role', 'ilike', wanted), row('r.number', 'ilike', wanted)]))
  }
  return pageOf(accessTables(ctx), rows, query, { sortable: { endsAt: sql.ref('g.ends_at'), account: sql.ref('g.account'), state: sql.ref('g.state') }, order: sql`g.ends_at desc` })
}
