import { sql, type RawBuilder } from 'kysely'
import type { CallCount } from './api.ts'

/**
 * What the numbers of the statistics count of calls (`c`), and what the list behind each selects: written once, so that a
 * number opens exactly its rows. A call that still rings is none yet.
 */
const isOver = sql<boolean>`(c.state <> 'ringing')`
const isRecorded = sql<boolean>`exists (select 1 from service_desk.ticket t where t.telephone_call_id = c.telephone_call_id)`

export const callConditions: Readonly<Record<CallCount, RawBuilder<boolean>>> = {
  all: isOver,
  answered: sql`(${isOver} and c.answered_at is not null)`,
  abandoned: sql`(c.state = 'abandoned')`,
  recorded: sql`(${isOver} and c.answered_at is not null and ${isRecorded})`,
  unrecorded: sql`(${isOver} and c.answered_at is not null and not ${isRecorded})`,
}
