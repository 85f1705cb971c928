import { clockEvent, type ClockEvent } from '#shared/deadline-clock/clock-event.ts'
import { clockTarget, type ClockTarget } from '#shared/deadline-clock/clock-target.ts'
import { checkEvents, evaluateClock, type TargetState } from '#shared/deadline-clock/evaluate-clock.ts'
import { formatInstant, businessDate } from '#shared/instant.ts'
import { newId } from '#shared/ids.ts'
import { z } from 'zod'
import { actorName } from '#platform/context/context.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { filedRequestErrors } from '../request.ts'
import { changeRequest, findRequestKind, kindRequest, type RequestRow } from '../requests.store.ts'

/** What a verb appends; identity and the two instants are added here. `at` when it took effect before now (a call answered by hand). */
export type NewClockEvent = ClockEvent extends infer E ? (E extends ClockEvent ? Omit<E, 'id' | 'at' | 'recordedAt' | 'by'> & { readonly at?: Date } : never) : never

const storedTargets = z.array(clockTarget)

export type RequestClock = { readonly targets: readonly ClockTarget[]; readonly events: readonly ClockEvent[] }

/** Targets and events of a request, in the order in which they were recorded. */
export async function readClock(ctx: Pick<SpineCtx, 'tx'>, row: Pick<RequestRow, 'requestId' | 'targets'>): Promise<RequestClock> {
  const rows = await spineTables(ctx).selectFrom('spine.requestClockEvent').select('event').where('requestId', '=', row.requestId).orderBy('requestClockEventId').execute()
  return { targets: storedTargets.parse(row.targets), events: rows.map(({ event }) => clockEvent.parse(event)) }
}

/** What every target says at a moment: computed from the events, never stored as truth. */
export function clockStates(ctx: Pick<SpineCtx, 'calendar' | 'now'>, { targets, events }: RequestClock, asOf: Date = ctx.now): readonly TargetState[] {
  return targets.length === 0 ? [] : evaluateClock({ targets, events, calendar: ctx.calendar(), asOf })
}

/** Starts the clock once, with the targets that the kind sets for this request today. */
export async function startClock(ctx: SpineCtx, row: RequestRow): Promise<RequestRow> {
  const { targets, events } = await readClock(ctx, row)
  if (targets.length > 0 || events.length > 0) return row
  const kind = findRequestKind(ctx, row.kind)
  const request = await kindRequest(ctx, row)
  const chosen = await kind.targets(ctx, request)
  if (chosen.length === 0) return row
  const started = await changeRequest(ctx, row, { targets: chosen })
  await recordClockEvents(ctx, started, [{ kind: 'start', at: kind.startedAt?.(request) ?? ctx.now }])
  return started
}

/** Stops what still runs; without a clock there is nothing to stop. */
export async function stopClock(ctx: SpineCtx, row: RequestRow, stop: { readonly outcome: 'done' | 'cancelled'; readonly reason?: string; readonly targets?: readonly string[] }): Promise<void> {
  const clock = await readClock(ctx, row)
  const live = clockStates(ctx, clock).filter(({ verdict }) => ['running', 'paused', 'overdue'].includes(verdict)).map(({ name }) => name)
  const names = stop.targets === undefined ? live : live.filter((name) => stop.targets?.includes(name))
  if (names.length === 0) return
  await recordClockEvents(ctx, row, [{ kind: 'stop', outcome: stop.outcome, targets: names, ...(stop.reason ? { reason: stop.reason } : {}) }])
}

/** Appends events after checking that they can have happened in this order, and brings the projections up to date. */
export async function recordClockEvents(ctx: SpineCtx, row: RequestRow, added: readonly NewClockEvent[]): Promise<readonly TargetState[]> {
  const clock = await readClock(ctx, row)
  const events = added.map((event) => clockEvent.parse(asJson({ by: actorName(ctx.actor).slice(0, 100), ...event, id: newId(ctx.now), at: event.at ?? ctx.now, recordedAt: ctx.now })))
  const all = [...clock.events, ...events]
  const problems = checkEvents(all, clock.targets)
  if (problems.length > 0) throw filedRequestErrors['clock-invalid']({ problems })
  await spineTables(ctx).insertInto('spine.requestClockEvent').values(events.map((event) => ({ requestId: row.requestId, event: JSON.stringify(event) }))).execute()
  return projectDeadlines(ctx, row, { targets: clock.targets, events: all })
}

