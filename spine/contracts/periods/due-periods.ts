/**
 * The periods for which one cadence falls due. Each belongs to exactly one date, the day on which it ends: so plans of
 * adjoining ranges add up to the plan of the whole, whatever the ranges.
 */
import type { WorkingCalendar } from '#shared/calendar/working-calendar.ts'
import { addDays, yearOf } from '#shared/calendar/dates.ts'
import type { Cadence } from '../cadence.ts'
import { dutyStart, type DutyPeriod } from './duty-periods.ts'
import { naturalPeriods, type NaturalPeriod, type PeriodKind } from './natural-periods.ts'

export type DuePeriod = {
  readonly key: string
  /** Chinese name of the period, empty for what happens once. */
  readonly title: string
  readonly opensOn: string
  /** The date to which it belongs. */
  readonly endsOn: string
  readonly dueOn: string
  readonly unit: 'working-days' | 'calendar-days'
  readonly duty: DutyPeriod
  readonly isProvisional: boolean
  readonly tags: ReadonlyArray<'part-week' | 'not-applicable'>
  readonly reason?: string
}

export type DueQuestion = { readonly calendar: WorkingCalendar; readonly duties: readonly DutyPeriod[]; readonly from: string; readonly to: string }

type Kind<K extends Cadence['kind']> = Extract<Cadence, { kind: K }>

/** Due periods that end within [from, to]; for what happens once see `oncePeriods`. */
export function duePeriods(cadence: Cadence, question: DueQuestion): DuePeriod[] {
  switch (cadence.kind) {
    case 'on-event':
      return []
    case 'continuous':
      return cadence.assessed === undefined ? [] : regularPeriods({ kind: cadence.assessed }, question)
    case 'once':
      return oncePeriods(cadence, question)
    case 'daily':
      return dailyPeriods(cadence, question)
    case 'holiday':
      return holidayPeriods(cadence, question)
    default:
      return regularPeriods(cadence, question)
  }
}

function dutyOn(duties: readonly DutyPeriod[], date: string): DutyPeriod | undefined {
  return duties.find(({ from, to }) => from <= date && date <= to)
}

/**
 * What happens once, under the decisions of one stretch of time [from, to]: nothing when it falls due after the
 * stretch, since a later decision may still move it. The plan keeps the first stretch that gives an answer.
 */
function oncePeriods({ due }: Kind<'once'>, { calendar, duties, from, to }: DueQuestion): DuePeriod[] {
  const start = dutyStart(duties)
  const duty = duties.find(({ kind }) => kind === 'operator') ?? duties[0]
  if (duty === undefined) return []
  const named = 'on' in due ? due.on : 'before' in due ? addDays(due.before, -1) : undefined
  const { date, isProvisional } = 'afterStart' in due ? dayAfter(calendar, start, due.afterStart, due.unit) : { date: named ?? start, isProvisional: false }
  const isPassed = date < start
  // A decision cannot make something due before its own date of effect.
  const dueOn = !isPassed && date < from ? from : date
  // What was over before the duty began belongs to its first day, so that it is shown once instead of vanishing.
  const endsOn = isPassed ? start : dueOn
  if (endsOn > to) return []
  return [
    {
      key: 'once',
      title: '',
      opensOn: isPassed ? date : start,
      endsOn,
      dueOn,
      unit: 'unit' in due ? due.unit : 'calendar-days',
      duty,
      isProvisional,
      tags: isPassed ? ['not-applicable'] : [],
      ...(isPassed && { reason: `合同日期 ${date} 早于履行起始日 ${start}` }),
    },
  ]
}

function dailyPeriods({ days }: Kind<'daily'>, { calendar, duties, from, to }: DueQuestion): DuePeriod[] {
  const periods: DuePeriod[] = []
  for (const duty of duties) {
    const last = duty.to < to ? duty.to : to
    for (let date = duty.from > from ? duty.from : from; date <= last; date = addDays(date, 1)) {
      const day = calendar.dayOf(date)
      if (days === 'working-days' && !calendar.isWorkingDay(date)) continue
      const isProvisional = days === 'working-days' && day.isProvisional
      periods.push({ key: date, title: date, opensOn: date, endsOn: date, dueOn: date, unit: days, duty, isProvisional, tags: [] })
    }
  }
  return periods
}

type RegularCadence = Kind<'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly'> | { kind: 'monthly'; submit?: undefined }

function regularPeriods(cadence: RegularCadence, question: DueQuestion): DuePeriod[] {
  const periods: DuePeriod[] = []
  for (const duty of question.duties) {
    const [first, last] = [duty.from > question.from ? duty.from : question.from, duty.to < question.to ? duty.to : question.to]
    if (first > last) continue
    for (const natural of naturalPeriods(cadence.kind satisfies PeriodKind, first, last)) {
      const due = regularPeriod(cadence, natural, duty, question.calendar)
      if (due !== undefined && due.endsOn >= question.from && due.endsOn <= question.to) periods.push(due)
    }
  }
  return periods
}

