import { sql } from 'kysely'
import { addDays } from '#shared/calendar/dates.ts'
import { businessDate, instantOf } from '#shared/instant.ts'

/** States of a request whose targets a person still owes; a waiting one may have a target that goes on. */
export const owingStates: readonly string[] = Object.freeze(['in-approval', 'returned', 'ready', 'in-progress', 'waiting'])

/** Requests `r` with a running target due in that time. Those targets are few, whatever the number of requests: from them to their requests, never the other way. */
export function dueWithin(due: 'overdue' | 'today' | 'week', now: Date) {
  const today = businessDate(now)
  const until = { overdue: now, today: instantOf(addDays(today, 1)), week: instantOf(addDays(today, 7)) }[due]
  const since = due === 'overdue' ? sql`` : sql`and d.due_at >= ${now}`
  return sql<boolean>`r.request_id in (select d.request_id from spine.request_deadline d where d.verdict in ('running', 'overdue') and d.due_at < ${until} ${since})`
}
