/** The calendar against the golden numbers of the trade and against an independent data set. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import chineseDays from 'chinese-days'
import fc from 'fast-check'
import { addDays, dateOfDay, dayNumber, isDate } from './dates.ts'
import { shippedCalendar, shippedYears } from './shipped-calendar.ts'
import { isoWeek } from './weeks.ts'
import { buildCalendar } from './working-calendar.ts'

const calendar = shippedCalendar()
const due = (start: string, days: number) => calendar.addWorkingDays(start, days).date

describe('working days of the shipped years', () => {
  const perMonth: Record<number, number[]> = {
    2024: [22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22],
    2025: [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23],
    2026: [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23],
  }
  const perYear: Record<number, number> = { 2024: 251, 2025: 248, 2026: 248 }
  for (const year of [2024, 2025, 2026]) {
    it(`counts the working days of every month of ${year}`, () => {
      const counted = perMonth[year]?.map((_, month) => {
        const from = `${year}-${String(month + 1).padStart(2, '0')}-01`
        const to = new Date(Date.UTC(year, month + 1, 0)).toISOString().slice(0, 10)
        return calendar.countWorkingDays(from, to).workingDays
      })
      assert.deepEqual(counted, perMonth[year])
      assert.equal(calendar.countWorkingDays(`${year}-01-01`, `${year}-12-31`).workingDays, perYear[year])
    })
  }

  it('agrees with an independent data set on every day of 2024 to 2026', () => {
    // Known differences between our files and chinese-days 1.5.7; each entry would be a date with its reason.
    const knownDifferences: string[] = []
    const differences: string[] = []
    for (let date = '2024-01-01'; date <= '2026-12-31'; date = addDays(date, 1)) {
      if (calendar.isWorkingDay(date) !== chineseDays.isWorkday(date) || calendar.isWorkingDay(date) === chineseDays.isHoliday(date)) differences.push(date)
    }
    assert.deepEqual(differences, knownDifferences)
  })
})

describe('periods in working days (民法典 201)', () => {
  const cases: ReadonlyArray<[string, string, number, string]> = [
    ['an invoice of Friday 09-13 is due on a make-up Sunday', '2024-09-13', 10, '2024-09-29'],
    ['an invoice of a make-up Saturday 09-14', '2024-09-14', 10, '2024-09-30'],
    ['an invoice before the national holiday', '2024-09-18', 10, '2024-10-08'],
    ['an invoice of Tuesday 12-10', '2024-12-10', 10, '2024-12-24'],
    ['an invoice of Wednesday 12-11', '2024-12-11', 10, '2024-12-25'],
    ['an invoice of the first contract day', '2024-07-19', 10, '2024-08-02'],
    ['an invoice of 08-01', '2024-08-01', 10, '2024-08-15'],
    ['双公示 of 08-01', '2024-08-01', 7, '2024-08-12'],
    ['双公示 of 09-27 ends on a make-up Saturday', '2024-09-27', 7, '2024-10-12'],
    ['seven days over 春节 2025', '2025-01-24', 7, '2025-02-10'],
    ['seven days over 春节 2026', '2026-02-13', 7, '2026-03-02'],
    ['ten days over 国庆 2024', '2024-09-27', 10, '2024-10-16'],
    ['zero days is the start itself', '2024-10-01', 0, '2024-10-01'],
  ]
  for (const [title, start, days, expected] of cases) it(`${title}: ${start} + ${days} = ${expected}`, () => assert.equal(due(start, days), expected))

  it('finds the latest notice day before a change of key persons, clear and lenient', () => {
    assert.equal(calendar.latestNoticeDay('2024-10-08', 5).date, '2024-09-24')
    assert.equal(calendar.latestNoticeDay('2024-10-08', 5, { clear: false }).date, '2024-09-25')
    assert.equal(calendar.latestNoticeDay('2024-09-02', 5).date, '2024-08-23')
    assert.equal(calendar.latestNoticeDay('2024-09-02', 5, { clear: false }).date, '2024-08-26')
  })

  it('comes back from any working day to where it started', () => {
    fc.assert(
      fc.property(fc.integer({ min: dayNumber('2024-01-01'), max: dayNumber('2026-10-01') }), fc.integer({ min: 1, max: 40 }), (day, days) => {
        const start = dateOfDay(day)
        const end = due(start, days)
        assert.equal(calendar.countWorkingDays(addDays(start, 1), end).workingDays, days)
        if (calendar.isWorkingDay(start)) assert.equal(due(end, -days), start)
      }),
    )
  })

  it('refuses a fraction of a day and a date that does not exist', () => {
    assert.throws(() => calendar.addWorkingDays('2024-09-13', 1.5), /整数/)
    assert.throws(() => calendar.dayOf('2025-02-29'), /不是存在的日期/)
    assert.equal(isDate('2024-02-29'), true)
  })
})

describe('the last day on a day off (民法典 203)', () => {
  it('moves a report period from 国庆 to the first working day after it', () => {
    assert.equal(calendar.addCalendarDays('2024-09-20', 15, false).date, '2024-10-05')
    assert.equal(calendar.addCalendarDays('2024-09-20', 15).date, '2024-10-08')
  })
  it('moves an ordinary weekend by default and leaves it where the parties agreed so', () => {
    assert.equal(calendar.rollForward('2024-08-03').date, '2024-08-05')
    assert.equal(calendar.rollForward('2024-08-03', { ordinaryWeekends: false }).date, '2024-08-03')
    assert.equal(calendar.rollForward('2024-10-01', { ordinaryWeekends: false }).date, '2024-10-08')
  })
  it('leaves a make-up working Saturday alone', () => assert.equal(calendar.rollForward('2024-10-12').date, '2024-10-12'))
})

describe('days', () => {
  it('tells the four kinds apart and names the holiday', () => {
    assert.deepEqual(calendar.dayOf('2024-10-01'), { date: '2024-10-01', kind: 'holiday', name: '国庆节', isProvisional: false })
    assert.deepEqual(calendar.dayOf('2024-10-12'), { date: '2024-10-12', kind: 'make-up', name: '国庆节', isProvisional: false })
    assert.equal(calendar.dayOf('2024-08-03').kind, 'weekend')
    assert.equal(calendar.dayOf('2024-08-02').kind, 'working')
  })
  it('counts 除夕 2024 as worked and flags it', () => {
    assert.equal(calendar.isWorkingDay('2024-02-09'), true)
    assert.match(calendar.dayOf('2024-02-09').note ?? '', /鼓励/)
  })
  it('gives holidays with the weekend that adjoins them', () => {
    const dragonBoat = calendar.holidays(2024).find((holiday) => holiday.name === '端午节')
    assert.deepEqual(dragonBoat, { name: '端午节', from: '2024-06-10', to: '2024-06-10', breakFrom: '2024-06-08', breakTo: '2024-06-10', makeUpDays: [] })
    assert.deepEqual(calendar.holidays(2026).map((holiday) => holiday.name), ['元旦', '春节', '清明节', '劳动节', '端午节', '中秋节', '国庆节'])
    assert.deepEqual(calendar.holidays(2031), [])
  })
  it('gives the ISO weeks of the contract term, 23 of them whole', () => {
    const weeks = calendar.weeks('2024-07-19', '2024-12-31')
    assert.equal(weeks.filter((week) => week.isWhole).length, 23)
    assert.deepEqual(weeks[0], { week: '2024-W29', monday: '2024-07-15', sunday: '2024-07-21', isWhole: false })
    assert.equal(weeks.at(-1)?.week, '2025-W01')
    assert.equal(isoWeek('2027-01-03'), '2026-W53')
  })
})

describe('a year without an official calendar', () => {
  it('is computed on weekends only and says so in every answer', () => {
    assert.deepEqual(calendar.dayOf('2027-10-01'), { date: '2027-10-01', kind: 'working', isProvisional: true })
    assert.equal(calendar.isOfficial(2027), false)
    assert.deepEqual(calendar.addWorkingDays('2026-12-30', 2), { date: '2027-01-01', isProvisional: true })
    assert.deepEqual(calendar.addWorkingDays('2026-12-30', 1), { date: '2026-12-31', isProvisional: false })
    assert.equal(calendar.countWorkingDays('2026-12-31', '2027-01-01').isProvisional, true)
    assert.equal(calendar.rollForward('2027-01-02').isProvisional, true)
    assert.equal(calendar.addCalendarDays('2026-12-30', 5).isProvisional, true)
    assert.equal(buildCalendar([]).addWorkingDays('2024-09-13', 10).isProvisional, true)
  })
})

describe('versions', () => {
  it('is labelled by the versions of its years', () => {
    assert.equal(calendar.version, '2024@1+2025@1+2026@1')
    assert.equal(buildCalendar([]).version, 'weekends-only')
  })
  it('lets a corrected file of a year replace the earlier one and refuses the same version twice', () => {
    const [first] = shippedYears
    assert.ok(first)
    const corrected = { ...first, version: 2, offDays: [...first.offDays, { holiday: '春节', from: '2024-02-09', to: '2024-02-09' }] }
    const built = buildCalendar([corrected, first])
    assert.equal(built.version, '2024@2')
    assert.equal(built.isWorkingDay('2024-02-09'), false)
    assert.throws(() => buildCalendar([first, first]), /给了两份/)
  })
  it('does not change when a file changes after it was built', () => {
    const file = structuredClone(shippedYears[0])
    assert.ok(file)
    const built = buildCalendar([file])
    file.offDays.length = 0
    assert.equal(built.holidays(2024).length, 7)
    assert.equal(Object.isFrozen(built), true)
  })
})