/** Instants as text, the way they are stored and read. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

/** Writes what lists and statistics need, and moves the occurrence's due moment with the clock. Rebuilt from events at any time. */
export async function projectDeadlines(ctx: SpineCtx, row: Pick<RequestRow, 'requestId' | 'targets' | 'kind' | 'occurrenceId'>, clock?: RequestClock): Promise<readonly TargetState[]> {
  const db = spineTables(ctx)
  const states = clockStates(ctx, clock ?? (await readClock(ctx, row)))
  if (states.length === 0) return states
  await db
    .insertInto('spine.requestDeadline')
    .values(states.map((state) => ({ requestId: row.requestId, target: state.name, isContractual: state.contractual, verdict: state.verdict, startedAt: state.startedAt, dueAt: state.dueAt, elapsedMinutes: state.elapsedMinutes, pausedMinutes: state.pausedMinutes, computedAt: ctx.now })))
    .onConflict((conflict) =>
      conflict.columns(['requestId', 'target']).doUpdateSet((set) => ({
        isContractual: set.ref('excluded.isContractual'),
        verdict: set.ref('excluded.verdict'),
        startedAt: set.ref('excluded.startedAt'),
        dueAt: set.ref('excluded.dueAt'),
        elapsedMinutes: set.ref('excluded.elapsedMinutes'),
        pausedMinutes: set.ref('excluded.pausedMinutes'),
        computedAt: set.ref('excluded.computedAt'),
      })),
    )
    .execute()
  const running = states.flatMap(({ verdict, dueAt }) => (isAhead(verdict) && dueAt !== null ? [dueAt] : []))
  const nearestDueAt = running.length === 0 ? null : new Date(Math.min(...running.map(Number)))
  await db.updateTable('spine.request').set({ nearestDueAt }).where('requestId', '=', row.requestId).where('nearestDueAt', 'is distinct from', nearestDueAt).execute()
  if (row.occurrenceId !== null) await moveOccurrence(ctx, row.occurrenceId, row.kind, states)
  return states
}

/** A paused target has no moment: it moves on until it is resumed, so it never falls due. */
function isAhead(verdict: TargetState['verdict']): boolean {
  return verdict === 'running' || verdict === 'overdue'
}

async function moveOccurrence(ctx: SpineCtx, occurrenceId: string, kindName: string, states: readonly TargetState[]): Promise<void> {
  const db = spineTables(ctx)
  const row = await db.selectFrom('spine.request').selectAll().where('occurrenceId', '=', occurrenceId).executeTakeFirst()
  const duty = row && findRequestKind(ctx, kindName).duty?.(await kindRequest(ctx, row))
  const dueAt = states.find(({ name }) => name === duty?.due)?.dueAt
  if (!dueAt) return
  const before = await db.selectFrom('spine.occurrence').select('dueAt').where('occurrenceId', '=', occurrenceId).executeTakeFirst()
  if (!before || before.dueAt.getTime() === dueAt.getTime()) return
  await db.updateTable('spine.occurrence').set({ dueAt, endsOn: businessDate(dueAt) }).where('occurrenceId', '=', occurrenceId).execute()
  await db.updateTable('spine.workOrder').set({ dueAt }).where('occurrenceId', '=', occurrenceId).where('state', '<>', 'closed').execute()
  await db.insertInto('spine.occurrenceEvent').values({ occurrenceId, at: ctx.now, kind: 'moved', cause: `申请时限变化，到期时刻由 ${formatInstant(before.dueAt)} 改为 ${formatInstant(dueAt)}` }).execute()
}
