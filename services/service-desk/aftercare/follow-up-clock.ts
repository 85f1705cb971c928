import { clockTarget, type ClockTarget } from '#shared/deadline-clock/clock-target.ts'
import { evaluateClock } from '#shared/deadline-clock/evaluate-clock.ts'
import type { RequestPriority } from '#spine/requests/api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import type { FollowUpTargets } from './follow-up-target.ts'

/** What the rules of the day give a ticket, as the deadline clock measures it. A ticket without priority is measured as the mildest. */
export function targetFor(targets: FollowUpTargets, priority: RequestPriority | null): ClockTarget {
  return clockTarget.parse({ name: '回访', kind: 'working-days', ...targets[priority ?? 'p4'] })
}

/** What the clock says of a follow-up: it starts when the ticket is drawn, and the first recorded call stops it. */
export function followUpState(ctx: Pick<SpineCtx, 'calendar' | 'now'>, { target, drawnAt, firstDoneAt }: { readonly target: unknown; readonly drawnAt: Date; readonly firstDoneAt: Date | null }) {
  if (target === null) return undefined
  const event = (kind: string, at: Date) => ({ id: kind, at, recordedAt: at })
  const events = [{ kind: 'start' as const, ...event('start', drawnAt) }, ...(firstDoneAt === null ? [] : [{ kind: 'stop' as const, outcome: 'done' as const, ...event('stop', firstDoneAt) }])]
  return evaluateClock({ targets: [clockTarget.parse(target)], events, calendar: ctx.calendar(), asOf: ctx.now })[0]
}
