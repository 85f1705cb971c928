import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from '#shared/calendar/dates.ts'
import { shippedCalendar } from '#shared/calendar/shipped-calendar.ts'
import { testService } from '#spine/testing/service-conformance.ts'
import type { SpineTestBed } from '#tests/support/spine-test-bed.ts'
import { coverage } from './assessments.ts'
import { serviceDesk } from './service.ts'

const AUGUST = Array.from({ length: 31 }, (_, at) => addDays('2024-08-01', at)).filter((date) => shippedCalendar().isWorkingDay(date))

/** A published roster of August with one person, who signed in on every working day. */
async function staffAugust(bed: SpineTestBed): Promise<void> {
  const { pool } = bed
  const { userId } = await bed.person('值班员', [])
  const { rows } = await pool.query<{ roster_id: string; person_id: string }>(
    `with unit as (insert into spine.unit (unit_id, kind, title, registered_at) values (gen_random_uuid(), 'operator', '运维单位', now()) returning unit_id),
      person as (insert into spine.person (person_id, unit_id, name, registered_at) select gen_random_uuid(), unit_id, '值班员', now() from unit returning person_id),
      roster as (insert into spine.roster (roster_id, kind, title, from_on, to_on, state, created_at, published_at) values (gen_random_uuid(), 'hotline-5x8', '八月热线', '2024-08-01', '2024-08-31', 'published', now(), now()) returning roster_id)
    select roster_id, person_id from roster, person`,
  )
  for (const date of AUGUST) {
    await pool.query(
      `with shift as (insert into spine.shift (shift_id, roster_id, person_id, role, starts_at, ends_at) values (gen_random_uuid(), $1, $2, 'primary', $3, $4) returning shift_id)
      insert into spine.shift_attendance (shift_id, at, place, signed_by) select shift_id, $3, 'on-site', $5 from shift`,
      [rows[0]?.roster_id, rows[0]?.person_id, `${date}T09:00:00+08:00`, `${date}T18:00:00+08:00`, userId],
    )
  }
}

for (const example of [{ obligation: 'M1-01', subsystem: 'market-supervision' }, { obligation: 'M1-03', subsystem: 'law-enforcement' }]) {
  testService(serviceDesk, { ...example, periodKey: '2024-08', opensAt: '2024-08-01T09:00:00+08:00', inTime: '2024-08-31T23:50:00+08:00', tooLate: '2024-09-03T10:00:00+08:00', prepare: staffAugust })
}

test('A day with less than the eight hours of the contract is named, the ninth hour is not judged, a scan is judged by its presence', () => {
  const day = (date: string, staffedMinutes: number) => ({ date, requiredMinutes: 540, plannedMinutes: 540, staffedMinutes })
  const roster = (days: ReturnType<typeof day>[]) => [{ evidenceId: '1', kind: 'duty-roster', happenedAt: new Date(), body: { from: '2024-08-01', to: '2024-08-31', requiredMinutes: 0, staffedMinutes: 0, days } }]
  assert.deepEqual(coverage.judge(roster([day('2024-08-01', 480), { ...day('2024-08-03', 0), requiredMinutes: 0 }]), { hoursPerDay: 8 }), { isComplete: true, lines: [] })
  const judged = coverage.judge(roster([day('2024-08-01', 540), day('2024-08-02', 479)]), { hoursPerDay: 8 })
  assert.deepEqual([judged.isComplete, judged.lines.length, judged.lines[0]?.startsWith('2024-08-02')], [false, 1, true])
  assert.equal(coverage.judge([{ evidenceId: '1', kind: 'duty-roster', happenedAt: new Date(), body: { scan: true } }], {}).isComplete, true)
})
