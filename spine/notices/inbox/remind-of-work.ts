import { sql } from 'kysely'
import { dueText } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/context.ts'
import { reminderKind, type ReminderKind } from '../api.ts'
import { sendReminder } from '../send-reminder.ts'

/** Hours before the due moment at which whoever works on an order is reminded. */
export const DUE_SOON_HOURS: readonly number[] = Object.freeze([24, 2])
/** Reminders written in one act. */
const AT_ONCE = 200

type Candidate = { kind: ReminderKind; dedupeKey: string; workOrderId: string; number: string; title: string; dueAt: Date | null; assigneeId: string | null; note: string }

/** Who must act when nobody holds the order: those who could. */
const ACTING: Readonly<Partial<Record<ReminderKind, string>>> = { 'due-soon': 'work-order:assign', overdue: 'work-order:assign', returned: 'work-order:assign', submitted: 'work-order:review' }

/**
 * Reminds of orders that fall due soon, are overdue, were returned, or wait for review: each person once for each
 * event, and again when the due moment has moved. Returns how many reminders were written.
 */
export async function remindOfWork(ctx: SpineCtx): Promise<number> {
  const { rows } = await sql<Candidate>`
    with due as (
      select w.*, o.occurrence_id as announced from spine.work_order w
      left join spine.notice_occurrence o on o.occurrence_id = w.occurrence_id and o.make_up_work_order_id is not null
      where w.state not in ('closed', 'cancelled', 'submitted') and w.due_at is not null
    ), candidate as (
      select 'due-soon' as kind, concat_ws('/', 'due-soon', work_order_id, hours, extract(epoch from due_at)::bigint) as dedupe_key, work_order_id, number, title, due_at, assignee_id, hours || ' 小时内到期' as note
      from due cross join unnest(${[...DUE_SOON_HOURS]}::int[]) as hours
      where not is_automatic and announced is null and due_at > ${ctx.now} and due_at <= ${ctx.now}::timestamptz + hours * interval '1 hour'
        and hours = (select min(h) from unnest(${[...DUE_SOON_HOURS]}::int[]) as h where due_at <= ${ctx.now}::timestamptz + h * interval '1 hour')
      union all
      select 'overdue', concat_ws('/', 'overdue', work_order_id, extract(epoch from due_at)::bigint), work_order_id, number, title, due_at, assignee_id, ''
      from due where announced is null and due_at <= ${ctx.now}
      union all
      select e.kind, concat_ws('/', e.kind, e.work_order_id, e.work_order_event_id), w.work_order_id, w.number, w.title, w.due_at, case when e.kind = 'returned' then w.assignee_id end, e.note
      from spine.work_order w join lateral (select * from spine.work_order_event e where e.work_order_id = w.work_order_id and e.kind = w.state order by e.work_order_event_id desc limit 1) e on true
      where w.state in ('returned', 'submitted')
    )
    select * from candidate c where not exists (select 1 from spine.inbox_message m where m.dedupe_key = c.dedupe_key) order by due_at nulls last limit ${AT_ONCE}`.execute(ctx.tx)
  let written = 0
  for (const { kind, dedupeKey, workOrderId, number, title, dueAt, assigneeId, note } of rows) {
    // Overdue is also the business of whoever assigns the work.
    const asks = assigneeId === null || kind === 'overdue' ? ACTING[kind] : undefined
    const due = dueAt ? `期限 ${dueText(dueAt)}` : ''
    written += await sendReminder(ctx, {
      ...(assigneeId === null ? {} : { userIds: [assigneeId] }),
      ...(asks === undefined ? {} : { permission: asks }),
      kind,
      dedupeKey,
      title: `${reminderKind.titles[kind]}：${title}`,
      content: [number, due, note].filter(Boolean).join('；'),
      link: `/work-orders/${workOrderId}`,
    })
  }
  await finishSettled(ctx)
  return written
}

/** A reminder whose reason has gone is done: the order is closed, was taken up again, or has been reviewed. */
async function finishSettled(ctx: SpineCtx): Promise<void> {
  await sql`
    update spine.inbox_message m set done_at = ${ctx.now} from spine.work_order w
    where m.done_at is null and m.kind in ('due-soon', 'overdue', 'returned', 'submitted', 'make-up') and m.link = '/work-orders/' || w.work_order_id
      and (w.state in ('closed', 'cancelled') or (m.kind in ('returned', 'submitted') and w.state <> m.kind))`.execute(ctx.tx)
}
