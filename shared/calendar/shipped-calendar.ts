/**
 * The official years that come with the product. A site imports later years in the console and builds its calendar
 * from these files and its own.
 */
import { calendarYear, type CalendarYear } from './calendar-year.ts'
import { buildCalendar, type WorkingCalendar } from './working-calendar.ts'
import year2024 from './years/2024.json' with { type: 'json' }
import year2025 from './years/2025.json' with { type: 'json' }
import year2026 from './years/2026.json' with { type: 'json' }

export const shippedYears: readonly CalendarYear[] = Object.freeze([year2024, year2025, year2026].map((file) => calendarYear.parse(file)))

let calendar: WorkingCalendar | undefined

/** The calendar of the shipped years, built once: it is immutable. */
export function shippedCalendar(): WorkingCalendar {
  calendar ??= buildCalendar(shippedYears)
  return calendar
}
