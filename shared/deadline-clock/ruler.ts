/**
 * A ruler says which milliseconds of a business day count for a target, and measures spans of time with it.
 * One mechanism for all kinds: a working day is a window of 24 hours on working days after the starting day.
 */
import { dateOfDay } from '../calendar/dates.ts'
import type { WorkingCalendar } from '../calendar/working-calendar.ts'
import { DAY_MS, MINUTE_MS, type ClockTarget } from './clock-target.ts'
import { minuteOfDay, type WorkingWindow } from './working-window.ts'

const OFFSET_MS = 8 * 3_600_000
/** No period of a contract is longer; it only stops a search that would never end. */
const MAX_DAYS = 36_600

/** The business day of an instant, in days since 1970-01-01. */
export function dayOfInstant(ms: number): number {
  return Math.floor((ms + OFFSET_MS) / DAY_MS)
}

/** The instant at which a business day begins (00:00, Asia/Shanghai). */
export function startOfDay(day: number): number {
  return day * DAY_MS - OFFSET_MS
}

export type Ruler = {
  /** Counted milliseconds of [from, to). */
  count(from: number, to: number): number
  /** The earliest instant at which `need` counted milliseconds have passed since `from`. */
  reach(from: number, need: number): number
}

/** The calendar as one evaluation sees it: remembers whether an unofficial year was consulted. */
export type Consulted = { isWorkingDay(day: number): boolean; rollForward(day: number): number; isProvisional(): boolean }

export function consult(calendar: WorkingCalendar): Consulted {
  let isProvisional = false
  return {
    isWorkingDay: (day) => {
      const found = calendar.dayOf(dateOfDay(day))
      isProvisional ||= found.isProvisional
      return found.kind === 'working' || found.kind === 'make-up'
    },
    rollForward: (day) => {
      const rolled = calendar.rollForward(dateOfDay(day))
      isProvisional ||= rolled.isProvisional
      return Date.parse(`${rolled.date}T00:00:00Z`) / DAY_MS
    },
    isProvisional: () => isProvisional,
  }
}

/** `startedAt` matters to targets in days only: their starting day does not count (民法典 201). */
export function rulerOf(target: ClockTarget, startedAt: number, windows: Readonly<Record<string, WorkingWindow>>, calendar: Consulted): Ruler {
  const firstDay = dayOfInstant(startedAt)
  const wholeDay: ReadonlyArray<readonly [number, number]> = [[0, DAY_MS]]
  const none: typeof wholeDay = []
  switch (target.kind) {
    case 'window-minutes': {
      const window = windows[target.window]
      if (window === undefined) throw new RangeError(`没有名为“${target.window}”的服务时段`)
      const spans = window.spans.map((span) => [minuteOfDay(span.from) * MINUTE_MS, minuteOfDay(span.to) * MINUTE_MS] as const)
      return measureBy((day) => (window.days === 'all' || calendar.isWorkingDay(day) ? spans : none))
    }
    case 'working-days':
      return measureBy((day) => (day > firstDay && calendar.isWorkingDay(day) ? wholeDay : none))
    case 'calendar-days':
      return measureBy((day) => (day > firstDay ? wholeDay : none))
    case 'wall-minutes':
    case 'fixed':
      return { count: (from, to) => Math.max(0, to - from), reach: (from, need) => from + need }
  }
}

function measureBy(spansOf: (day: number) => ReadonlyArray<readonly [number, number]>): Ruler {
  return {
    count: (from, to) => {
      let counted = 0
      for (let day = dayOfInstant(from); startOfDay(day) < to; day += 1)
        for (const [opens, closes] of spansOf(day)) counted += Math.max(0, Math.min(to, startOfDay(day) + closes) - Math.max(from, startOfDay(day) + opens))
      return counted
    },
    reach: (from, need) => {
      if (need <= 0) return from
      let left = need
      for (let day = dayOfInstant(from); day < dayOfInstant(from) + MAX_DAYS; day += 1)
        for (const [opens, closes] of spansOf(day)) {
          const begins = Math.max(from, startOfDay(day) + opens)
          const available = startOfDay(day) + closes - begins
          if (available >= left) return begins + left
          if (available > 0) left -= available
        }
      throw new RangeError(`一百年内没有足够的计时时段，请核对目标的数量和服务时段`)
    },
  }
}
