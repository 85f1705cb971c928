import { sql, type RawBuilder } from 'kysely'
import type { EndpointInput } from '#shared/define-api.ts'
import { addDays } from '#shared/calendar/dates.ts'
import { instantOf } from '#shared/instant.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import { callConditions } from '../telephony/call-conditions.ts'
import { filteredTickets } from '../tickets/read-tickets.ts'
import { answerConditions, isChild, isSolvedAtOnce, satisfactionConditions, solutionConditions } from '../tickets/ticket-conditions.ts'
import type { DeskGrouping, DeskNumbers, statisticsApi } from '../api.ts'

type Question = EndpointInput<(typeof statisticsApi)['endpoints']['measureDesk']>['query']

const localDay = (column: string, format: string) => sql<string>`to_char(${sql.ref(column)} at time zone 'Asia/Shanghai', ${format})`
const ticketGroups: Readonly<Record<DeskGrouping, RawBuilder<string>>> = {
  subsystem: sql`r.subsystem`,
  line: sql`coalesce(t.line, '')`,
  category: sql`t.category`,
  priority: sql`coalesce(r.priority, '')`,
  day: localDay('t.received_at', 'YYYY-MM-DD'),
  month: localDay('t.received_at', 'YYYY-MM'),
}
/** A call knows its line and its time, and nothing of what it was about. */
const callGroups: Readonly<Partial<Record<DeskGrouping, RawBuilder<string>>>> = { line: sql`c.line`, day: localDay('c.began_at', 'YYYY-MM-DD'), month: localDay('c.began_at', 'YYYY-MM') }

type TicketNumbers = Omit<DeskNumbers, 'calls' | 'answeredCalls' | 'abandonedCalls' | 'recordedCalls'>
type CallNumbers = { readonly group: string; readonly calls: number; readonly answeredCalls: number; readonly abandonedCalls: number; readonly recordedCalls: number }
const NO_TICKETS = { tickets: 0, answeredInTime: 0, answeredLate: 0, solved: 0, solvedInTime: 0, solvedLate: 0, solvedAtOnce: 0, children: 0, rated: 0, satisfied: 0 }
const NO_CALLS = { calls: 0, answeredCalls: 0, abandonedCalls: 0, recordedCalls: 0 }
const UNKNOWN_CALLS = { calls: null, answeredCalls: null, abandonedCalls: null, recordedCalls: null }

/** The numbers of a period by groups, and their sum. Tickets are of the period in which the person was first heard. */
export async function measureDesk(ctx: SpineCtx, question: Question): Promise<{ total: DeskNumbers; groups: DeskNumbers[] }> {
  requirePermission(ctx, 'ticket:read')
  const { by } = question
  const tellsCalls = question.subsystem === undefined && question.category === undefined
  const callGroup = tellsCalls ? callGroups[by] : undefined
  const tickets = new Map((await countTickets(ctx, question, ticketGroups[by])).map((row) => [row.group, row]))
  const calls = callGroup ? new Map((await countCalls(ctx, question, callGroup)).map((row) => [row.group, row])) : undefined
  const groups = [...new Set([...tickets.keys(), ...(calls?.keys() ?? [])])].toSorted().map((group) => ({ ...NO_TICKETS, ...tickets.get(group), ...(calls ? { ...NO_CALLS, ...calls.get(group) } : UNKNOWN_CALLS), group }))
  const [allTickets] = await countTickets(ctx, question, sql`''`)
  const [allCalls] = tellsCalls ? await countCalls(ctx, question, sql`''`) : []
  return { total: { ...NO_TICKETS, ...allTickets, ...(tellsCalls ? { ...NO_CALLS, ...allCalls } : UNKNOWN_CALLS), group: '' }, groups }
}

async function countTickets(ctx: SpineCtx, { from, to, line, subsystem, category }: Question, group: RawBuilder<string>): Promise<TicketNumbers[]> {
  const answer = answerConditions(ctx.now)
  const solution = solutionConditions(ctx.now)
  return filteredTickets(ctx, { from, to, line, subsystem, category, isCounted: true })
    .select([
      group.as('group'),
      sql<number>`count(*)::int`.as('tickets'),
      counting(answer['in-time']).as('answeredInTime'),
      counting(answer.late).as('answeredLate'),
      counting(solution.solved).as('solved'),
      counting(solution['in-time']).as('solvedInTime'),
      counting(solution.late).as('solvedLate'),
      counting(isSolvedAtOnce).as('solvedAtOnce'),
      counting(isChild).as('children'),
      counting(satisfactionConditions.rated).as('rated'),
      counting(satisfactionConditions.satisfied).as('satisfied'),
    ])
    .groupBy(sql`1`)
    .execute()
}

async function countCalls(ctx: SpineCtx, { from, to, line }: Question, group: RawBuilder<string>): Promise<CallNumbers[]> {
  let query = serviceDeskTables(ctx)
    .selectFrom('serviceDesk.telephoneCall as c')
    .where('c.beganAt', '>=', instantOf(from))
    .where('c.beganAt', '<', instantOf(addDays(to, 1)))
    .where(callConditions.all)
  if (line) query = query.where('c.line', '=', line)
  return query
    .select([group.as('group'), sql<number>`count(*)::int`.as('calls'), counting(callConditions.answered).as('answeredCalls'), counting(callConditions.abandoned).as('abandonedCalls'), counting(callConditions.recorded).as('recordedCalls')])
    .groupBy(sql`1`)
    .execute()
}

function counting(condition: RawBuilder<boolean>): RawBuilder<number> {
  return sql<number>`(count(*) filter (where ${condition}))::int`
}
