import { parseCalendarYear, type CalendarYear } from '#shared/calendar/calendar-year.ts'
import { shippedYears } from '#shared/calendar/shipped-calendar.ts'
import { buildCalendar, type WorkingCalendar } from '#shared/calendar/working-calendar.ts'
import { actorUserId, type Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import { allOpenedOccurrences, assessOccurrences } from '#spine/assessments/assess-occurrences.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { replan, type Replanned } from './replan.ts'

const calendarErrors = defineErrors('calendar', {
  invalid: [422, '日历文件未通过检查'],
  exists: [409, '这一年的这个版本已经有了；更正请把 version 加一'],
})

/** Years imported by the site, on top of the shipped ones. */
export async function importedYears(ctx: Pick<Ctx, 'tx'>): Promise<CalendarYear[]> {
  const rows = await spineTables(ctx).selectFrom('spine.calendarYear').select('document').orderBy('year').orderBy('version').execute()
  return rows.map((row) => row.document as CalendarYear)
}

export async function loadCalendar(ctx: Pick<Ctx, 'tx'>): Promise<WorkingCalendar> {
  return buildCalendar([...shippedYears, ...(await importedYears(ctx))])
}

export async function listCalendarYears(ctx: Pick<Ctx, 'tx'>) {
  const describe = (file: CalendarYear, origin: 'shipped' | 'imported') => ({
    year: file.year,
    version: file.version,
    source: file.source.document,
    offDays: file.offDays.reduce((sum, { from, to }) => sum + Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1, 0),
    workDays: file.makeUpDays.length,
    origin,
  })
  const years = [...shippedYears.map((file) => describe(file, 'shipped')), ...(await importedYears(ctx)).map((file) => describe(file, 'imported'))]
  return { years: years.toSorted((a, b) => a.year - b.year || a.version - b.version) }
}

/** Imports an official year: dates that were provisional are planned anew on it, with their history kept. */
export async function importCalendarYear(ctx: SpineCtx, document: unknown): Promise<{ year: number; version: number; replanned: Replanned }> {
  requirePermission(ctx, 'calendar:import')
  const parsed = parseCalendarYear(document)
  if (!parsed.ok) throw calendarErrors.invalid({ problems: parsed.problems })
  const { year, version } = parsed.value
  const known = [...shippedYears, ...(await importedYears(ctx))]
  if (known.some((file) => file.year === year && file.version === version)) throw calendarErrors.exists({ detail: `${year} 年第 ${version} 版` })
  await spineTables(ctx).insertInto('spine.calendarYear').values({ year, version, document: JSON.stringify(parsed.value), importedAt: ctx.now, importedBy: actorUserId(ctx.actor) }).execute()
  const calendar = buildCalendar([...known, parsed.value])
  const withCalendar: SpineCtx = { ...ctx, calendar: () => calendar }
  const replanned = await replan(withCalendar, `导入 ${year} 年工作日历第 ${version} 版`)
  await assessOccurrences(withCalendar, await allOpenedOccurrences(withCalendar))
  return { year, version, replanned }
}
