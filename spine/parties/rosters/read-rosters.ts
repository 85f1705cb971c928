import { sql } from 'kysely'
import { addDays } from '#shared/calendar/dates.ts'
import type { EndpointInput } from '#shared/define-api.ts'
import { businessDate, instantOf } from '#shared/instant.ts'
import { actorUserId } from '#platform/context/context.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { personOfUser } from '../people/people.store.ts'
import type { rostersApi } from './api.ts'
import type { AttendancePlace } from './changes/attendance-place.ts'
import type { SwapState } from './changes/swap-state.ts'
import { onDutyAt } from './on-duty-at.ts'
import { rosterErrors } from './roster.ts'
import type { RosterKind, ShiftRole } from './roster-kind.ts'
import type { ShiftEventKind } from './rosters.store.ts'
import { staffedTime } from './staffed-time.ts'

type Input<Name extends keyof (typeof rostersApi)['endpoints']> = EndpointInput<(typeof rostersApi)['endpoints'][Name]>

export async function listRosters(ctx: SpineCtx, filter: Input<'listRosters'>['query']) {
  requirePermission(ctx, 'roster:read')
  let query = rosters(ctx)
  if (filter.kind) query = query.where('r.kind', '=', filter.kind)
  if (filter.state) query = query.where('r.state', '=', filter.state)
  if (filter.search) query = query.where('r.title', 'ilike', containing(filter.search))
  const page = await pageOf(ctx.tx, query, filter, { sortable: { title: sql.ref('r.title'), fromOn: sql.ref('r.from_on'), publishedAt: sql.ref('r.published_at') }, order: sql`r.from_on desc, r.kind, r.roster_id` })
  return { ...page, items: page.items.map(typed) }
}

export async function readRoster(ctx: SpineCtx, rosterId: string) {
  requirePermission(ctx, 'roster:read')
  const row = await rosters(ctx).where('r.rosterId', '=', rosterId).executeTakeFirst()
  if (!row) throw rosterErrors['not-found']()
  const db = spineTables(ctx)
  const items = await shifts(ctx).where('s.rosterId', '=', rosterId).where('s.cancelledAt', 'is', null).orderBy('s.startsAt').orderBy('s.role').execute()
  const events = await db.selectFrom('spine.shiftEvent').select(['at', 'kind', 'actorName', 'note']).where('rosterId', '=', rosterId).orderBy('shiftEventId').execute()
  return { ...typed(row), shifts: items.map(typedShift), events: events.map((event) => ({ ...event, kind: event.kind as ShiftEventKind })) }
}

export async function listShifts(ctx: SpineCtx, { params, query: filter }: Input<'listShifts'>) {
  requirePermission(ctx, 'roster:read')
  if (!(await rosters(ctx).where('r.rosterId', '=', params.rosterId).executeTakeFirst())) throw rosterErrors['not-found']()
  let query = shifts(ctx).where('s.rosterId', '=', params.rosterId).where('s.cancelledAt', 'is', null)
  if (filter.search) query = query.where('p.name', 'ilike', containing(filter.search))
  const page = await pageOf(ctx.tx, query, filter, { sortable: { startsAt: sql.ref('s.starts_at'), name: sql.ref('p.name') }, order: sql`s.starts_at, array_position(array['primary', 'backup', 'leader'], s.role), s.shift_id` })
  return { ...page, items: page.items.map(typedShift) }
}

/** A month of one duty: its shifts, drafts among them marked, and what is staffed on each day by what is published. */
export async function readDutyMonth(ctx: SpineCtx, { kind, from, to }: Input<'getDutyMonth'>['query']) {
  requirePermission(ctx, 'roster:read')
  const items = await shifts(ctx)
    .where('r.kind', '=', kind)
    .where('s.cancelledAt', 'is', null)
    .where('s.startsAt', '<', instantOf(addDays(to, 1)))
    .where('s.endsAt', '>', instantOf(from))
    .orderBy('s.startsAt')
    .orderBy('s.role')
    .execute()
  return { shifts: items.map(typedShift), days: await staffedTime(ctx, kind, from, to) }
}

/** What a person needs to do: own shifts, swaps, leave; and who is on duty now. */
export async function readMyDuty(ctx: SpineCtx) {
  requirePermission(ctx, 'roster:read')
  const me = await personOfUser(ctx, actorUserId(ctx.actor))
  const now = await onDutyAt(ctx, undefined, ctx.now)
  if (!me) return { person: null, now, shifts: [], swaps: [], leaves: [] }
  const db = spineTables(ctx)
  const own = await shifts(ctx)
    .where('s.personId', '=', me.personId)
    .where('r.state', '=', 'published')
    .where('s.cancelledAt', 'is', null)
    .where('s.endsAt', '>', instantOf(addDays(businessDate(ctx.now), -7)))
    .orderBy('s.startsAt')
    .limit(200)
    .execute()
  const involved = await swaps(ctx).where((where) => where.or([where('w.fromPersonId', '=', me.personId), where('w.toPersonId', '=', me.personId)])).orderBy('w.requestedAt', 'desc').limit(20).execute()
  const leaves = await db.selectFrom('spine.leave').select(['leaveId', 'startsAt', 'endsAt', 'note']).where('personId', '=', me.personId).where('cancelledAt', 'is', null).where('endsAt', '>', ctx.now).orderBy('startsAt').execute()
  return { person: { personId: me.personId, name: me.name }, now, shifts: own.map(typedShift), swaps: involved.map(typedSwap), leaves }
}

