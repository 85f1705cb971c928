import { outside, type Outside } from '#platform/context/outside.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { formOf, findRequest, requireVisible, type SpineCtx } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import { readyToReview, type SqlReview } from '../review/review-sql.ts'
import { reviewRules } from '../review/rules/review-rules.ts'
import type { SqlStatement } from '../review/sql-statement.ts'
import { DATA_ORDER_KIND, dataOrderForm, type DataOrderForm, type ReviewView } from './api.ts'
import { dataTargets, findDataTarget, withChanges, type DataTarget } from './data-targets.ts'
import { keepCheck } from './keep-check.ts'
import { orderErrors } from './order-errors.ts'
import { reviewOrder, scriptSm3, tablesNamed } from './order-script.ts'

export async function listDataTargets(ctx: SpineCtx) {
  requirePermission(ctx, 'data-order:read')
  return { items: (await dataTargets(ctx)).map(({ componentId, subsystem, title, dialect, schemas }) => ({ componentId, subsystem, title, engine: dialect, schemas: [...schemas] })) }
}

export async function listReviewRules(ctx: SpineCtx) {
  requirePermission(ctx, 'data-order:read')
  return { items: reviewRules.map(({ code, title, severity, why, wayOut, bad, good }) => ({ code, title, severity, why, wayOut, bad: bad.sql.slice(0, 300), good: good.sql.slice(0, 300) })) }
}

type Script = Pick<DataOrderForm, 'componentId' | 'script' | 'tables' | 'rows'>

/** Findings while somebody writes, held against the tables as they are now. */
export async function reviewScript(ctx: SpineCtx, script: Script): Promise<Outside<SpineCtx, ReviewView>> {
  requirePermission(ctx, 'data-order:read')
  const target = await findDataTarget(ctx, script.componentId)
  const { openDoor } = ctx
  return outside(async () => {
    const { review, facts } = await reviewOnTarget({ openDoor }, target, script)
    return async () => ({
      findings: [...review.findings],
      statements: review.statements.map((statement, index) => ({ line: lineOf(script.script, statement), verb: statement.verb, table: statement.writes.map(({ schema, name }) => `${schema ?? target.schemas[0] ?? ''}.${name}`).join('、'), rows: script.rows[index] ?? null })),
      tables: facts.map(({ schema, name, rows, triggers }) => ({ table: `${schema}.${name}`, rows, triggers: [...triggers] })),
    })
  })
}

/** The review that counts: of the draft as it is saved, kept with what it looked at. */
export async function reviewDataOrder(ctx: SpineCtx, requestId: string): Promise<Outside<SpineCtx, { errors: number; warnings: number }>> {
  requirePermission(ctx, 'data-order:open')
  const row = await findRequest(ctx, requestId)
  if (row?.kind !== DATA_ORDER_KIND) throw orderErrors['not-found']()
  await requireVisible(ctx, row)
  const script = dataOrderForm.pick({ componentId: true, script: true, tables: true, rows: true, tolerance: true, batchSize: true, undoes: true }).parse(pickScript(await draftOf(ctx, requestId, row.formVersion)))
  const target = await findDataTarget(ctx, script.componentId)
  const { openDoor } = ctx
  return outside(async () => {
    const { review, facts } = await reviewOnTarget({ openDoor }, target, script)
    return async (after) => {
      await keepCheck(after, requestId, 'review', scriptSm3(script), { findings: review.findings, facts })
      const count = (severity: string) => review.findings.filter((finding) => finding.severity === severity).length
      return { errors: count('error'), warnings: count('warning') }
    }
  })
}

async function reviewOnTarget(attached: Pick<SpineCtx, 'openDoor'>, target: DataTarget, script: Script) {
  await readyToReview()
  const tables = tablesNamed(target, script.script)
  const facts = await withChanges(attached, target.componentId, undefined, (changes) => changes.describeTables(tables))
  const review: SqlReview = reviewOrder(target, script, facts)
  return { review, facts }
}

/** A draft may still lack anything. */
async function draftOf(ctx: SpineCtx, requestId: string, formVersion: number): Promise<Record<string, unknown>> {
  const row = await maintenanceTables(ctx).selectFrom('spine.request').select('draft').where('requestId', '=', requestId).executeTakeFirst()
  const draft = (row?.draft ?? {}) as Record<string, unknown>
  return Object.keys(draft).length > 0 || formVersion === 0 ? draft : ((await formOf(ctx, requestId, formVersion)) as Record<string, unknown>)
}

function pickScript(draft: Record<string, unknown>) {
  const { componentId, script, tables, rows, tolerance, batchSize, undoes } = draft
  return { componentId, script, tables, rows, tolerance, batchSize, undoes }
}

function lineOf(text: string, { at }: SqlStatement): number {
  return text.slice(0, at).split('\n').length
}
