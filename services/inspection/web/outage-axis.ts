import { addDays, daysBetween } from '#shared/calendar/dates.ts'
import { businessDate, formatInstant, instantOf } from '#shared/instant.ts'

const MOST_TICKS = 12
const HOUR = 3_600_000

/** Business dates `from` to `to`, both included; days before anything was measured are left out. */
export function outageAxis(from: string, to: string, measuredFrom: number = Number.NEGATIVE_INFINITY) {
  const first = measuredFrom > instantOf(from).getTime() ? businessDate(new Date(measuredFrom)) : from
  const start = instantOf(first).getTime()
  const end = instantOf(addDays(to, 1)).getTime()
  const at = (instant: number) => ((Math.min(end, Math.max(start, instant)) - start) / (end - start)) * 100
  const days = daysBetween(first, to) + 1
  const step = days <= 2 ? 2 * days * HOUR : Math.ceil(days / MOST_TICKS) * 24 * HOUR
  const marks = Array.from({ length: Math.ceil((end - start) / step) }, (_, index) => start + index * step)
  return {
    first,
    /** Left edge and width in per cent of the axis; undefined for what lies outside. An open end reaches to `now`. */
    place(startsAt: string, endsAt: string | null, now: number): { left: number; width: number } | undefined {
      const [begin, finish] = [Date.parse(startsAt), endsAt === null ? now : Date.parse(endsAt)]
      if (finish <= start || begin >= end) return undefined
      return { left: at(begin), width: at(finish) - at(begin) }
    },
    /** What stands under the axis, twelve marks at most: hours of one day or two, else dates. */
    ticks: marks.map((mark) => ({ label: formatInstant(new Date(mark)).slice(...(days <= 2 ? [11, 16] : [5, 10])), left: at(mark) })),
  }
}

/** When measuring began: the end of the stretch without samples that all begin with, where the period begins before it. */
export function measuredSince(systems: ReadonlyArray<{ unknown: ReadonlyArray<{ from: string; to: string }> }>, from: string): number {
  const begin = instantOf(from).getTime()
  const starts = systems.map(({ unknown: [first] }) => (first && Date.parse(first.from) <= begin ? Date.parse(first.to) : begin))
  return starts.length === 0 ? begin : Math.min(...starts)
}
