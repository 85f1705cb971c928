import { sql } from 'kysely'
import { addDays } from '#shared/calendar/dates.ts'
import { formatInstant, instantOf } from '#shared/instant.ts'
import { newId } from '#shared/ids.ts'
import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { readPeople } from '../people/people.store.ts'
import { requiredTime } from './required-time.ts'
import { rosterErrors } from './roster.ts'
import { shiftRole, type RosterKind } from './roster-kind.ts'
import { rotateShifts, type Pattern, type PlannedShift } from './rotate-shifts.ts'
import { lockRoster } from './rosters.store.ts'
import { measureDay, type StaffedDay } from './staffed-time.ts'
import { spanOf } from './span.ts'

export type PlanRoster = { readonly kind: RosterKind; readonly fromOn: string; readonly toOn: string; readonly pattern: Pattern }
export type PreviewedRoster = { readonly shifts: ReadonlyArray<PlannedShift & { name: string }>; readonly notes: readonly string[]; readonly days: readonly StaffedDay[] }

/** What a pattern would give: shifts, who stands in for whom, and where nobody would be. Changes nothing. */
export async function previewRoster(ctx: SpineCtx, plan: PlanRoster): Promise<PreviewedRoster> {
  requirePermission(ctx, 'roster:edit')
  const { kind, fromOn, toOn, pattern } = plan
  const days = await requiredTime(ctx, kind, kind === 'special-7x24' ? addDays(fromOn, -1) : fromOn, toOn)
  if (days.every(({ required }) => required.length === 0)) throw rosterErrors['nothing-to-staff']()
  const { away, names } = await availability(ctx, plan)
  const rotated = rotateShifts(kind, pattern, days, away)
  const nameOf = (personId: string) => names.get(personId)?.name ?? '（查无此人）'
  const shown = rotated.shifts.map((shift) => ({ ...shift, name: nameOf(shift.personId) }))
  const planned = shown.map(({ startsAt, endsAt, role, name }) => ({ span: spanOf(startsAt, endsAt), role, name, signedInAt: null }))
  return {
    shifts: shown,
    notes: rotated.notes.map(({ at, role, insteadOf, personId }) => `${formatInstant(at).slice(0, 16).replace('T', ' ')} ${shiftRole.titles[role]}：${nameOf(insteadOf)} 请假或离岗，${personId === null ? '无人可替' : `由 ${nameOf(personId)} 顶替`}`),
    days: days.filter(({ date }) => date >= fromOn).map((day) => measureDay(day, planned, new Date(0))),
  }
}

/** Keeps what a pattern gives as a draft; the id is chosen by the sender, so that sending twice drafts once. */
export async function draftRoster(ctx: SpineCtx, { rosterId, title, ...plan }: PlanRoster & { rosterId: string; title: string }): Promise<string> {
  requirePermission(ctx, 'roster:edit')
  const db = spineTables(ctx)
  await sql`select pg_advisory_xact_lock(7100080, hashtext(${plan.kind}))`.execute(ctx.tx)
  if (await db.selectFrom('spine.roster').select('rosterId').where('rosterId', '=', rosterId).executeTakeFirst()) return rosterId
  const other = await db.selectFrom('spine.roster').select(['title', 'fromOn', 'toOn']).where('kind', '=', plan.kind).where('fromOn', '<=', plan.toOn).where('toOn', '>=', plan.fromOn).executeTakeFirst()
  if (other) throw rosterErrors['period-taken']({ problems: [{ place: 'body.fromOn', message: `与「${other.title}」${other.fromOn} 至 ${other.toOn} 重叠` }] })
  const { shifts } = await previewRoster(ctx, plan)
  await db
    .insertInto('spine.roster')
    .values({ rosterId, kind: plan.kind, title, fromOn: plan.fromOn, toOn: plan.toOn, state: 'draft', pattern: JSON.stringify(plan.pattern), createdAt: ctx.now, createdBy: actorUserId(ctx.actor) })
    .execute()
  if (shifts.length > 0) await db.insertInto('spine.shift').values(shifts.map(({ startsAt, endsAt, role, personId }) => ({ shiftId: newId(ctx.now), rosterId, startsAt, endsAt, role, personId }))).execute()
  return rosterId
}

/** A draft that is not wanted leaves nothing behind. */
export async function discardRoster(ctx: SpineCtx, rosterId: string, version: number): Promise<void> {
  requirePermission(ctx, 'roster:edit')
  const row = await lockRoster(ctx, rosterId, version)
  if (row.state !== 'draft') throw rosterErrors['wrong-state']()
  const db = spineTables(ctx)
  await db.deleteFrom('spine.shift').where('rosterId', '=', rosterId).execute()
  await db.deleteFrom('spine.roster').where('rosterId', '=', rosterId).execute()
}

/** Who cannot come when: on leave, or no longer in the post. */
async function availability(ctx: SpineCtx, { fromOn, toOn, pattern }: PlanRoster) {
  const personIds = [...new Set(shiftRole.values.flatMap((role) => pattern.people[role]))]
  const names = await readPeople(ctx, personIds)
  const db = spineTables(ctx)
  const present = new Set(personIds.length === 0 ? [] : (await db.selectFrom('spine.person').select('personId').where('personId', 'in', personIds).where('state', '=', 'active').execute()).map(({ personId }) => personId))
  const leaves = await db.selectFrom('spine.leave').select(['personId', 'startsAt', 'endsAt']).where('cancelledAt', 'is', null).where('startsAt', '<', instantOf(addDays(toOn, 2))).where('endsAt', '>', instantOf(fromOn)).execute()
  const away = (personId: string, span: { from: number; to: number }) =>
    !present.has(personId) || leaves.some((leave) => leave.personId === personId && leave.startsAt.getTime() < span.to && leave.endsAt.getTime() > span.from)
  return { away, names }
}
