import { addDays, dayNumber, dateOfDay } from '#shared/calendar/dates.ts'
import type { CalendarDay } from '#shared/calendar/working-calendar.ts'
import { instantOf } from '#shared/instant.ts'
import { minuteOfDay } from '#shared/deadline-clock/working-window.ts'
import type { SpineCtx } from '#spine/context.ts'
import { findCurrentContract } from '#spine/contracts/contracts.store.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { operatorTerm } from '#spine/reports/time/operator-term.ts'
import { dutyHours } from './duty-hours.ts'
import type { RosterKind } from './roster-kind.ts'
import { intersect, spanOf, union, type Span } from './span.ts'

export type RequiredDay = { readonly date: string; /** `调休上班（国庆节）`, or the special period's name. */ readonly word: string; readonly required: readonly Span[]; readonly minimumMinutes: number | null; readonly isProvisional: boolean }

/** What must be staffed on each day of a period: working days of the official calendar, or declared special periods. */
export async function requiredTime(ctx: SpineCtx, kind: RosterKind, from: string, to: string): Promise<RequiredDay[]> {
  const dates = Array.from({ length: dayNumber(to) - dayNumber(from) + 1 }, (_, at) => dateOfDay(dayNumber(from) + at))
  const days = await (kind === 'special-7x24' ? specialDays(ctx, dates) : workingDays(ctx, kind, dates))
  const owedFrom = await dutyBegins(ctx)
  return days.map((day) => (day.date < owedFrom ? { ...day, word: '履约开始之前', required: [], minimumMinutes: null } : day))
}

/** Before its own duty begins the operator owes no watch; a site without a contract keeps the calendar's. */
async function dutyBegins(ctx: SpineCtx): Promise<string> {
  const contract = await findCurrentContract(ctx)
  return contract ? (await operatorTerm(ctx, contract)).termFrom : ''
}

async function workingDays(ctx: SpineCtx, kind: Exclude<RosterKind, 'special-7x24'>, dates: readonly string[]): Promise<RequiredDay[]> {
  const [calendar, hoursOn] = [ctx.calendar(), await dutyHours(ctx)]
  return dates.map((date) => {
    const day = calendar.dayOf(date)
    const hours = hoursOn(kind, date)
    const required = calendar.isWorkingDay(date) ? [spanOf(instantOf(date, minuteOfDay(hours.from)), instantOf(date, minuteOfDay(hours.to)))] : []
    return { date, word: wordOf(day), required, minimumMinutes: required.length > 0 ? hours.minimumMinutes : null, isProvisional: day.isProvisional }
  })
}

/** A cancelled period was in force until it was cancelled. */
async function specialDays(ctx: SpineCtx, dates: readonly string[]): Promise<RequiredDay[]> {
  const [first, last] = [dates[0], dates.at(-1)]
  if (first === undefined || last === undefined) return []
  const windows = await spineTables(ctx)
    .selectFrom('spine.maintenanceWindow')
    .select(['title', 'startsAt', 'endsAt', 'cancelledAt'])
    .where('kind', '=', 'special-period')
    .where('startsAt', '<', instantOf(addDays(last, 1)))
    .where('endsAt', '>', instantOf(first))
    .where((where) => where.or([where('cancelledAt', 'is', null), where('cancelledAt', '>', where.ref('startsAt'))]))
    .orderBy('startsAt')
    .execute()
  const periods = windows.map(({ title, startsAt, endsAt, cancelledAt }) => ({ title, span: spanOf(startsAt, cancelledAt !== null && cancelledAt < endsAt ? cancelledAt : endsAt) }))
  return dates.map((date) => {
    const day = spanOf(instantOf(date), instantOf(addDays(date, 1)))
    const met = periods.filter(({ span }) => intersect([span], [day]).length > 0)
    return { date, word: met.map(({ title }) => title).join('、') || '不在特殊时期', required: intersect(union(met.map(({ span }) => span)), [day]), minimumMinutes: null, isProvisional: false }
  })
}

const WORDS = { working: '工作日', weekend: '周末', holiday: '放假', 'make-up': '调休上班' } as const

function wordOf({ kind, name }: CalendarDay): string {
  return name === undefined ? WORDS[kind] : `${WORDS[kind]}（${name}）`
}
