import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { newId } from '#shared/ids.ts'
import { businessDate } from '#shared/instant.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { performAgain, spineTables, type SpineCtx } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import { exportErrors } from '../exports/export-errors.ts'
import { exportSm3 } from '../exports/export-script.ts'
import { visibleExport } from '../exports/hand-over.ts'
import { findExport, type ExportRow } from '../exports/perform-generation.ts'
import { periodBefore } from './compare-periods.ts'

export const PERIODS: Readonly<Record<string, 'month' | 'quarter'>> = { 'M5-03': 'month', 'M5-04': 'quarter' }

/** Opens it once for the order; answers why it cannot be opened, or nothing. A refused one is opened again for a newer version of its query, or when a person says so. */
export async function openPeriodExport(ctx: SpineCtx, order: PerformedOrder): Promise<string> {
  if (await findExport(ctx, order.workOrderId)) return ''
  const length = PERIODS[order.obligationCode ?? '']
  const row = await spineTables(ctx).selectFrom('spine.workOrder').select(['openedAt', 'occurrenceId']).where('workOrderId', '=', order.workOrderId).executeTakeFirstOrThrow()
  const occurrence = order.occurrenceId === null ? undefined : await spineTables(ctx).selectFrom('spine.occurrence').select('opensOn').where('occurrenceId', '=', order.occurrenceId).executeTakeFirst()
  if (length === undefined) return '工单没有对应的定期条款'
  const ready = await readyQuery(ctx, order.obligationCode, order.subsystem)
  if (typeof ready === 'string') return ready
  const refused = await maintenanceTables(ctx).selectFrom('dataMaintenance.dataExport').select('queryVersion').where('workOrderId', '=', order.workOrderId).where('state', '=', 'refused').where('queryVersion', '>=', ready.version.queryVersion).executeTakeFirst()
  if (refused) return '上次没有生成，请看原因：改好查询并批准新的一版后自动再做，查询没有问题的由数据库管理员重做'
  await addPeriodExport(ctx, ready, order.workOrderId, periodBefore(occurrence?.opensOn ?? businessDate(row.openedAt), length), { orderedBy: null, orderedByName: '系统（定期导出）' })
  return ''
}

type ReadyQuery = Exclude<Awaited<ReturnType<typeof readyQuery>>, string>

/** The saved query of a clause with its newest approved version and receiver, or why there is none. */
async function readyQuery(ctx: SpineCtx, obligation: string | null, subsystem: string) {
  const db = maintenanceTables(ctx)
  const query = await db.selectFrom('dataMaintenance.exportQuery').selectAll().where('obligation', '=', obligation).where('subsystem', '=', subsystem).where('isRetired', '=', false).executeTakeFirst()
  if (query === undefined) return '还没有为这一条款保存查询'
  if (query.receiverId === null) return `查询“${query.title}”还没有指定接收人`
  const version = await db.selectFrom('dataMaintenance.exportQueryVersion').selectAll().where('exportQueryId', '=', query.exportQueryId).where('state', '=', 'approved').orderBy('queryVersion', 'desc').executeTakeFirst()
  if (version === undefined) return `查询“${query.title}”还没有批准的版次`
  const receiver = await spineTables(ctx).selectFrom('platform.userAccount').select(['userId', 'displayName']).where('userId', '=', query.receiverId).executeTakeFirstOrThrow()
  return { query, version, receiver }
}

async function addPeriodExport(ctx: SpineCtx, { query, version, receiver }: ReadyQuery, workOrderId: string, period: ReturnType<typeof periodBefore>, by: { readonly orderedBy: string | null; readonly orderedByName: string }): Promise<string> {
  const dataExportId = newId(ctx.now)
  await maintenanceTables(ctx)
    .insertInto('dataMaintenance.dataExport')
    .values({
      dataExportId, number: `${query.code}-${period.key}`, title: `${query.title} ${period.key}`, workOrderId, exportQueryId: query.exportQueryId, queryVersion: version.queryVersion, periodKey: period.key, componentId: query.componentId, subsystem: query.subsystem, purpose: 'periodic', format: query.format, state: 'waiting',
      querySm3: exportSm3(query.componentId, { script: version.script, parameters: [], values: { from: period.from, to: period.to } }), receiverId: receiver.userId, receiverName: receiver.displayName, receiverUnit: query.receiverUnit, keepDays: query.keepDays, ...by, madeAt: ctx.now,
    })
    .execute()
  return dataExportId
}

/** Whether a refused export of a period may be made again: the last word on an order that still waits for its file. */
export async function isRedoable(ctx: SpineCtx, row: ExportRow): Promise<boolean> {
  if (row.state !== 'refused' || row.periodKey === null) return false
  const order = await spineTables(ctx).selectFrom('spine.workOrder').select('state').where('workOrderId', '=', row.workOrderId).executeTakeFirstOrThrow()
  const last = await maintenanceTables(ctx).selectFrom('dataMaintenance.dataExport').select('dataExportId').where('workOrderId', '=', row.workOrderId).orderBy('madeAt', 'desc').orderBy('dataExportId', 'desc').executeTakeFirstOrThrow()
  return ['waiting', 'taken'].includes(order.state) && last.dataExportId === row.dataExportId
}

/** What stopped it lay outside its query, and is gone: the same period once more, by the approved version of now. */
export async function redoPeriodExport(ctx: SpineCtx, dataExportId: string): Promise<{ dataExportId: string }> {
  requirePermission(ctx, 'data-export:execute')
  const row = await visibleExport(ctx, dataExportId, true)
  if (!(await isRedoable(ctx, row)) || row.periodKey === null) throw exportErrors['not-redoable']()
  const { obligation } = await maintenanceTables(ctx).selectFrom('dataMaintenance.exportQuery').select('obligation').where('exportQueryId', '=', row.exportQueryId).executeTakeFirstOrThrow()
  const ready = await readyQuery(ctx, obligation, row.subsystem)
  if (typeof ready === 'string') throw exportErrors['not-redoable']({ detail: ready })
  const redone = await addPeriodExport(ctx, ready, row.workOrderId, periodOf(row.periodKey, PERIODS[obligation ?? ''] ?? 'month'), { orderedBy: actorUserId(ctx.actor), orderedByName: actorName(ctx.actor) })
  await performAgain(ctx, row.workOrderId)
  return { dataExportId: redone }
}

/** The period of a key, `2024-08` or `2024-Q3`: its first day, and the day after its last. */
export function periodOf(key: string, length: 'month' | 'quarter') {
  const month = length === 'month' ? Number(key.slice(5, 7)) : (Number(key.slice(6)) - 1) * 3 + 1
  const next = Number(key.slice(0, 4)) * 12 + month - 1 + (length === 'month' ? 1 : 3)
  return periodBefore(`${Math.floor(next / 12)}-${String((next % 12) + 1).padStart(2, '0')}-01`, length)
}
