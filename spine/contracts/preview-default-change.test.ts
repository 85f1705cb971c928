/** The preview tells what a decision adds, removes and moves before it is recorded. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { shippedCalendar } from '#shared/calendar/shipped-calendar.ts'
import { BEIJING } from './checks/contract-files.fixture.ts'
import { loadContract } from './load-contract.ts'
import { previewDefaultChange } from './preview-default-change.ts'

const question = { document: loadContract(BEIJING), calendar: shippedCalendar(), from: '2024-07-19', to: '2024-12-31' }
const preview = (ambiguity: string, option: string, effectiveOn = '2024-07-19') => previewDefaultChange(question, { ambiguity, option, effectiveOn })

describe('the preview of a changed default', () => {
  it('removes the 52 rest days of the daily inspection under AMB-11', () => {
    const { added, removed, moved, before, after } = preview('AMB-11', 'working-days')
    assert.deepEqual([added.length, removed.length], [0, 52])
    assert.ok(removed.every(({ obligation, endsOn }) => obligation === 'M3-04' && !question.calendar.isWorkingDay(endsOn)))
    // The days that stay are now counted in working days.
    assert.deepEqual(new Set(moved.map(({ after: { unit } }) => unit)), new Set(['working-days']))
    assert.equal((before['inspection']?.['market-supervision'] ?? 0) - (after['inspection']?.['market-supervision'] ?? 0), 52)
  })
  it('moves the security report and nothing else under AMB-55', () => {
    const { added, removed, moved } = preview('AMB-55', 'end-november')
    assert.deepEqual([added, removed], [[], []])
    assert.deepEqual(moved.map((one) => [one.before.dueAt.slice(0, 10), one.after.dueAt.slice(0, 10)]), [['2024-12-15', '2024-11-30']])
  })
  it('makes the two part weeks required under AMB-15, and only the later one from a later date', () => {
    assert.equal(preview('AMB-15', 'every-touched-week').moved.length, 12)
    assert.deepEqual(new Set(preview('AMB-15', 'every-touched-week', '2024-08-01').moved.map(({ after }) => after.periodKey)), new Set(['2025-W01']))
  })
  it('changes nothing for an ambiguity that plans nothing', () => {
    const { added, removed, moved } = preview('AMB-30', 'calendar-date')
    assert.deepEqual([added, removed, moved], [[], [], []])
  })
})
