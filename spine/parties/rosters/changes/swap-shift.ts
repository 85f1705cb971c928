import type { Selectable } from 'kysely'
import { actorUserId } from '#platform/context/context.ts'
import { databaseErrorCode } from '#platform/context/runtime.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { ShiftSwapTable } from '#spine/database/tables.ts'
import { sendReminder } from '#spine/notices/send-reminder.ts'
import { lockPerson } from '../../people/people.store.ts'
import { rosterErrors, shiftErrors, shiftText, swapErrors } from '../roster.ts'
import { addShiftEvent, changeShiftRow, lockShift, type PlacedShift } from '../rosters.store.ts'
import { shiftConflicts } from '../shift-conflicts.ts'

type SwapRow = Selectable<ShiftSwapTable>

export type RequestSwap = {
  /** Chosen by the sender, so that sending twice asks once. */
  readonly swapId: string
  readonly shiftId: string
  readonly toPersonId: string
  /** The other's shift that is taken in return; null when he only stands in. */
  readonly counterShiftId: string | null
  readonly reason: string
}

/** Whoever has a shift asks another to take it. */
export async function requestSwap(ctx: SpineCtx, { swapId, shiftId, toPersonId, counterShiftId, reason }: RequestSwap): Promise<string> {
  requirePermission(ctx, 'roster:work')
  const db = spineTables(ctx)
  if (await db.selectFrom('spine.shiftSwap').select('shiftSwapId').where('shiftSwapId', '=', swapId).executeTakeFirst()) return swapId
  const shift = await lockShift(ctx, shiftId)
  const me = actorUserId(ctx.actor)
  if (me === null || shift.userId !== me) throw shiftErrors['not-own']()
  if (shift.state !== 'published' || shift.startsAt <= ctx.now) throw shiftErrors.past()
  const other = await lockPerson(ctx, toPersonId)
  if (other.userId === null) throw swapErrors['no-account']()
  const counter = counterShiftId === null ? null : await lockShift(ctx, counterShiftId)
  if (counter && (counter.personId !== toPersonId || counter.kind !== shift.kind || counter.state !== 'published' || counter.startsAt <= ctx.now)) throw swapErrors['other-roster']()
  await requireFree(ctx, shift, counter, toPersonId)
  await db
    .insertInto('spine.shiftSwap')
    .values({ shiftSwapId: swapId, shiftId, shiftVersion: shift.version, counterShiftId, counterShiftVersion: counter?.version ?? null, fromPersonId: shift.personId, toPersonId, reason, state: 'requested', requestedAt: ctx.now, requestedBy: me })
    .execute()
    .catch((error: unknown) => {
      throw databaseErrorCode(error) === '23505' ? swapErrors['already-asked']({ cause: error }) : error
    })
  await sendReminder(ctx, { userIds: [other.userId], kind: 'decision', dedupeKey: `swap-requested/${swapId}`, title: `换班待您答复：${shift.name} ${shiftText(shift)}`, content: reason, link: '/my-duty' })
  return swapId
}

/** The other says yes or no. */
export async function answerSwap(ctx: SpineCtx, swapId: string, { accepts, note, version }: { accepts: boolean; note: string; version: number }): Promise<void> {
  requirePermission(ctx, 'roster:work')
  const swap = await lockSwap(ctx, swapId, version, ['requested'])
  const me = actorUserId(ctx.actor)
  const other = await lockPerson(ctx, swap.toPersonId)
  if (me === null || other.userId !== me) throw swapErrors['not-yours']()
  await changeSwap(ctx, swap, { state: accepts ? 'accepted' : 'declined', answeredAt: ctx.now, answeredBy: me, answerNote: note })
  if (accepts) await sendReminder(ctx, { permission: 'roster:approve', kind: 'decision', dedupeKey: `swap-accepted/${swapId}`, title: `换班待批准：${other.name} 同意`, content: swap.reason, link: '/rosters/swaps' })
  else await sendReminder(ctx, { userIds: [swap.requestedBy], kind: 'returned', dedupeKey: `swap-declined/${swapId}`, title: `${other.name} 不同意换班`, content: note, link: '/my-duty' })
}

