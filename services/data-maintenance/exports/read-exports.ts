import { sql } from 'kysely'
import { actorUserId } from '#platform/context/context.ts'
import { outside, type Outside } from '#platform/context/outside.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import type { ListQuery } from '#shared/define-api.ts'
import { newId } from '#shared/ids.ts'
import { holdersOf, kindRequest, findRequest, sensitiveColumns, spineTables, type SpineCtx } from '#spine/spine.ts'
import { actorName } from '#platform/context/context.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import { findDataTarget } from '../orders/data-targets.ts'
import { readyToReview, type ReviewFinding } from '../review/review-sql.ts'
import type { ComparisonView, ExportColumnView, ExportFormat, ExportPurpose, ExportState } from './api.ts'
import { COPIES_DAYS } from './destroy-exports.ts'
import { exportErrors } from './export-errors.ts'
import type { DeliveredColumn } from './export-rows.ts'
import { exportSm3, scriptOf } from './export-script.ts'
import { visibleExport } from './hand-over.ts'
import { generationObstacles, seeExportRequest, type ExportRequest } from './open-generation.ts'
import { runAgain, type Plan } from './perform-generation.ts'
import { isRedoable } from '../queries/open-period.ts'

const FIELDS = ['dataExportId', 'number', 'title', 'subsystem', 'rowCount', 'receiverName', 'receiverUnit', 'orderedByName', 'madeAt', 'generatedAt', 'receivedAt', 'expiresAt', 'destroyedAt', 'copiesDestroyedAt', 'requestId', 'reason'] as const

function exportRows(ctx: SpineCtx) {
  const late = new Date(ctx.now.getTime() - COPIES_DAYS * 86_400_000)
  let rows = maintenanceTables(ctx)
    .selectFrom('dataMaintenance.dataExport as e')
    .select(FIELDS.map((field) => `e.${field}` as const))
    .select((row) => [row.ref('e.purpose').$castTo<ExportPurpose>().as('purpose'), row.ref('e.format').$castTo<ExportFormat>().as('format'), row.ref('e.state').$castTo<ExportState>().as('state')])
    .select(sql<boolean>`(e.state = 'destroyed' and e.received_at is not null and e.copies_destroyed_at is null and e.destroyed_at <= ${late})`.as('isCopyOverdue'))
  const me = actorUserId(ctx.actor)
  if (!isPermitted(ctx.actor, 'request:read-all')) rows = rows.where((where) => where.or([where('e.receiverId', '=', me), where.exists(where.selectFrom('spine.request as r').select('r.requestId').whereRef('r.requestId', '=', 'e.requestId').where('r.requesterId', '=', me))]))
  return rows
}

type Filter = ListQuery & { state?: string | undefined; subsystem?: string | undefined; purpose?: string | undefined; mine?: boolean | undefined; overdueCopies?: boolean | undefined }

export async function listDataExports(ctx: SpineCtx, filter: Filter) {
  requirePermission(ctx, 'data-export:read')
  let rows = exportRows(ctx)
  if (filter.state) rows = rows.where('e.state', '=', filter.state)
  if (filter.subsystem) rows = rows.where('e.subsystem', '=', filter.subsystem)
  if (filter.purpose) rows = rows.where('e.purpose', '=', filter.purpose)
  if (filter.mine === true) rows = rows.where('e.receiverId', '=', actorUserId(ctx.actor))
  if (filter.overdueCopies === true) rows = rows.where('e.state', '=', 'destroyed').where('e.receivedAt', 'is not', null).where('e.copiesDestroyedAt', 'is', null).where('e.destroyedAt', '<=', new Date(ctx.now.getTime() - COPIES_DAYS * 86_400_000))
  if (filter.search) {
    const text = containing(filter.search)
    rows = rows.where((where) => where.or([where('e.number', 'ilike', text), where('e.title', 'ilike', text), where('e.receiverName', 'ilike', text), where('e.receiverUnit', 'ilike', text)]))
  }
  return pageOf(maintenanceTables(ctx), rows, filter, { sortable: { number: sql.ref('e.number'), madeAt: sql.ref('e.made_at'), rowCount: sql.ref('e.row_count'), expiresAt: sql.ref('e.expires_at') }, order: sql`e.made_at desc, e.data_export_id` })
}

