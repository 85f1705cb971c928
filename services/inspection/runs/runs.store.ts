import { sql, type Selectable } from 'kysely'
import type { Ctx } from '#platform/context/context.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import type { ResultTable, RunItemTable, RunTable } from '../database/tables.ts'
import type { CapturedValue } from '../checks/judge-value.ts'
import type { CapturedResult } from './inspect-component.ts'
import { runErrors } from './run.ts'

export type RunRow = Selectable<RunTable>
export type ItemRow = Selectable<RunItemTable>
export type CheckedItem = ItemRow & Omit<Selectable<ResultTable>, 'raw'>

export async function findRun(ctx: Pick<Ctx, 'tx'>, runId: string): Promise<RunRow> {
  const row = await inspectionTables(ctx).selectFrom('inspection.run').selectAll().where('runId', '=', runId).executeTakeFirst()
  if (!row) throw runErrors['not-found']()
  return row
}

export async function lockRun(ctx: Pick<Ctx, 'tx'>, runId: string): Promise<RunRow> {
  const row = await inspectionTables(ctx).selectFrom('inspection.run').selectAll().where('runId', '=', runId).forUpdate().executeTakeFirst()
  if (!row) throw runErrors['not-found']()
  return row
}

/** Rows that nobody has answered yet, with the last value that the same check of the same component gave. */
export async function pendingItems(ctx: Pick<Ctx, 'tx'>, runId: string): Promise<Array<ItemRow & { previous: CapturedValue | undefined }>> {
  const { rows } = await sql<ItemRow & { previous: CapturedValue | undefined; hasPrevious: boolean }>`
    select i.*, p.value as previous, p.value is not null as has_previous
    from inspection.run_item i
    left join lateral (
      select r.value from inspection.run_item o join inspection.result r using (run_item_id)
      where o.component_id = i.component_id and o.check_code = i.check_code and o.run_item_id < i.run_item_id and r.value <> 'null'::jsonb
      order by o.run_item_id desc limit 1
    ) p on true
    where i.run_id = ${runId} and not exists (select 1 from inspection.result r where r.run_item_id = i.run_item_id)
    order by i.position`.execute(ctx.tx)
  return rows.map(({ hasPrevious, previous, ...row }) => ({ ...row, previous: hasPrevious ? previous : undefined }))
}

/** Adds results; a row that has one already keeps it, so that two performers can never write it twice. */
export async function addResults(ctx: Pick<Ctx, 'tx'>, results: readonly CapturedResult[], by: { userId: string | null; name: string }): Promise<void> {
  if (results.length === 0) return
  await inspectionTables(ctx)
    .insertInto('inspection.result')
    .values(
      results.map((result) => ({
        ...result,
        value: JSON.stringify(result.value),
        previous: result.previous === undefined ? null : JSON.stringify(result.previous),
        raw: result.raw === null || result.raw === undefined ? null : storable(result.raw),
        capturedBy: by.userId,
        capturedByName: by.name,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** PostgreSQL's jsonb cannot hold NUL, which a target may well send. */
function storable(raw: unknown): string {
  return JSON.stringify(raw, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)).replaceAll(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1\\ufffd')
}

/** Every row of a run with its result, in the order of the plan; the raw captures stay in the database. */
export async function checkedItems(ctx: Pick<Ctx, 'tx'>, runId: string): Promise<CheckedItem[]> {
  return inspectionTables(ctx)
    .selectFrom('inspection.runItem as i')
    .innerJoin('inspection.result as r', 'r.runItemId', 'i.runItemId')
    .selectAll('i')
    .select(['r.verdict', 'r.value', 'r.unit', 'r.previous', 'r.delta', 'r.reason', 'r.tookMs', 'r.engine', 'r.engineVersion', 'r.capturedAt', 'r.capturedBy', 'r.capturedByName'])
    .where('i.runId', '=', runId)
    .orderBy('i.position')
    .execute()
}