/** A third person decides; the database refuses both parties too. Shifts that moved since they were asked for are not swapped. */
export async function decideSwap(ctx: SpineCtx, swapId: string, { approves, note, version }: { approves: boolean; note: string; version: number }): Promise<void> {
  requirePermission(ctx, 'roster:approve')
  const swap = await lockSwap(ctx, swapId, version, ['accepted'])
  const me = actorUserId(ctx.actor)
  if (me === null || me === swap.requestedBy || me === swap.answeredBy) throw swapErrors['own-swap']()
  if (approves) await exchange(ctx, swap, note)
  await changeSwap(ctx, swap, { state: approves ? 'approved' : 'rejected', decidedAt: ctx.now, decidedBy: me, decisionNote: note })
  await sendReminder(ctx, { userIds: [swap.requestedBy, swap.answeredBy as string], kind: approves ? 'information' : 'returned', dedupeKey: `swap-decided/${swapId}`, title: approves ? '换班已批准' : '换班未批准', content: note, link: '/my-duty' })
}

export async function withdrawSwap(ctx: SpineCtx, swapId: string, version: number): Promise<void> {
  requirePermission(ctx, 'roster:work')
  const swap = await lockSwap(ctx, swapId, version, ['requested', 'accepted'])
  if (swap.requestedBy !== actorUserId(ctx.actor)) throw shiftErrors['not-own']()
  await changeSwap(ctx, swap, { state: 'withdrawn' })
}

async function exchange(ctx: SpineCtx, swap: SwapRow, note: string): Promise<void> {
  const shift = await lockShift(ctx, swap.shiftId).catch(drifted)
  const counter = swap.counterShiftId === null ? null : await lockShift(ctx, swap.counterShiftId).catch(drifted)
  if (shift.version !== swap.shiftVersion || (counter && counter.version !== swap.counterShiftVersion)) throw swapErrors.drifted()
  if (shift.startsAt <= ctx.now || (counter && counter.startsAt <= ctx.now)) throw shiftErrors.past()
  await requireFree(ctx, shift, counter, swap.toPersonId)
  const to = await lockPerson(ctx, swap.toPersonId)
  await changeShiftRow(ctx, shift, { personId: swap.toPersonId })
  await addShiftEvent(ctx, shift.rosterId, shift.shiftId, 'swapped', `${shift.name} ${shiftText(shift)} 改由 ${to.name}；${swap.reason}${note === '' ? '' : `；${note}`}`)
  if (!counter) return
  await changeShiftRow(ctx, counter, { personId: swap.fromPersonId })
  await addShiftEvent(ctx, counter.rosterId, counter.shiftId, 'swapped', `${to.name} ${shiftText(counter)} 改由 ${shift.name}；${swap.reason}`)
}

async function requireFree(ctx: SpineCtx, shift: PlacedShift, counter: PlacedShift | null, toPersonId: string): Promise<void> {
  const given = [shift.shiftId, ...(counter ? [counter.shiftId] : [])]
  const conflicts = await shiftConflicts(ctx, shift.kind, [{ ...shift, personId: toPersonId }, ...(counter ? [{ ...counter, personId: shift.personId }] : [])], given)
  if (conflicts.flat().length > 0) throw rosterErrors.conflicts({ problems: conflicts.flat().map((message) => ({ place: 'body.toPersonId', message })) })
}

async function lockSwap(ctx: SpineCtx, swapId: string, version: number, states: readonly string[]): Promise<SwapRow> {
  const row = await spineTables(ctx).selectFrom('spine.shiftSwap').selectAll().where('shiftSwapId', '=', swapId).forUpdate().executeTakeFirst()
  if (!row) throw swapErrors['not-found']()
  if (row.version !== version) throw swapErrors.changed()
  if (!states.includes(row.state)) throw swapErrors['wrong-state']()
  return row
}

async function changeSwap(ctx: SpineCtx, row: SwapRow, changes: Partial<Omit<SwapRow, 'shiftSwapId' | 'version'>>): Promise<void> {
  await spineTables(ctx).updateTable('spine.shiftSwap').set({ ...changes, version: row.version + 1 }).where('shiftSwapId', '=', row.shiftSwapId).execute()
}

/** A shift that was cancelled meanwhile moved as well. */
function drifted(): never {
  throw swapErrors.drifted()
}
