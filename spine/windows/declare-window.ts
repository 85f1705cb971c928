import { formatInstant } from '#shared/instant.ts'
import type { InputProblem } from '#shared/problem.ts'
import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { requireSubsystem } from '#spine/systems/register-component.ts'
import { windowKind, type WindowKind } from './api.ts'
import { windowErrors } from './window.ts'

export type DeclareWindow = {
  /** Chosen by the sender, so that sending twice declares once. */
  readonly windowId: string
  readonly kind: WindowKind
  /** Null for all subsystems. */
  readonly subsystem: string | null
  readonly title: string
  readonly startsAt: Date
  readonly endsAt: Date
  readonly reason: string
  readonly acceptsOverlaps: boolean
}

/** Declares a planned maintenance, a change freeze or a special period. */
export async function declareWindow(ctx: SpineCtx, request: DeclareWindow): Promise<string> {
  requirePermission(ctx, 'window:declare')
  const { windowId, acceptsOverlaps, ...facts } = request
  const db = spineTables(ctx)
  if (await db.selectFrom('spine.maintenanceWindow').select('maintenanceWindowId').where('maintenanceWindowId', '=', windowId).executeTakeFirst()) return windowId
  if (facts.subsystem !== null) await requireSubsystem(ctx, facts.subsystem)
  const problems = problemsOf(request, ctx.now)
  if (problems.length > 0) throw windowErrors.invalid({ problems })
  const overlaps = await overlappingWindows(ctx, request)
  if (overlaps.length > 0 && !acceptsOverlaps) throw windowErrors.overlaps({ problems: overlaps.map((message) => ({ place: 'body.acceptsOverlaps', message })) })
  await db
    .insertInto('spine.maintenanceWindow')
    .values({ maintenanceWindowId: windowId, ...facts, declaredAt: ctx.now, declaredBy: actorUserId(ctx.actor) })
    .onConflict((conflict) => conflict.column('maintenanceWindowId').doNothing())
    .execute()
  return windowId
}

/** Ends a window before its time with a reason. What of it has passed stays: it was in force then. */
export async function cancelWindow(ctx: SpineCtx, windowId: string, reason: string): Promise<void> {
  requirePermission(ctx, 'window:declare')
  const db = spineTables(ctx)
  const row = await db.selectFrom('spine.maintenanceWindow').select(['endsAt', 'cancelledAt']).where('maintenanceWindowId', '=', windowId).forUpdate().executeTakeFirst()
  if (!row) throw windowErrors['not-found']()
  if (row.cancelledAt !== null || row.endsAt <= ctx.now) throw windowErrors.over()
  await db.updateTable('spine.maintenanceWindow').set({ cancelledAt: ctx.now, cancelledBy: actorUserId(ctx.actor), cancelReason: reason }).where('maintenanceWindowId', '=', windowId).execute()
}

function problemsOf({ kind, startsAt, endsAt }: DeclareWindow, now: Date): InputProblem[] {
  const problems: InputProblem[] = []
  if (endsAt <= startsAt) problems.push({ place: 'body.endsAt', message: '结束须晚于开始' })
  else if (endsAt <= now) problems.push({ place: 'body.endsAt', message: '时间窗已经过去；已发生的中断请在可用性中认定原因' })
  // Declared afterwards it would not be planned: an outage could be explained away.
  if (kind === 'maintenance' && startsAt < now) problems.push({ place: 'body.startsAt', message: '计划维护须在开始之前登记' })
  return problems
}

/** In words, each window that the new one meets: of its own kind, or a maintenance within a freeze or special period. */
async function overlappingWindows(ctx: SpineCtx, { kind, subsystem, startsAt, endsAt }: DeclareWindow): Promise<string[]> {
  let query = spineTables(ctx)
    .selectFrom('spine.maintenanceWindow')
    .select(['kind', 'title', 'startsAt', 'endsAt'])
    .where('cancelledAt', 'is', null)
    .where('startsAt', '<', endsAt)
    .where('endsAt', '>', startsAt)
  if (subsystem !== null) query = query.where((where) => where.or([where('subsystem', '=', subsystem), where('subsystem', 'is', null)]))
  const rows = await query.orderBy('startsAt').execute()
  return rows
    .filter((row) => row.kind === kind || row.kind === 'maintenance' || kind === 'maintenance')
    .map((row) => `${windowKind.titles[row.kind as WindowKind]}「${row.title}」${minute(row.startsAt)} 至 ${minute(row.endsAt)}`)
}

function minute(instant: Date): string {
  return formatInstant(instant).slice(0, 16).replace('T', ' ')
}
