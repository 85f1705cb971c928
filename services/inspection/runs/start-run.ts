import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import { openWorkOrder, type SpineCtx } from '#spine/spine.ts'
import { findCheck } from '../checks/catalogue.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { ALL_SUBSYSTEMS, hasRows, planRun } from './plan-run.ts'
import { runErrors, type RunRequest } from './run.ts'
import { findRun, lockRun } from './runs.store.ts'

export type StartRequest = { readonly subsystem?: string | undefined; readonly componentId?: string | undefined; readonly checkCode?: string | undefined }

/** Opens a run outside the plan. It is carried out at once by the worker; the id is there to watch it. */
export async function startRun(ctx: SpineCtx, { componentId, checkCode, ...scope }: StartRequest): Promise<{ runId: string; number: string }> {
  requirePermission(ctx, 'inspection:run')
  if (checkCode !== undefined && !findCheck(checkCode)) throw runErrors['unknown-check']({ detail: checkCode })
  const component = componentId === undefined ? undefined : await inspectionTables(ctx).selectFrom('spine.component').select(['subsystem', 'title']).where('componentId', '=', componentId).where('isRetired', '=', false).executeTakeFirst()
  if (componentId !== undefined && !component) throw runErrors['unknown-component']()
  const subsystem = component?.subsystem ?? scope.subsystem ?? ALL_SUBSYSTEMS
  const name = component?.title ?? (subsystems.has(subsystem) ? subsystems.titles[subsystem] : '全部子系统')
  return open(ctx, 'on-demand', subsystem, `临时巡检：${name}${checkCode ? ` ${checkCode}` : ''}`, { ...(componentId ? { componentId } : {}), ...(checkCode ? { checkCode } : {}) })
}

/** Checks again whatever a run did not find in order. Only this closes its hazards. */
export async function recheckRun(ctx: SpineCtx, runId: string): Promise<{ runId: string; number: string }> {
  requirePermission(ctx, 'inspection:run')
  const run = await findRun(ctx, runId)
  if (run.state === 'running') throw runErrors['not-done']()
  return open(ctx, 're-check', run.subsystem, `复检：${run.number}`, { recheckOf: runId })
}

/** Asks the performer to stop. Only what nobody is owed can be cancelled. */
export async function cancelRun(ctx: SpineCtx, runId: string): Promise<void> {
  requirePermission(ctx, 'inspection:run')
  const run = await lockRun(ctx, runId)
  if (run.state !== 'running') throw runErrors['not-running']()
  if (run.occurrenceId !== null) throw runErrors['scheduled-run']()
  await inspectionTables(ctx).updateTable('inspection.run').set({ cancelRequestedAt: ctx.now }).where('runId', '=', runId).execute()
}

async function open(ctx: SpineCtx, kind: 'on-demand' | 're-check', subsystem: string, title: string, scope: RunRequest): Promise<{ runId: string; number: string }> {
  const userId = actorUserId(ctx.actor)
  const request: RunRequest = { ...scope, ...(userId ? { requestedBy: userId } : {}), requestedByName: actorName(ctx.actor) }
  if (!(await hasRows(ctx, { subsystem, kind, request }))) throw runErrors['nothing-to-check']()
  const order = await openWorkOrder(ctx, { kind: 'inspection.run-on-demand', service: 'inspection', subsystem, title, input: request })
  // Planned here already, so that who asked sees every row at once; the performer finds it planned.
  const runId = await planRun(ctx, { workOrderId: order.workOrderId, subsystem, occurrenceId: null, kind, request })
  const { number } = await findRun(ctx, runId)
  return { runId, number }
}
