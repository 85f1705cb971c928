/** The demonstration says what it is, has the same obligations, and marks what was over before it began. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { shippedCalendar } from '#shared/calendar/shipped-calendar.ts'
import { BEIJING, EXAMPLE } from './checks/contract-files.fixture.ts'
import { contractDocument } from './contract-document.ts'
import { demonstrationTerm } from './demonstration-term.ts'
import { loadContract } from './load-contract.ts'
import { isRequired, planOccurrences } from './plan-occurrences.ts'

const original = loadContract(BEIJING)
const document = demonstrationTerm(original, '2025-11-03')
const { occurrences } = planOccurrences({ document, calendar: shippedCalendar(), from: '2025-11-03', to: '2026-11-02' })

describe('the demonstration term', () => {
  it('is labelled, lasts twelve months and is a valid contract with the same obligations', () => {
    assert.match(document.title, /^【演示】/)
    assert.equal(document.isDemonstration, true)
    assert.deepEqual([document.id, document.term.from, document.term.to], ['beijing-credit-platform-2024-demonstration', '2025-11-03', '2026-11-02'])
    assert.deepEqual(contractDocument.parse(document), document)
    assert.deepEqual(document.obligations.map(({ id }) => id), original.obligations.map(({ id }) => id))
  })
  it('keeps month and day of the contract’s dates; what has passed is not applicable', () => {
    const payments = occurrences.filter(({ obligation }) => obligation === 'F-04' || obligation === 'F-05')
    assert.deepEqual(payments.map(({ obligation, dueAt, tags }) => `${obligation} ${dueAt.slice(0, 10)} ${tags.join()}`), [
      'F-04 2025-09-30 not-applicable',
      'F-05 2025-12-24 ',
    ])
    assert.deepEqual(document.payments.map(({ targetBefore }) => targetBefore), [undefined, '2025-10-01', '2025-12-25'])
  })
  it('plans a full year with no previous operator and both half-years', () => {
    assert.ok(occurrences.every(({ tags }) => !tags.includes('previous-operator') && !tags.includes('continuation')))
    const required = occurrences.filter(isRequired)
    assert.equal(required.filter(({ obligation }) => obligation === 'M7-01').length, 365 * 6)
    assert.deepEqual(required.filter(({ title }) => title.endsWith('半年总结')).map(({ periodKey }) => periodKey), ['2025-H2', '2026-H1', '2026-H2'])
  })
  it('starts on a leap day as well, and from any contract', () => {
    assert.equal(demonstrationTerm(original, '2024-02-29').term.to, '2025-02-27')
    assert.equal(demonstrationTerm(loadContract(EXAMPLE), '2026-06-01').term.to, '2027-05-31')
  })
  it('leaves the contract itself untouched', () => assert.equal(original.payments[1]?.targetBefore, '2024-10-01'))
})
