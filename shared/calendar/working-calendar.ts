/**
 * The working calendar (工作日历): which dates are worked, and the day counting of 民法典 201–204 on them.
 *
 * A year without an official file is computed on weekends only, and every answer that consulted a day of such a year
 * says `isProvisional: true`. Nothing here reads a clock; a calendar never changes after it was built.
 */
import type { CalendarYear } from './calendar-year.ts'
import { dateOfDay, dayNumber, isWeekendDay, yearOf } from './dates.ts'
import { weeksBetween, type Week } from './weeks.ts'

export type DayKind = 'working' | 'weekend' | 'holiday' | 'make-up'

export type CalendarDay = {
  readonly date: string
  readonly kind: DayKind
  /** The holiday that gives the day off, or for which a make-up day is worked. */
  readonly name?: string
  /** What is disputed about this day. It does not change how the day counts. */
  readonly note?: string
  readonly isProvisional: boolean
}

export type DatedAnswer = { readonly date: string; readonly isProvisional: boolean }
export type DayCount = { readonly workingDays: number; readonly calendarDays: number; readonly isProvisional: boolean }

export type HolidayRange = {
  readonly name: string
  /** First and last day off named by the notice. */
  readonly from: string
  readonly to: string
  /** The same with the weekend days that adjoin it without a working day between: 端午 2024 is 06-10 within 06-08…06-10. */
  readonly breakFrom: string
  readonly breakTo: string
  readonly makeUpDays: readonly string[]
}

export type RollOptions = {
  /** Whether an ordinary weekend also moves the last day (民法典 203, argued; default true). False: only named holidays do. */
  readonly ordinaryWeekends?: boolean
}

export type WorkingCalendar = {
  /** The versions of the year files, `2024@1+2025@1+2026@1`; `weekends-only` for none. */
  readonly version: string
  readonly officialYears: readonly number[]
  isOfficial(year: number): boolean
  dayOf(date: string): CalendarDay
  isWorkingDay(date: string): boolean
  /** The `count`th working day after `start`; the starting day does not count (民法典 201). Negative counts back, 0 is `start`. */
  addWorkingDays(start: string, count: number): DatedAnswer
  /** The last day of a period of calendar days after `start`, moved on by 民法典 203 unless `roll` is false. */
  addCalendarDays(start: string, count: number, roll?: RollOptions | false): DatedAnswer
  /** Both ends included; zero when `to` is before `from`. */
  countWorkingDays(from: string, to: string): DayCount
  /** 民法典 203: a last day that is a day off moves to the next working day. */
  rollForward(date: string, options?: RollOptions): DatedAnswer
  /** The latest day of a notice "N working days before" `effect`: N clear days lie between, or N counted back when not clear. */
  latestNoticeDay(effect: string, workingDays: number, options?: { readonly clear?: boolean }): DatedAnswer
  /** Holidays of the official year in the order of their dates; empty for a year without a file. */
  holidays(year: number): readonly HolidayRange[]
  /** ISO weeks (Monday first) that touch the period. */
  weeks(from: string, to: string): readonly Week[]
}

type NamedDay = { readonly kind: 'holiday' | 'make-up'; readonly name: string }

const MAX_COUNT = 100_000

