import { actorName, actorUserId } from '#platform/context/context.ts'
import { outside, type Outside } from '#platform/context/outside.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { InputProblem } from '#shared/problem.ts'
import { sensitiveColumns, type SpineCtx } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import { findDataTarget, type DataTarget } from '../orders/data-targets.ts'
import { exportErrors } from '../exports/export-errors.ts'
import type { ExportScript } from '../exports/export-script.ts'
import { lookAtQuery } from '../exports/review-export.ts'
import type { ResultColumn } from '../exports/stream-rows.ts'
import type { NewQuery } from './api.ts'

type Text = Pick<NewQuery, 'script' | 'parameters' | 'keyColumns' | 'figureColumns' | 'note'>
const SAMPLES = { date: '2024-01-01', text: '', number: '0' } as const

/** Reviewed and tried in a read-only transaction of the target; its columns are then fixed. Every problem at once. */
async function fixColumns(attached: Pick<SpineCtx, 'openDoor'>, target: DataTarget, text: Text, isPeriodic: boolean, confirmed: Awaited<ReturnType<typeof sensitiveColumns>>): Promise<ResultColumn[]> {
  const script: ExportScript = { script: text.script, parameters: text.parameters, values: Object.fromEntries(text.parameters.map(({ name, type }) => [name, SAMPLES[type]])) }
  const { findings, columns } = await lookAtQuery(attached, target, script, confirmed, 0)
  const problems: InputProblem[] = findings.filter(({ severity, code }) => severity === 'error' || code === 'query-without-order').map(({ line, column, title, detail, wayOut }) => ({ place: `script 第 ${line} 行第 ${column} 列`, message: `${title}${detail === '' ? '' : `：${detail}`}。${wayOut}` }))
  if (columns.length > 0) {
    for (const name of [...text.keyColumns, ...text.figureColumns]) if (!columns.some((one) => one.name === name)) problems.push({ place: 'keyColumns', message: `查询结果里没有“${name}”这一列` })
    for (const name of text.figureColumns) if (columns.some((one) => one.name === name && one.kind !== 'integer' && one.kind !== 'decimal')) problems.push({ place: 'figureColumns', message: `“${name}”不是数字列，不能作关键数字` })
  }
  if (isPeriodic && ['from', 'to'].some((name) => !text.parameters.some((one) => one.name === name && one.type === 'date'))) problems.push({ place: 'parameters', message: '定期导出的查询须有日期参数 from（含）与 to（不含）' })
  if (problems.length > 0) throw exportErrors.unreadable({ problems })
  return columns.map(({ name, kind }) => ({ name, kind }))
}

export async function saveExportQuery(ctx: SpineCtx, query: NewQuery): Promise<Outside<SpineCtx, { exportQueryId: string }>> {
  requirePermission(ctx, 'export-query:write')
  const db = maintenanceTables(ctx)
  const target = await findDataTarget(ctx, query.componentId)
  const problems: InputProblem[] = []
  if (target.subsystem !== query.subsystem) problems.push({ place: 'componentId', message: '所选数据库不属于该子系统' })
  if (query.purpose === 'periodic' && query.obligation === null) problems.push({ place: 'obligation', message: '请选择所履行的定期条款' })
  const same = await db.selectFrom('dataMaintenance.exportQuery').select(['exportQueryId', 'code', 'obligation']).where('isRetired', '=', false).where((where) => where.or([where('code', '=', query.code), ...(query.obligation === null ? [] : [where.and([where('obligation', '=', query.obligation), where('subsystem', '=', query.subsystem)])])])).execute()
  if (same.some(({ exportQueryId }) => exportQueryId === query.exportQueryId)) return outside(async () => async () => ({ exportQueryId: query.exportQueryId }))
  if (same.some(({ code }) => code === query.code)) problems.push({ place: 'code', message: '这个编号已被使用' })
  if (query.obligation !== null && same.some(({ obligation }) => obligation === query.obligation)) problems.push({ place: 'obligation', message: '这一条款已有查询，请修改它，或先停用' })
  if (problems.length > 0) throw exportErrors.unreadable({ problems })
  const confirmed = await sensitiveColumns(ctx, target.subsystem)
  const { openDoor } = ctx
  return outside(async () => {
    const columns = await fixColumns({ openDoor }, target, query, query.purpose === 'periodic', confirmed)
    return async (after) => {
      const { exportQueryId, code, title, purpose, subsystem, componentId, format, receiverId, receiverUnit, keepDays } = query
      const own = maintenanceTables(after)
      await own.insertInto('dataMaintenance.exportQuery').values({ exportQueryId, code, title, purpose, obligation: purpose === 'periodic' ? query.obligation : null, subsystem, componentId, format, receiverId, receiverUnit, keepDays, madeAt: after.now, madeBy: actorUserId(after.actor), madeByName: actorName(after.actor) }).execute()
      await addVersion(after, exportQueryId, 1, query, columns)
      return { exportQueryId }
    }
  })
}

