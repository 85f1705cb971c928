import { z } from 'zod'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import type { TargetTable } from '#shared/maintenance/data-change.ts'
import { sensitiveColumns, type SensitiveColumn, type SpineCtx } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import type { DataTarget } from '../orders/data-targets.ts'
import { tablesNamed } from '../orders/order-script.ts'
import { reviewSql, type SqlReview } from '../review/review-sql.ts'
import type { SqlStatement } from '../review/sql-statement.ts'
import { queryParameter, type DataExportForm, type QueryParameter } from './api.ts'
import { parametersUsed, reviewedText } from './bind-query.ts'
import { exportErrors } from './export-errors.ts'

/** A query with the values it is run with: of the form itself, or of the saved version that it names. */
export type ExportScript = { readonly script: string; readonly parameters: readonly QueryParameter[]; readonly values: Readonly<Record<string, string>> }
type Asked = Pick<DataExportForm, 'script' | 'exportQueryId' | 'queryVersion' | 'parameters'>

export async function scriptOf(ctx: SpineCtx, { script, exportQueryId, queryVersion, parameters }: Asked): Promise<ExportScript> {
  if (exportQueryId === null) return { script, parameters: [], values: {} }
  const saved = await maintenanceTables(ctx).selectFrom('dataMaintenance.exportQueryVersion').select(['script', 'parameters']).where('exportQueryId', '=', exportQueryId).where('queryVersion', '=', queryVersion ?? 0).executeTakeFirst()
  if (saved === undefined) throw exportErrors['no-query']()
  return { script: saved.script, parameters: z.array(queryParameter).parse(saved.parameters), values: parameters }
}

/** What was looked at: a check, and an export, belong to exactly this. */
export function exportSm3(componentId: string, { script, values }: ExportScript, unmasked: readonly string[] = []): string {
  return sm3(canonicalJson({ componentId, script, values, unmasked: [...unmasked].toSorted() }))
}

/** The review for a query: every rule, and beyond them that it is one select and nothing else. */
export function reviewQuery(target: DataTarget, { script, parameters }: Pick<ExportScript, 'script' | 'parameters'>, facts?: readonly TargetTable[]): SqlReview & { readonly statement: SqlStatement | undefined } {
  const review = reviewSql({ dialect: target.dialect, purpose: 'query', text: reviewedText(script, target.dialect, parameters), schemas: target.schemas, ...(facts === undefined ? {} : { facts }) })
  const extra = [
    ...review.statements.filter(({ verb }) => verb !== 'select').map(() => '导出只接受一条 select'),
    ...parametersUsed(script, target.dialect).filter((name) => !parameters.some((one) => one.name === name)).map((name) => `参数 :${name} 没有定义`),
    ...parameters.filter(({ name }) => !parametersUsed(script, target.dialect).includes(name)).map(({ name }) => `参数 ${name} 在查询里没有用到`),
  ].map((detail) => ({ code: 'not-one-query', title: '不是一条查询', severity: 'error', line: 1, column: 1, detail, why: '一个文件对应一条只读的查询。', wayOut: '只写一条 select，参数逐个定义。' }) as const)
  return { findings: [...review.findings, ...extra], statements: review.statements, statement: review.statements.length === 1 ? review.statements[0] : undefined }
}

export function tablesRead(target: DataTarget, { script, parameters }: Pick<ExportScript, 'script' | 'parameters'>): Array<{ schema: string; name: string }> {
  return tablesNamed(target, reviewedText(script, target.dialect, parameters), 'query')
}

export function confirmedFor(ctx: SpineCtx, target: DataTarget): Promise<SensitiveColumn[]> {
  return sensitiveColumns(ctx, target.subsystem)
}
