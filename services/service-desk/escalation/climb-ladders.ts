import { businessDate } from '#shared/instant.ts'
import { actorName } from '#platform/context/context.ts'
import { addRequestEvent, clockStates, escalationUserIds, ladderFor, readClock, sendReminder, stepsDue, stepText, type LadderStep, type SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { TICKET_KIND } from '../tickets/ticket.ts'

/** Tickets looked at in one act, those that are due first. */
const AT_ONCE = 500

/**
 * Climbs the escalation ladder of every ticket whose clock runs: whoever a step names is reminded once, and the timeline says
 * so. A paused clock climbs nothing. After a pause or another target the steps around the due moment come anew, with that moment.
 */
export async function climbLadders(ctx: SpineCtx): Promise<number> {
  const rows = await serviceDeskTables(ctx)
    .selectFrom('spine.request as r')
    .select(['r.requestId', 'r.number', 'r.title', 'r.subsystem', 'r.priority', 'r.targets', 'r.submittedAt'])
    .where('r.kind', '=', TICKET_KIND)
    .where('r.state', 'in', ['ready', 'in-progress'])
    .where('r.nearestDueAt', 'is not', null)
    .orderBy('r.nearestDueAt')
    .limit(AT_ONCE)
    .execute()
  let taken = 0
  for (const row of rows) {
    const ladder = await ladderFor(ctx, { service: 'service-desk', subsystem: row.subsystem, priority: row.priority }, businessDate(row.submittedAt ?? ctx.now))
    if (!ladder) continue
    const done = await stepsTaken(ctx, row.requestId)
    for (const state of clockStates(ctx, await readClock(ctx, row))) {
      if (state.verdict !== 'running' && state.verdict !== 'overdue') continue
      for (const step of stepsDue(ladder.steps, state.elapsedMinutes, state.verdict === 'overdue' ? -state.overdueMinutes : state.remainingMinutes)) {
        const key = keyOf(ladder.ladderId, state.name, step, state.dueAt)
        if (done.has(key)) continue
        const userIds = await escalationUserIds(ctx, step.whom, ctx.now)
        await sendReminder(ctx, { userIds, kind: state.verdict === 'overdue' ? 'overdue' : 'due-soon', dedupeKey: `ticket-escalation:${row.requestId}:${key}`, title: `升级：${row.title}（${row.number} ${state.name}）`, content: stepText(step), link: `/tickets/${row.requestId}` })
        await addRequestEvent(ctx, row.requestId, 'escalated', `${state.name}：${stepText(step)}${userIds.length === 0 ? '；没有可提醒的人员，请人工通知' : ''}`, { isPublic: false, details: { key, by: actorName(ctx.actor) } })
        taken += 1
      }
    }
  }
  return taken
}

/** What the timeline remembers: it is only added to, so a step is taken once. */
async function stepsTaken(ctx: SpineCtx, requestId: string): Promise<Set<string>> {
  const rows = await serviceDeskTables(ctx).selectFrom('spine.requestEvent').select('details').where('requestId', '=', requestId).where('kind', '=', 'escalated').execute()
  return new Set(rows.flatMap(({ details }) => (typeof (details as { key?: unknown }).key === 'string' ? [(details as { key: string }).key] : [])))
}

function keyOf(ladderId: string, target: string, { moment, minutes, whom, channel }: LadderStep, dueAt: Date | null): string {
  return [ladderId, target, moment, minutes, whom, channel, ...(moment === 'after-start' ? [] : [dueAt?.getTime() ?? ''])].join('/')
}
