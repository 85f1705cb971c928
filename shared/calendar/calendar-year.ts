/**
 * One calendar year as the State Council published it (国务院办公厅关于部分节假日安排的通知): a versioned file.
 * A corrected notice is a new file of the same year with a higher version, so that old answers can be reproduced.
 */
import { z } from 'zod'
import { parseJson, parseWith, type Parsed } from '../parsed.ts'
import type { InputProblem } from '../problem.ts'
import { dateOfDay, dayNumber, isWeekendDay, yearOf } from './dates.ts'

const holidayName = z.string().min(1).max(30).meta({ description: '节日名称' })

export const calendarYear = z.strictObject({
  year: z.int().min(1949).max(2999),
  version: z.int().min(1).meta({ description: '同一年更正后加一' }),
  source: z.strictObject({
    document: z.string().min(1).max(100).meta({ description: '发文字号' }),
    title: z.string().max(200).optional(),
  }),
  offDays: z.array(z.strictObject({ holiday: holidayName, from: z.iso.date(), to: z.iso.date() })).min(1).max(40).meta({ description: '放假日期，含首尾' }),
  makeUpDays: z.array(z.strictObject({ holiday: holidayName, date: z.iso.date() })).max(40).default([]).meta({ description: '调休上班的周末' }),
  flaggedDays: z
    .array(z.strictObject({ date: z.iso.date(), note: z.string().min(1).max(300) }))
    .max(40)
    .default([])
    .meta({ description: '口径有争议的日期，只作提示，不改变计算' }),
})
export type CalendarYear = z.output<typeof calendarYear>

/** Reads a calendar year (JSON text or an already parsed value) and reports everything that is wrong with it at once. */
export function parseCalendarYear(input: unknown): Parsed<CalendarYear> {
  const json = typeof input === 'string' ? parseJson(input, '日历文件') : { ok: true as const, value: input }
  if (!json.ok) return json
  const parsed = parseWith(calendarYear, json.value, '日历文件')
  if (!parsed.ok) return parsed
  const problems = contradictions(parsed.value)
  return problems.length > 0 ? { ok: false, problems } : parsed
}

function contradictions(file: CalendarYear): InputProblem[] {
  const problems: InputProblem[] = []
  const offBy = new Map<number, string>()
  const checkYear = (place: string, date: string) => {
    // A notice may reach back over New Year's Eve: 2018-12-29 was made a working day by the notice for 2019.
    if (yearOf(date) === file.year || date.startsWith(`${file.year - 1}-12-`)) return
    problems.push({ place, message: `${date} 不在 ${file.year} 年（或上年 12 月）内，请核对年份` })
  }
  file.offDays.forEach((range, index) => {
    const place = `offDays[${index}]`
    checkYear(`${place}.from`, range.from)
    checkYear(`${place}.to`, range.to)
    const [from, to] = [dayNumber(range.from), dayNumber(range.to)]
    if (to < from) problems.push({ place, message: `${range.holiday}的结束日 ${range.to} 早于开始日 ${range.from}` })
    if (to - from > 30) return void problems.push({ place, message: `${range.holiday}连续放假超过 31 天，请核对起止日期` })
    for (let day = from; day <= to; day += 1) {
      const other = offBy.get(day)
      if (other !== undefined) problems.push({ place, message: `${dateOfDay(day)} 同时属于${other}和${range.holiday}，请合并为一段` })
      offBy.set(day, range.holiday)
    }
  })
  const seen = new Set<string>()
  file.makeUpDays.forEach(({ date, holiday }, index) => {
    const place = `makeUpDays[${index}].date`
    checkYear(place, date)
    if (seen.has(date)) problems.push({ place, message: `${date} 重复列为调休上班日，请删去一处` })
    seen.add(date)
    const off = offBy.get(dayNumber(date))
    if (off !== undefined) problems.push({ place, message: `${date} 既是${off}放假日又是${holiday}调休上班日，只能保留一处` })
    else if (!isWeekendDay(dayNumber(date))) problems.push({ place, message: `${date} 不是周六或周日，本来就是工作日，不能列为调休上班日` })
  })
  file.flaggedDays.forEach(({ date }, index) => checkYear(`flaggedDays[${index}].date`, date))
  return problems
}
