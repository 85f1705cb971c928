import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import type { DataStep, TargetTable } from '#shared/maintenance/data-change.ts'
import { reviewSql, type SqlReview } from '../review/review-sql.ts'
import { tablesOf } from '../review/rules/rule-parts.ts'
import { takeApart } from '../review/take-apart.ts'
import type { DataOrderForm } from './api.ts'
import type { DataTarget } from './data-targets.ts'

type Script = Pick<DataOrderForm, 'componentId' | 'script' | 'tables' | 'rows'> & Partial<Pick<DataOrderForm, 'tolerance' | 'batchSize' | 'undoes'>>

/** What was looked at: a check belongs to exactly this. Edited, it has to be looked at again. */
export function scriptSm3({ componentId, script, tables, rows, tolerance = 0, batchSize = null, undoes = null }: Script): string {
  return sm3(canonicalJson({ componentId, script, tables, rows, tolerance, batchSize, undoes }))
}

/** Tables that a script names in the schemas of the target, as far as it can be read. */
export function tablesNamed(target: DataTarget, text: string, purpose: 'change' | 'query' = 'change'): Array<{ schema: string; name: string }> {
  const { statements } = reviewSql({ dialect: target.dialect, purpose, text, schemas: target.schemas })
  const found = statements.flatMap(tablesOf).map(({ schema, name }) => ({ schema: schema ?? target.schemas[0] ?? '', name }))
  return [...new Map(found.filter(({ schema }) => target.schemas.includes(schema)).map((table) => [`${table.schema}.${table.name}`, table])).values()]
}

export function reviewOrder(target: DataTarget, { script, tables, rows }: Pick<Script, 'script' | 'tables' | 'rows'>, facts: readonly TargetTable[]): SqlReview {
  return reviewSql({ dialect: target.dialect, purpose: 'change', text: script, schemas: target.schemas, declared: tables, rows, facts })
}

/** The executable steps of a reviewed script, or what of it cannot be executed. */
export function stepsOf(target: DataTarget, form: Pick<DataOrderForm, 'script' | 'rows' | 'tolerance'>): { steps: DataStep[]; problems: string[] } {
  const { statements, findings } = reviewSql({ dialect: target.dialect, purpose: 'change', text: form.script, schemas: target.schemas })
  const steps: DataStep[] = []
  const problems = findings.filter(({ code }) => code === 'unreadable').map(({ line, detail }) => `第 ${line} 行：${detail}`)
  for (const [index, statement] of statements.entries()) {
    const made = takeApart(statement, target.dialect, target.schemas[0] ?? '', { rows: form.rows[index] ?? 0, tolerance: form.tolerance })
    if ('problem' in made) problems.push(`第 ${index + 1} 条语句：${made.problem}`)
    else steps.push(made.step)
  }
  return { steps, problems }
}