async function addVersion(ctx: SpineCtx, exportQueryId: string, queryVersion: number, { script, parameters, keyColumns, figureColumns, note }: Text, columns: readonly ResultColumn[]): Promise<void> {
  await maintenanceTables(ctx)
    .insertInto('dataMaintenance.exportQueryVersion')
    .values({ exportQueryId, queryVersion, script, parameters: JSON.stringify(parameters), columns: JSON.stringify(columns), keyColumns, figureColumns, note, state: 'waiting', madeAt: ctx.now, madeBy: actorUserId(ctx.actor), madeByName: actorName(ctx.actor) })
    .execute()
}

async function lockQuery(ctx: SpineCtx, exportQueryId: string, version?: number) {
  const row = await maintenanceTables(ctx).selectFrom('dataMaintenance.exportQuery').selectAll().where('exportQueryId', '=', exportQueryId).forUpdate().executeTakeFirst()
  if (row === undefined) throw exportErrors['no-query']()
  if (version !== undefined && row.version !== version) throw exportErrors['query-changed']()
  return row
}

const bump = (ctx: SpineCtx, exportQueryId: string, version: number) => maintenanceTables(ctx).updateTable('dataMaintenance.exportQuery').set({ version: version + 1 }).where('exportQueryId', '=', exportQueryId).execute()

export async function reviseExportQuery(ctx: SpineCtx, exportQueryId: string, { version, ...text }: Text & { version: number }): Promise<Outside<SpineCtx, { queryVersion: number }>> {
  requirePermission(ctx, 'export-query:write')
  const row = await lockQuery(ctx, exportQueryId, version)
  const target = await findDataTarget(ctx, row.componentId)
  const confirmed = await sensitiveColumns(ctx, target.subsystem)
  const { openDoor } = ctx
  return outside(async () => {
    const columns = await fixColumns({ openDoor }, target, text, row.purpose === 'periodic', confirmed)
    return async (after) => {
      const present = await lockQuery(after, exportQueryId, version)
      const newest = await maintenanceTables(after).selectFrom('dataMaintenance.exportQueryVersion').select((one) => one.fn.max('queryVersion').as('newest')).where('exportQueryId', '=', exportQueryId).executeTakeFirstOrThrow()
      const queryVersion = Number(newest.newest) + 1
      await addVersion(after, exportQueryId, queryVersion, text, columns)
      await bump(after, exportQueryId, present.version)
      return { queryVersion }
    }
  })
}

/** Four eyes: a version is used only after somebody else has approved it. */
export async function decideExportQuery(ctx: SpineCtx, exportQueryId: string, queryVersion: number, { state, note }: { state: 'approved' | 'refused'; note: string }): Promise<void> {
  requirePermission(ctx, 'export-query:approve')
  const db = maintenanceTables(ctx)
  const row = await lockQuery(ctx, exportQueryId)
  const version = await db.selectFrom('dataMaintenance.exportQueryVersion').select(['state', 'madeBy']).where('exportQueryId', '=', exportQueryId).where('queryVersion', '=', queryVersion).executeTakeFirst()
  if (version === undefined) throw exportErrors['no-query']()
  if (version.state !== 'waiting') throw exportErrors['query-decided']()
  if (version.madeBy === actorUserId(ctx.actor)) throw exportErrors['own-approval']()
  await db.updateTable('dataMaintenance.exportQueryVersion').set({ state, decidedAt: ctx.now, decidedBy: actorUserId(ctx.actor), decidedByName: actorName(ctx.actor), decisionNote: note }).where('exportQueryId', '=', exportQueryId).where('queryVersion', '=', queryVersion).execute()
  await bump(ctx, exportQueryId, row.version)
}

export async function setExportBand(ctx: SpineCtx, exportQueryId: string, { effectiveOn, percent, reason }: { effectiveOn: string; percent: number; reason: string }): Promise<void> {
  requirePermission(ctx, 'export-query:approve')
  await lockQuery(ctx, exportQueryId)
  const facts = { percent, reason, setAt: ctx.now, setByName: actorName(ctx.actor) }
  await maintenanceTables(ctx).insertInto('dataMaintenance.exportBand').values({ exportQueryId, effectiveOn, ...facts }).onConflict((conflict) => conflict.columns(['exportQueryId', 'effectiveOn']).doUpdateSet(facts)).execute()
}

export async function setExportReceiver(ctx: SpineCtx, exportQueryId: string, { version, receiverId, receiverUnit }: { version: number; receiverId: string; receiverUnit: string }): Promise<void> {
  requirePermission(ctx, 'export-query:write')
  await lockQuery(ctx, exportQueryId, version)
  const known = await maintenanceTables(ctx).selectFrom('platform.userAccount').select('userId').where('userId', '=', receiverId).where('state', '=', 'active').executeTakeFirst()
  if (known === undefined) throw exportErrors.unreadable({ problems: [{ place: 'receiverId', message: '接收人须是在用账号' }] })
  await maintenanceTables(ctx).updateTable('dataMaintenance.exportQuery').set({ receiverId, receiverUnit, version: version + 1 }).where('exportQueryId', '=', exportQueryId).execute()
}

export async function retireExportQuery(ctx: SpineCtx, exportQueryId: string, version: number): Promise<void> {
  requirePermission(ctx, 'export-query:approve')
  await lockQuery(ctx, exportQueryId, version)
  await maintenanceTables(ctx).updateTable('dataMaintenance.exportQuery').set({ isRetired: true, version: version + 1 }).where('exportQueryId', '=', exportQueryId).execute()
}
