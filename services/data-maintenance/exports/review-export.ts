import type { Door } from '#connectors/connector.ts'
import { outside, type Outside } from '#platform/context/outside.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { findRequest, formOf, requireVisible, type SensitiveColumn, type SpineCtx } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import { findDataTarget, withDoor, type DataTarget } from '../orders/data-targets.ts'
import { keepCheck } from '../orders/keep-check.ts'
import { readyToReview, type ReviewFinding } from '../review/review-sql.ts'
import { DATA_EXPORT_KIND, dataExportForm, type DataExportForm, type PreviewView } from './api.ts'
import { bindQuery, parameterProblems } from './bind-query.ts'
import { exportErrors } from './export-errors.ts'
import { deliveredColumns, maskedRow, type DeliveredColumn } from './export-rows.ts'
import { confirmedFor, exportSm3, reviewQuery, scriptOf, tablesRead, type ExportScript } from './export-script.ts'
import { openResult } from './stream-rows.ts'
import { traceClasses } from './trace-classes.ts'

/** Rows that a preview shows; every one of them masked, whatever the form asks for. */
const PREVIEW_ROWS = 20
const PREVIEW_LIMITS = { questionTimeoutMs: 30_000, budgetMs: 60_000, maxAnswerBytes: 64 * 1024 * 1024 }

type Script = Pick<DataExportForm, 'componentId' | 'script' | 'exportQueryId' | 'queryVersion' | 'parameters'>

/** What the review says, and the first rows as they would be delivered: masked. */
export async function previewExport(ctx: SpineCtx, asked: Script): Promise<Outside<SpineCtx, PreviewView>> {
  requirePermission(ctx, 'data-export:open')
  const target = await findDataTarget(ctx, asked.componentId)
  const script = await scriptOf(ctx, asked)
  const confirmed = await confirmedFor(ctx, target)
  const { openDoor } = ctx
  return outside(async () => {
    const seen = await lookAtQuery({ openDoor }, target, script, confirmed, PREVIEW_ROWS)
    return async () => ({ findings: [...seen.findings], columns: seen.columns, rows: seen.rows, isCut: seen.isCut })
  })
}

/** The review that counts: of the draft as it is saved, kept with the columns that were found. */
export async function reviewExportRequest(ctx: SpineCtx, requestId: string): Promise<Outside<SpineCtx, { errors: number; warnings: number }>> {
  requirePermission(ctx, 'data-export:open')
  const row = await findRequest(ctx, requestId)
  if (row?.kind !== DATA_EXPORT_KIND) throw exportErrors['no-request']()
  await requireVisible(ctx, row)
  const own = await maintenanceTables(ctx).selectFrom('spine.request').select('draft').where('requestId', '=', requestId).executeTakeFirst()
  const draft = (own?.draft ?? {}) as Record<string, unknown>
  const whole = Object.keys(draft).length > 0 || row.formVersion === 0 ? draft : ((await formOf(ctx, requestId, row.formVersion)) as Record<string, unknown>)
  const shape = dataExportForm.pick({ componentId: true, script: true, exportQueryId: true, queryVersion: true, parameters: true, unmasked: true })
  const asked = shape.parse(Object.fromEntries(Object.keys(shape.shape).flatMap((key) => (whole[key] === undefined ? [] : [[key, whole[key]]]))))
  const target = await findDataTarget(ctx, asked.componentId)
  const script = await scriptOf(ctx, asked)
  const confirmed = await confirmedFor(ctx, target)
  const { openDoor } = ctx
  return outside(async () => {
    const seen = await lookAtQuery({ openDoor }, target, script, confirmed, 0)
    return async (after) => {
      await keepCheck(after, requestId, 'review', exportSm3(target.componentId, script, asked.unmasked), { findings: seen.findings, columns: seen.columns })
      const count = (severity: string) => seen.findings.filter((finding) => finding.severity === severity).length
      return { errors: count('error'), warnings: count('warning') }
    }
  })
}

type Seen = { readonly findings: readonly ReviewFinding[]; readonly columns: DeliveredColumn[]; readonly rows: Array<Array<string | null>>; readonly isCut: boolean }

/** Held against the tables as they are; run only when nothing stands in its way, in a read-only transaction, for its columns and first rows. */
export async function lookAtQuery(attached: Pick<SpineCtx, 'openDoor'>, target: DataTarget, script: ExportScript, confirmed: readonly SensitiveColumn[], rowsWanted: number): Promise<Seen> {
  await readyToReview()
  return withDoor(attached, target.componentId, undefined, async (door) => {
    const facts = await door.dataChanges?.describeTables(tablesRead(target, script))
    const { findings, statement } = reviewQuery(target, script, facts)
    const wrong = parameterProblems(script.parameters, script.values)
    if (wrong.length > 0 || statement === undefined || findings.some(({ severity }) => severity === 'error')) {
      return { findings: [...findings, ...wrong.map(refusal)], columns: [], rows: [], isCut: false }
    }
    try {
      const { columns, rows, isCut } = await firstRows(door, bindQuery(script.script, target.dialect, script.values), rowsWanted)
      const delivered = deliveredColumns(columns, traceClasses(statement, target.schemas[0] ?? '', confirmed, columns.map(({ name }) => name)), [])
      return { findings: [...findings, ...sameNames(columns.map(({ name }) => name)).map(refusal)], columns: delivered, rows: rows.map((row) => maskedRow(delivered, row)), isCut }
    } catch (error) {
      return { findings: [...findings, refusal(error instanceof Error ? error.message : String(error))], columns: [], rows: [], isCut: false }
    }
  }, PREVIEW_LIMITS)
}

async function firstRows(door: Door, question: Parameters<typeof openResult>[1], wanted: number) {
  const result = await openResult(door, question)
  const rows: Array<readonly unknown[]> = []
  let isCut = false
  for await (const batch of result.rows) {
    rows.push(...batch.slice(0, wanted - rows.length))
    isCut = batch.length > wanted
    break
  }
  return { columns: result.columns, rows, isCut }
}

/** Columns are unmasked, and compared with the last period, by their name. */
function sameNames(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))].map((name) => `有几列都叫“${name}”，请用 as 分别命名`)
}

function refusal(detail: string): ReviewFinding {
  return { code: 'query-refused', title: '查询不能执行', severity: 'error', line: 1, column: 1, detail, why: '目标库在只读事务里试执行没有通过。', wayOut: '按提示改正。' }
}
