import type { Selectable } from 'kysely'
import { actorName, actorUserId, type Ctx } from '#platform/context/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { ReportTable, ReportVersionTable } from '#spine/database/tables.ts'
import type { ReportEventKind } from './api.ts'
import { reportErrors } from './report.ts'

export type ReportRow = Selectable<ReportTable>
export type ReportVersionRow = Selectable<ReportVersionTable>

/** The row, locked until the act ends: every verb that changes a report takes this lock first. */
export async function lockReport(ctx: Pick<Ctx, 'tx'>, reportId: string): Promise<ReportRow> {
  const row = await spineTables(ctx).selectFrom('spine.report').selectAll().where('reportId', '=', reportId).forUpdate().executeTakeFirst()
  if (!row) throw reportErrors['not-found']()
  return row
}

/** Locks the report and refuses when it is no longer what the person saw. */
export async function lockSeenReport(ctx: Pick<Ctx, 'tx'>, reportId: string, version: number): Promise<ReportRow> {
  const row = await lockReport(ctx, reportId)
  if (row.version === version) return row
  const last = await spineTables(ctx).selectFrom('spine.reportEvent').select(['actorName']).where('reportId', '=', reportId).orderBy('reportEventId', 'desc').executeTakeFirst()
  throw reportErrors.changed(last ? { detail: last.actorName } : {})
}

export async function findVersion(ctx: Pick<Ctx, 'tx'>, reportId: string, version: number): Promise<ReportVersionRow> {
  const row = await spineTables(ctx).selectFrom('spine.reportVersion').selectAll().where('reportId', '=', reportId).where('version', '=', version).executeTakeFirst()
  if (!row) throw reportErrors['no-version']({ detail: `第 ${version} 版` })
  return row
}

export async function changeReport(
  ctx: Pick<Ctx, 'tx'>,
  row: ReportRow,
  changes: Partial<Pick<ReportRow, 'state' | 'currentVersion' | 'submittedVersion' | 'receivedAt' | 'decidedAt' | 'periodFrom' | 'periodTo'>>,
): Promise<void> {
  await spineTables(ctx)
    .updateTable('spine.report')
    .set({ ...changes, version: row.version + 1 })
    .where('reportId', '=', row.reportId)
    .execute()
}

export type NewReportEvent = { readonly kind: ReportEventKind; readonly version: number; readonly note?: string; readonly details?: Readonly<Record<string, unknown>>; readonly fileSm3?: string | null; readonly evidenceId?: string | null }

export async function addReportEvent(ctx: Ctx, reportId: string, event: NewReportEvent): Promise<void> {
  await spineTables(ctx)
    .insertInto('spine.reportEvent')
    .values({
      reportId,
      reportVersion: event.version,
      at: ctx.now,
      kind: event.kind,
      actorId: actorUserId(ctx.actor),
      actorName: actorName(ctx.actor),
      note: event.note ?? '',
      details: JSON.stringify(event.details ?? {}),
      fileSm3: event.fileSm3 ?? null,
      evidenceId: event.evidenceId ?? null,
    })
    .execute()
}

/** Whether a report of this kind and period has been built already. */
export async function hasReport(ctx: Pick<Ctx, 'tx'>, contractId: string, kind: string, periodKey: string): Promise<boolean> {
  const row = await spineTables(ctx).selectFrom('spine.report').select('reportId').where('contractId', '=', contractId).where('kind', '=', kind).where('periodKey', '=', periodKey).executeTakeFirst()
  return row !== undefined
}
