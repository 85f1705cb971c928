/** The shipped calendar with the year files that were named on the command line; problems of all files at once. */
import { parseCalendarYear, type CalendarYear } from '#shared/calendar/calendar-year.ts'
import { shippedYears } from '#shared/calendar/shipped-calendar.ts'
import { buildCalendar, type WorkingCalendar } from '#shared/calendar/working-calendar.ts'
import type { Parsed } from '#shared/parsed.ts'
import type { InputProblem } from '#shared/problem.ts'
import { readTextFile } from '../read-text-file.ts'

export async function loadCalendar(files: readonly string[]): Promise<Parsed<WorkingCalendar>> {
  const problems: InputProblem[] = []
  const years: CalendarYear[] = [...shippedYears]
  for (const file of files) {
    const text = await readTextFile(file)
    const year = text.ok ? parseCalendarYear(text.value) : text
    if (!year.ok) problems.push(...year.problems.map((problem) => (problem.place === file ? problem : { ...problem, place: `${file} ${problem.place}` })))
    else if (years.some((other) => other.year === year.value.year && other.version === year.value.version))
      problems.push({ place: file, message: `已有 ${year.value.year} 年日历第 ${year.value.version} 版；更正的日历须用更高的 version` })
    else years.push(year.value)
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: buildCalendar(years) }
}