export async function readDataExport(ctx: SpineCtx, dataExportId: string) {
  requirePermission(ctx, 'data-export:read')
  const row = await visibleExport(ctx, dataExportId)
  const shown = await exportRows(ctx).where('e.dataExportId', '=', dataExportId).executeTakeFirstOrThrow()
  const db = maintenanceTables(ctx)
  const downloads = await db.selectFrom('dataMaintenance.exportDownload').select(['happenedAt as at', 'userName', 'address']).select((one) => one.ref('kind').$castTo<'file' | 'password'>().as('kind')).where('dataExportId', '=', dataExportId).orderBy('happenedAt', 'desc').limit(500).execute()
  const reruns = await db.selectFrom('dataMaintenance.exportRerun').select(['rerunAt as at', 'rerunByName as byName', 'rowCount', 'isSame']).where('dataExportId', '=', dataExportId).orderBy('rerunAt', 'desc').limit(100).execute()
  return {
    ...shown, workOrderId: row.workOrderId, exportQueryId: row.exportQueryId, queryVersion: row.queryVersion, periodKey: row.periodKey, approvedRows: row.approvedRows, tolerance: row.tolerance, columns: row.columnList as ExportColumnView[], figures: row.figures as Record<string, number>, comparison: row.comparison as ComparisonView | null,
    fileName: row.fileName, bytes: row.bytes, fileSm3: row.fileSm3, fileSha256: row.fileSha256, rowsSm3: row.rowsSm3, keepDays: row.keepDays, tookMs: row.tookMs, receiptNote: row.receiptNote, copiesNote: row.copiesNote, confirmedByName: row.confirmedByName, confirmedAt: row.confirmedAt, confirmedReason: row.confirmedReason, downloads, reruns,
    isReceiver: row.receiverId === actorUserId(ctx.actor), canConfirm: row.state === 'held' && isPermitted(ctx.actor, 'data-export:confirm') && row.orderedBy !== actorUserId(ctx.actor), canRerun: row.requestId !== null && row.rowsSm3 !== null && isPermitted(ctx.actor, 'data-export:execute'), canRedo: isPermitted(ctx.actor, 'data-export:execute') && (await isRedoable(ctx, row)),
  }
}

export async function listExportReceivers(ctx: SpineCtx) {
  requirePermission(ctx, 'data-export:read')
  const ids = await holdersOf(ctx, ctx.now, { permission: 'data-export:receive' })
  if (ids.length === 0) return { items: [] }
  return { items: await spineTables(ctx).selectFrom('platform.userAccount').select(['userId', 'displayName', 'unit']).where('userId', 'in', ids).orderBy('unit').orderBy('displayName').execute() }
}

export async function readExportRequest(ctx: SpineCtx, requestId: string) {
  requirePermission(ctx, 'data-export:read')
  const { row, request } = await seeExportRequest(ctx, requestId)
  const db = maintenanceTables(ctx)
  const digest = exportSm3(request.form.componentId, await scriptOf(ctx, request.form), request.form.unmasked)
  const checks = await db.selectFrom('dataMaintenance.orderCheck').selectAll().where('requestId', '=', requestId).where('kind', '=', 'review').orderBy('madeAt', 'desc').execute()
  const review = checks.find((one) => one.scriptSm3 === digest) ?? checks[0]
  const body = review?.body as { findings: ReviewFinding[]; columns: ExportColumnView[] } | undefined
  const mayExecute = isPermitted(ctx.actor, 'data-export:execute')
  const isOpen = ['ready', 'in-progress'].includes(row.state)
  const obstacles = isOpen ? await generationObstacles(ctx, request, mayExecute ? actorUserId(ctx.actor) : null) : []
  return {
    review: review === undefined || body === undefined ? null : { madeAt: review.madeAt, madeByName: review.madeByName, isCurrent: review.scriptSm3 === digest, findings: body.findings, columns: body.columns },
    exports: await exportRows(ctx).where('e.requestId', '=', requestId).orderBy('e.madeAt').execute(),
    obstacles, canGenerate: mayExecute && isOpen && obstacles.length === 0,
  }
}

/** The result again from the same query and parameters: what it gives now is held against what was delivered. */
export async function rerunExport(ctx: SpineCtx, dataExportId: string): Promise<Outside<SpineCtx, { isSame: boolean; rowCount: number }>> {
  requirePermission(ctx, 'data-export:execute')
  const made = await visibleExport(ctx, dataExportId)
  const request = made.requestId === null ? undefined : await findRequest(ctx, made.requestId)
  if (request === undefined || made.rowsSm3 === null) throw exportErrors['not-available']()
  const { form } = (await kindRequest(ctx, request)) as ExportRequest
  const plan: Plan = { made, target: await findDataTarget(ctx, made.componentId), script: await scriptOf(ctx, form), confirmed: await sensitiveColumns(ctx, made.subsystem), unmasked: form.unmasked, statementMs: form.statementSeconds * 1_000, maxRows: undefined, figureColumns: [], reason: '' }
  const { openDoor } = ctx
  return outside(async () => {
    await readyToReview()
    const tally = await runAgain({ openDoor }, plan, made.columnList as DeliveredColumn[], undefined)
    return async (after) => {
      const isSame = tally.digest() === made.rowsSm3
      await maintenanceTables(after).insertInto('dataMaintenance.exportRerun').values({ exportRerunId: newId(after.now), dataExportId, rerunAt: after.now, rerunByName: actorName(after.actor), rowCount: tally.rows, rowsSm3: tally.digest(), isSame }).execute()
      return { isSame, rowCount: tally.rows }
    }
  })
}
