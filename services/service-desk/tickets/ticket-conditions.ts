import { sql, type RawBuilder } from 'kysely'
import { ANSWER_TARGET, SOLUTION_TARGET } from '../rules/ticket-rules.ts'

/**
 * What the numbers of the statistics count and what the lists behind them select, written once: a number opens exactly the
 * rows that it counted. `r` is the request, `t` the ticket; `now` the moment of the question.
 */
type Condition = RawBuilder<boolean>

const dueOf = (target: string) => sql<Date>`(select d.due_at from spine.request_deadline d where d.request_id = r.request_id and d.target = ${target})`
const answeredAt = sql<Date | null>`coalesce(t.first_answered_at, r.delivered_at)`

/** Counted at all: a complete ticket that was neither taken back nor merged into another (which counts instead). */
export const isCounted: Condition = sql`(t.request_id is not null and r.state not in ('draft', 'withdrawn', 'merged'))`

export const answerConditions = (now: Date): Readonly<Record<'in-time' | 'late' | 'open', Condition>> => ({
  'in-time': sql`(${answeredAt} <= ${dueOf(ANSWER_TARGET)})`,
  late: sql`(coalesce(${answeredAt}, ${now}) > ${dueOf(ANSWER_TARGET)})`,
  open: sql`(${answeredAt} is null and ${dueOf(ANSWER_TARGET)} >= ${now})`,
})

export const solutionConditions = (now: Date): Readonly<Record<'in-time' | 'late' | 'open' | 'solved' | 'unsolved', Condition>> => ({
  'in-time': sql`(r.delivered_at <= ${dueOf(SOLUTION_TARGET)})`,
  late: sql`(coalesce(r.delivered_at, ${now}) > ${dueOf(SOLUTION_TARGET)})`,
  open: sql`(r.delivered_at is null and ${dueOf(SOLUTION_TARGET)} >= ${now})`,
  solved: sql`(r.state in ('delivered', 'closed'))`,
  unsolved: sql`(r.state in ('ready', 'in-progress', 'waiting'))`,
})

/** Solved while the person was on the line, and never sent back. */
export const isSolvedAtOnce: Condition = sql`(t.is_solved_at_once and r.state in ('delivered', 'closed') and not exists (
  select 1 from spine.request_event e where e.request_id = r.request_id and e.kind in ('reopened', 'delivery-returned')))`

/** What the person who asked said afterwards: by his own survey, or to the third person who called back. */
const score = sql<number | null>`coalesce((select s.score from service_desk.survey s where s.request_id = r.request_id), (select f.score from service_desk.follow_up f where f.request_id = r.request_id))`
export const satisfactionConditions: Readonly<Record<'rated' | 'satisfied' | 'dissatisfied', Condition>> = { rated: sql`(${score} is not null)`, satisfied: sql`(${score} >= 4)`, dissatisfied: sql`(${score} <= 2)` }
export const isChild: Condition = sql`(exists (select 1 from spine.request_link l where l.from_request_id = r.request_id and l.kind = 'child-of' and l.unlinked_at is null))`
export const isParent: Condition = sql`(exists (select 1 from spine.request_link l where l.to_request_id = r.request_id and l.kind = 'child-of' and l.unlinked_at is null))`