/** Builds the calendar. Of two files of one year the higher version decides; the same version twice is refused. */
export function buildCalendar(files: readonly CalendarYear[]): WorkingCalendar {
  const byYear = latestByYear(files)
  const years = [...byYear.values()].toSorted((a, b) => a.year - b.year)
  const named = namedDays(years)
  const notes = new Map(years.flatMap((file) => file.flaggedDays.map(({ date, note }) => [date, note] as const)))

  const isOfficialDay = (day: number) => byYear.has(yearOf(dateOfDay(day))) || named.has(day)
  const isWorking = (day: number) => {
    const special = named.get(day)
    return special === undefined ? !isWeekendDay(day) : special.kind === 'make-up'
  }

  const dayOf = (date: string): CalendarDay => {
    const day = dayNumber(date)
    const special = named.get(day)
    const note = notes.get(date)
    return {
      date,
      kind: special?.kind ?? (isWeekendDay(day) ? 'weekend' : 'working'),
      ...(special && { name: special.name }),
      ...(note !== undefined && { note }),
      isProvisional: !isOfficialDay(day),
    }
  }

  const addWorkingDays = (start: string, count: number): DatedAnswer => {
    if (!Number.isInteger(count) || Math.abs(count) > MAX_COUNT) throw new RangeError(`工作日数应为 ±${MAX_COUNT} 以内的整数，收到 ${count}`)
    const step = Math.sign(count)
    let day = dayNumber(start)
    let isProvisional = count === 0 && !isOfficialDay(day)
    for (let left = Math.abs(count); left > 0; ) {
      day += step
      isProvisional ||= !isOfficialDay(day)
      if (isWorking(day)) left -= 1
    }
    return { date: dateOfDay(day), isProvisional }
  }

  const rollForward = (date: string, { ordinaryWeekends = true }: RollOptions = {}): DatedAnswer => {
    let day = dayNumber(date)
    let isProvisional = !isOfficialDay(day)
    while (ordinaryWeekends ? !isWorking(day) : named.get(day)?.kind === 'holiday') {
      day += 1
      isProvisional ||= !isOfficialDay(day)
    }
    return { date: dateOfDay(day), isProvisional }
  }

  const countWorkingDays = (from: string, to: string): DayCount => {
    const [first, last] = [dayNumber(from), dayNumber(to)]
    let workingDays = 0
    let isProvisional = false
    for (let day = first; day <= last; day += 1) {
      if (isWorking(day)) workingDays += 1
      isProvisional ||= !isOfficialDay(day)
    }
    return { workingDays, calendarDays: Math.max(0, last - first + 1), isProvisional }
  }

  const holidays = (year: number): HolidayRange[] =>
    (byYear.get(year)?.offDays ?? [])
      .map(({ holiday, from, to }) => {
        let [first, last] = [dayNumber(from), dayNumber(to)]
        while (!isWorking(first - 1)) first -= 1
        while (!isWorking(last + 1)) last += 1
        const makeUpDays = (byYear.get(year)?.makeUpDays ?? []).filter((day) => day.holiday === holiday).map((day) => day.date)
        return { name: holiday, from, to, breakFrom: dateOfDay(first), breakTo: dateOfDay(last), makeUpDays: makeUpDays.toSorted() }
      })
      .toSorted((a, b) => a.from.localeCompare(b.from))

  return Object.freeze({
    version: years.map((file) => `${file.year}@${file.version}`).join('+') || 'weekends-only',
    officialYears: Object.freeze(years.map((file) => file.year)),
    isOfficial: (year: number) => byYear.has(year),
    dayOf,
    isWorkingDay: (date: string) => isWorking(dayNumber(date)),
    addWorkingDays,
    addCalendarDays: (start: string, count: number, roll: RollOptions | false = {}) => {
      const end = dateOfDay(dayNumber(start) + count)
      return roll === false ? { date: end, isProvisional: false } : rollForward(end, roll)
    },
    countWorkingDays,
    rollForward,
    latestNoticeDay: (effect: string, workingDays: number, { clear = true }: { readonly clear?: boolean } = {}) =>
      addWorkingDays(effect, -(clear ? workingDays + 1 : workingDays)),
    holidays,
    weeks: weeksBetween,
  })
}

function latestByYear(files: readonly CalendarYear[]): Map<number, CalendarYear> {
  const byYear = new Map<number, CalendarYear>()
  for (const file of files) {
    const other = byYear.get(file.year)
    if (other?.version === file.version) throw new RangeError(`${file.year} 年日历第 ${file.version} 版给了两份，请只保留一份`)
    // A deep copy, so that nobody who still holds the file can change a calendar that already gave answers.
    if (other === undefined || other.version < file.version) byYear.set(file.year, structuredClone(file))
  }
  return byYear
}

/** The days that differ from plain weekdays and weekends. A later year's notice decides a December day that it names. */
function namedDays(years: readonly CalendarYear[]): Map<number, NamedDay> {
  const named = new Map<number, NamedDay>()
  for (const file of years) {
    for (const { holiday, from, to } of file.offDays)
      for (let day = dayNumber(from); day <= dayNumber(to); day += 1) named.set(day, { kind: 'holiday', name: holiday })
    for (const { holiday, date } of file.makeUpDays) named.set(dayNumber(date), { kind: 'make-up', name: holiday })
  }
  return named
}
