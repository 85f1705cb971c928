import { sql } from 'kysely'
import type { Ctx } from '#platform/context/context.ts'
import { changeTables } from '../database/change-tables.ts'
import { lockRequest, type RequestRow, type SpineCtx } from '#spine/spine.ts'
import type { StepKind, StepOutcome } from '../api.ts'
import { changeForm, type ChangeForm } from './change-form.ts'
import { changeErrors } from './change.ts'

export const CHANGE_KIND = 'change-request.change'

/** States in which a change still takes its place in the calendar. */
export const PLANNED_STATES = ['in-approval', 'ready', 'in-progress', 'waiting', 'delivered'] as const

export type Change = { readonly row: RequestRow; readonly form: ChangeForm }

/** The change with its submitted form, locked until the act ends. */
export async function lockChange(ctx: SpineCtx, requestId: string): Promise<Change> {
  return changeOf(ctx, await lockRequest(ctx, requestId))
}

export async function findChange(ctx: SpineCtx, requestId: string): Promise<Change> {
  const row = await changeTables(ctx).selectFrom('spine.request').selectAll().where('requestId', '=', requestId).executeTakeFirst()
  if (!row) throw changeErrors['not-found']()
  return changeOf(ctx, row)
}

/** A draft has no submitted form yet: what is there is read as far as it goes, and refused where it does not read. */
async function changeOf(ctx: Ctx, row: RequestRow): Promise<Change> {
  if (row.kind !== CHANGE_KIND) throw changeErrors['not-found']()
  const stored = row.formVersion === 0 ? row.draft : (await changeTables(ctx).selectFrom('spine.requestForm').select('form').where('requestId', '=', row.requestId).where('formVersion', '=', row.formVersion).executeTakeFirstOrThrow()).form
  const parsed = changeForm.safeParse(stored)
  if (!parsed.success) throw changeErrors['not-found']({ detail: '变更单还没有填写完整，提交后可以查看实施情况' })
  return { row, form: parsed.data }
}

/** Work goes on only while somebody has it in hand. */
export function requireRunning({ row }: Change): void {
  if (row.state !== 'in-progress' && row.state !== 'waiting') throw changeErrors['not-running']()
}

export type Step = { readonly stepId: string; readonly kind: StepKind; readonly outcome: StepOutcome; readonly happenedAt: Date; readonly releaseVersion: string; readonly note: string; readonly deliverables: string; readonly evidenceId: string; readonly recordedBy: string | null; readonly recordedByName: string; readonly recordedAt: Date }

export async function stepsOf(ctx: Pick<Ctx, 'tx'>, requestId: string): Promise<Step[]> {
  const rows = await changeTables(ctx).selectFrom('changeRequest.step').selectAll().where('requestId', '=', requestId).orderBy('stepNo').execute()
  return rows.map((row) => ({ ...row, kind: row.kind as StepKind, outcome: row.outcome as StepOutcome }))
}

/** Changes whose planned time meets a stretch, by their submitted forms. */
export async function plannedChanges(ctx: Pick<Ctx, 'tx'>, from: Date, to: Date): Promise<Array<{ requestId: string; number: string; title: string; subsystem: string; state: string; form: ChangeForm }>> {
  const rows = await changeTables(ctx)
    .selectFrom('spine.request as r')
    .innerJoin('spine.requestForm as f', (join) => join.onRef('f.requestId', '=', 'r.requestId').onRef('f.formVersion', '=', 'r.formVersion'))
    .select(['r.requestId', 'r.number', 'r.title', 'r.subsystem', 'r.state', 'f.form'])
    .where('r.kind', '=', CHANGE_KIND)
    .where('r.state', 'in', [...PLANNED_STATES, 'closed'])
    .where(sql<boolean>`(f.form ->> 'plannedFrom')::timestamptz < ${to} and (f.form ->> 'plannedTo')::timestamptz > ${from}`)
    .orderBy(sql`f.form ->> 'plannedFrom'`)
    .limit(1_000)
    .execute()
  return rows.map((row) => ({ ...row, form: changeForm.parse(row.form) }))
}
