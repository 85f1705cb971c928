import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { dutyUserIds } from '#spine/notices/duty-user-ids.ts'
import { sendReminder } from '#spine/notices/send-reminder.ts'
import { dueText } from '#shared/instant.ts'
import { endedStates } from '../api.ts'
import { addRequestEvent } from '../requests.store.ts'
import { projectDeadlines } from './record-clock-events.ts'

/** Looked at this long before the due moment; paused clocks are looked at too, since their moment moves. */
const AHEAD_MS = 30 * 60_000

/**
 * Targets that fall due within half an hour, or have fallen due, are computed again from their events; who handles the
 * request (nobody yet: who is on duty) is told once before and once after. Returns how many reminders were new.
 */
export async function remindOfDeadlines(ctx: SpineCtx): Promise<number> {
  const rows = await spineTables(ctx)
    .selectFrom('spine.requestDeadline as d')
    .innerJoin('spine.request as r', 'r.requestId', 'd.requestId')
    .select(['r.requestId', 'r.number', 'r.title', 'r.kind', 'r.assigneeId', 'r.targets', 'r.occurrenceId', 'd.target'])
    .where('d.verdict', 'in', ['running', 'paused'])
    .where('d.dueAt', '<=', new Date(ctx.now.getTime() + AHEAD_MS))
    .where('r.state', 'not in', [...endedStates])
    .orderBy('d.dueAt')
    .limit(500)
    .execute()
  let told = 0
  for (const row of rows) {
    const state = (await projectDeadlines(ctx, row)).find(({ name }) => name === row.target)
    if (!state?.dueAt || (state.verdict !== 'running' && state.verdict !== 'overdue')) continue
    const isOverdue = state.verdict === 'overdue'
    const written = await sendReminder(ctx, {
      userIds: row.assigneeId === null ? await dutyUserIds(ctx, ctx.now) : [row.assigneeId],
      kind: isOverdue ? 'overdue' : 'due-soon',
      dedupeKey: `request-deadline:${row.requestId}:${row.target}:${isOverdue ? 'overdue' : 'soon'}:${state.dueAt.getTime()}`,
      title: `${isOverdue ? '已逾期' : '将到期'}：${row.title}（${row.number} ${row.target}）`,
      content: `应于 ${dueText(state.dueAt)} 前完成${state.contractual ? '' : '（内部目标，非合同约定）'}`,
      link: `/requests/${row.requestId}`,
    })
    if (written > 0 && isOverdue) await addRequestEvent(ctx, row.requestId, 'escalated', `${row.target} 已逾期，已提醒`, { isPublic: false })
    told += written
  }
  return told
}
