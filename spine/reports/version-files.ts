import type { Ctx } from '#platform/context/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { EvidenceFile } from '#spine/evidence/evidence.ts'
import type { ReportVersionRow } from './reports.store.ts'

/** The files of a version as its evidence names them, Word first. */
export async function versionFiles(ctx: Pick<Ctx, 'tx'>, version: Pick<ReportVersionRow, 'evidenceId'>): Promise<EvidenceFile[]> {
  return spineTables(ctx).selectFrom('spine.evidenceFile').select(['sm3', 'fileName', 'mediaType', 'bytes']).where('evidenceId', '=', version.evidenceId).orderBy('position').execute()
}