export async function listSwaps(ctx: SpineCtx, filter: Input<'listSwaps'>['query']) {
  requirePermission(ctx, 'roster:read')
  let query = swaps(ctx)
  if (filter.state) query = query.where('w.state', '=', filter.state)
  if (filter.search) {
    const pattern = containing(filter.search)
    query = query.where((where) => where.or([where('f.name', 'ilike', pattern), where('t.name', 'ilike', pattern), where('w.reason', 'ilike', pattern)]))
  }
  const page = await pageOf(ctx.tx, query, filter, { sortable: { requestedAt: sql.ref('w.requested_at'), startsAt: sql.ref('s.starts_at') }, order: sql`w.requested_at desc, w.shift_swap_id` })
  return { ...page, items: page.items.map(typedSwap) }
}

/** Leave that touches a period; what it is for is told to those who make rosters only. */
export async function listLeaves(ctx: SpineCtx, { from, to }: Input<'listLeaves'>['query']) {
  requirePermission(ctx, 'roster:read')
  const rows = await spineTables(ctx)
    .selectFrom('spine.leave as l')
    .innerJoin('spine.person as p', 'p.personId', 'l.personId')
    .select(['l.leaveId', 'l.personId', 'p.name', 'l.startsAt', 'l.endsAt', 'l.note'])
    .where('l.cancelledAt', 'is', null)
    .where('l.startsAt', '<', instantOf(addDays(to, 1)))
    .where('l.endsAt', '>', instantOf(from))
    .orderBy('l.startsAt')
    .execute()
  const isClear = isPermitted(ctx.actor, 'roster:edit')
  return { items: rows.map((row) => ({ ...row, note: isClear ? row.note : '' })) }
}

function rosters(ctx: SpineCtx) {
  return spineTables(ctx)
    .selectFrom('spine.roster as r')
    .leftJoin('platform.userAccount as c', 'c.userId', 'r.createdBy')
    .leftJoin('platform.userAccount as u', 'u.userId', 'r.publishedBy')
    .select(['r.rosterId', 'r.kind', 'r.title', 'r.fromOn', 'r.toOn', 'r.state', 'r.createdAt', 'c.displayName as createdByName', 'r.publishedAt', 'u.displayName as publishedByName', 'r.version'])
}

function shifts(ctx: SpineCtx) {
  return spineTables(ctx)
    .selectFrom('spine.shift as s')
    .innerJoin('spine.roster as r', 'r.rosterId', 's.rosterId')
    .innerJoin('spine.person as p', 'p.personId', 's.personId')
    .innerJoin('spine.unit as u', 'u.unitId', 'p.unitId')
    .leftJoin('spine.shiftAttendance as a', 'a.shiftId', 's.shiftId')
    .select(['s.shiftId', 's.rosterId', 'r.kind', 'r.state as rosterState', 's.startsAt', 's.endsAt', 's.role', 's.personId', 'p.name', 'u.title as unitTitle', 'p.userId', 's.takenOverFromId', 'a.at as signedInAt', 'a.place as signedInPlace', 's.version'])
}

function swaps(ctx: SpineCtx) {
  return spineTables(ctx)
    .selectFrom('spine.shiftSwap as w')
    .innerJoin('spine.shift as s', 's.shiftId', 'w.shiftId')
    .innerJoin('spine.roster as r', 'r.rosterId', 's.rosterId')
    .leftJoin('spine.shift as b', 'b.shiftId', 'w.counterShiftId')
    .innerJoin('spine.person as f', 'f.personId', 'w.fromPersonId')
    .innerJoin('spine.person as t', 't.personId', 'w.toPersonId')
    .leftJoin('platform.userAccount as d', 'd.userId', 'w.decidedBy')
    .select(['w.shiftSwapId as swapId', 'w.state', 'r.kind', 'r.rosterId', 's.startsAt', 's.endsAt', 'b.startsAt as counterStartsAt', 'b.endsAt as counterEndsAt', 'f.name as fromName', 't.name as toName', 'w.requestedBy', 't.userId as toUserId', 'w.reason', 'w.requestedAt', 'w.answeredAt', 'w.answeredBy', 'w.answerNote', 'w.decidedAt', 'd.displayName as decidedByName', 'w.decisionNote', 'w.version'])
}

function typed<Row extends { kind: string; state: string }>(row: Row) {
  return { ...row, kind: row.kind as RosterKind, state: row.state as 'draft' | 'published' }
}

function typedShift<Row extends { kind: string; role: string; rosterState: string; signedInPlace: string | null }>(row: Row) {
  return { ...row, kind: row.kind as RosterKind, role: row.role as ShiftRole, rosterState: row.rosterState as 'draft' | 'published', signedInPlace: row.signedInPlace as AttendancePlace | null }
}

function typedSwap<Row extends { kind: string; state: string }>(row: Row) {
  return { ...row, kind: row.kind as RosterKind, state: row.state as SwapState }
}
