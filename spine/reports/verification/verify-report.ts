import { sql } from 'kysely'
import type { Figure } from '#shared/document-model.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { answerOf, type FigureRow } from '../figure-builder.ts'
import { runFigureQuery } from '../figure-query.ts'
import { thawReport, type FrozenReport } from '../frozen-report.ts'
import { reportErrors } from '../report.ts'
import { findVersion } from '../reports.store.ts'
import { checkRows, type CellDifference } from './check-rows.ts'

export type FigureCheck = { readonly id: string; readonly label: string; readonly unit: string; readonly frozen: number | string; readonly now: number | string; readonly isSame: boolean }
export type ReportCheck = { readonly version: number; readonly hash: string; readonly isFrozenIntact: boolean; readonly files: ReadonlyArray<{ readonly format: 'docx' | 'pdf'; readonly state: 'absent' | 'altered' | 'intact' }>; readonly checked: number; readonly differing: readonly FigureCheck[]; readonly rows: { readonly checked: number; readonly differing: readonly CellDifference[] } }

/** A question of an old report may meet tables that have grown; it must not hold up the others. */
const STATEMENT_TIMEOUT = '30s'

/** Asks every figure and every table's rows of a version again, up to the same moment, and compares; also the digests of data and files. Run it in a reading transaction. */
export async function verifyReport(ctx: SpineCtx, reportId: string, version: number): Promise<ReportCheck> {
  requirePermission(ctx, 'report:read')
  const row = await findVersion(ctx, reportId, version)
  const frozen = thawReport(row.frozenText)
  await sql`select set_config('statement_timeout', ${STATEMENT_TIMEOUT}, true)`.execute(ctx.tx)
  const checks: FigureCheck[] = []
  for (const figure of frozen.document.figures) checks.push(await askAgain(ctx, frozen, figure))
  const rows = await checkRows(ctx, frozen)
  const files = await Promise.all((['docx', 'pdf'] as const).map(async (format) => ({ format, state: await ctx.files.verify(format === 'docx' ? row.docxSm3 : row.pdfSm3) })))
  return { version, hash: row.dataSm3, isFrozenIntact: sm3(row.frozenText) === row.dataSm3, files, checked: checks.length, differing: checks.filter(({ isSame }) => !isSame), rows }
}

export type FigureAnswer = FigureCheck & { readonly query: string; readonly sql: string; readonly parameters: Figure['source']['parameters']; readonly asOf: string; readonly evidence: readonly string[] }

/** One figure with its question in full, asked again now. */
export async function rerunFigure(ctx: SpineCtx, reportId: string, version: number, figureId: string): Promise<FigureAnswer> {
  requirePermission(ctx, 'report:read')
  const frozen = thawReport((await findVersion(ctx, reportId, version)).frozenText)
  const figure = frozen.document.figures.find(({ id }) => id === figureId)
  if (!figure) throw reportErrors['no-figure']({ detail: figureId })
  const { query, parameters, asOf, evidence } = figure.source
  return { ...(await askAgain(ctx, frozen, figure)), query, sql: frozen.queries[query] ?? '', parameters, asOf, evidence }
}

async function askAgain(ctx: SpineCtx, { queries, frame }: FrozenReport, figure: Figure): Promise<FigureCheck> {
  const [row] = await runFigureQuery<FigureRow>(ctx, figure.source.query, queries, frame, figure.source.parameters)
  const now = answerOf(row).value
  return { id: figure.id, label: figure.label, unit: figure.unit, frozen: figure.value, now, isSame: now === figure.value }
}