/** One natural period as this duty sees it, or nothing when it belongs to the next duty or is not asked for. */
function regularPeriod(cadence: RegularCadence, natural: NaturalPeriod, duty: DutyPeriod, calendar: WorkingCalendar): DuePeriod | undefined {
  if (cadence.kind === 'half-yearly' && !cadence.halves.includes(natural.key.endsWith('H1') ? 1 : 2)) return undefined
  // A period is judged when it ends: one that ends after the handover is this operator's, from the handover on.
  if (duty.kind === 'previous-operator' && natural.to > duty.to) return undefined
  const startsEarlier = natural.from < duty.from
  const from = startsEarlier ? duty.from : natural.from
  const endsOn = natural.to > duty.to ? duty.to : natural.to
  // The term's end splits a period in two; the second part is told apart by its key.
  const isRest = startsEarlier && duty.kind === 'continuation'
  const key = isRest ? `${natural.key}.continuation` : natural.key
  const shared = { key, title: natural.title, endsOn, duty }
  if (cadence.kind === 'weekly') {
    const { workingDays, isProvisional } = calendar.countWorkingDays(isRest ? natural.from : from, endsOn)
    const isPart = from !== natural.from || endsOn !== natural.to
    const isFree = isPart && workingDays < cadence.minimumWorkingDays
    const reason = `首尾不满一周，仅 ${workingDays} 个工作日，少于 ${cadence.minimumWorkingDays} 个，不要求记录`
    const tags: DuePeriod['tags'] = isPart ? (isFree ? ['part-week', 'not-applicable'] : ['part-week']) : []
    return { ...shared, opensOn: from, dueOn: endsOn, unit: 'calendar-days', isProvisional: isPart && isProvisional, tags, ...(isFree && { reason }) }
  }
  if (cadence.kind === 'yearly' && cadence.dueOn !== undefined) return yearlyOn(cadence.dueOn, natural, from, shared)
  if (cadence.submit === undefined) return { ...shared, opensOn: from, dueOn: endsOn, unit: 'calendar-days', isProvisional: false, tags: [] }
  const { amount, unit } = cadence.submit
  const due = dayAfter(calendar, natural.to, amount, unit)
  const opensOn = addDays(endsOn, 1)
  return { ...shared, opensOn: opensOn > due.date ? due.date : opensOn, dueOn: due.date, unit, isProvisional: due.isProvisional, tags: [] }
}

function yearlyOn(monthDay: string, natural: NaturalPeriod, from: string, shared: Pick<DuePeriod, 'key' | 'title' | 'endsOn' | 'duty'>): DuePeriod {
  // 02-29 falls on the last day of February in a common year.
  const dueOn = monthDay === '02-29' ? addDays(`${natural.key}-03-01`, -1) : `${natural.key}-${monthDay}`
  const isPassed = dueOn < from
  return {
    ...shared,
    opensOn: isPassed ? dueOn : from,
    dueOn,
    unit: 'calendar-days',
    isProvisional: false,
    tags: isPassed ? ['not-applicable'] : [],
    ...(isPassed && { reason: `当年的提交日 ${dueOn} 早于履行起始日 ${from}` }),
  }
}

function holidayPeriods({ phase, holidays, workingDays }: Kind<'holiday'>, { calendar, duties, from, to }: DueQuestion): DuePeriod[] {
  const periods: DuePeriod[] = []
  for (let year = yearOf(from); year <= Math.min(yearOf(to), 9998) + 1; year += 1) {
    for (const holiday of calendar.holidays(year)) {
      if (holidays !== 'all' && !holiday.name.split('、').some((name) => holidays.includes(name))) continue
      const eve = addDays(holiday.breakFrom, -1)
      const after = calendar.addWorkingDays(holiday.breakTo, workingDays)
      const spans = {
        before: { opensOn: calendar.addWorkingDays(holiday.breakFrom, -workingDays).date, endsOn: eve, unit: 'calendar-days', isProvisional: false },
        during: { opensOn: holiday.breakFrom, endsOn: holiday.breakTo, unit: 'calendar-days', isProvisional: false },
        after: { opensOn: addDays(holiday.breakTo, 1), endsOn: after.date, unit: 'working-days', isProvisional: after.isProvisional },
      } as const
      const span = spans[phase]
      const duty = dutyOn(duties, span.endsOn)
      if (duty === undefined || span.endsOn < from || span.endsOn > to) continue
      const opensOn = span.opensOn < duty.from ? duty.from : span.opensOn
      periods.push({ key: `${year}-${holiday.name}`, title: `${year}年${holiday.name}`, ...span, opensOn, dueOn: span.endsOn, duty, tags: [] })
    }
  }
  return periods.toSorted((a, b) => a.endsOn.localeCompare(b.endsOn))
}

function dayAfter(calendar: WorkingCalendar, start: string, amount: number, unit: 'working-days' | 'calendar-days') {
  return unit === 'working-days' ? calendar.addWorkingDays(start, amount) : calendar.addCalendarDays(start, amount)
}
