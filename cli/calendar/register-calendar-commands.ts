/**
 * `calendar due` and `calendar count`: working days without a running centre.
 */
import type { Command } from 'commander'
import { isDate, yearOf } from '#shared/calendar/dates.ts'
import type { WorkingCalendar } from '#shared/calendar/working-calendar.ts'
import type { InputProblem } from '#shared/problem.ts'
import { printProblems, printResult, type CliIo } from '../cli-io.ts'
import { loadCalendar } from './load-calendar.ts'

type Options = { start?: string; workingDays?: string; from?: string; to?: string; calendar?: string[]; provisional?: boolean }

export function registerCalendarCommands(program: Command, io: CliIo): void {
  const calendar = program.command('calendar').description('工作日历：期限与工作日计算（离线）')

  shared(calendar.command('due'))
    .description('起算日之后第 N 个工作日（起算日不计入，民法典第201条）')
    .option('--start <date>', '起算日 YYYY-MM-DD')
    .option('--working-days <n>', '工作日数，负数向前推算')
    .action(async (options: Options, command: Command) => {
      const count = Number(options.workingDays)
      const problems = [
        ...dateProblems('--start', options.start),
        ...(/^[+-]?\d{1,5}$/.test(options.workingDays ?? '') ? [] : [{ place: '--working-days', message: '请给出整数的工作日数，如 --working-days 10' }]),
      ]
      const loaded = await loadCalendar(options.calendar ?? [])
      if (!loaded.ok) problems.push(...loaded.problems)
      if (problems.length > 0 || !loaded.ok) return printProblems(io, command, problems, 2)
      const start = options.start ?? ''
      const { date: due, isProvisional } = loaded.value.addWorkingDays(start, count)
      if (isProvisional && options.provisional !== true) return printProblems(io, command, unofficial(loaded.value, start, due), 1)
      printResult(io, command, { due, start, workingDays: count, calendar: loaded.value.version, provisional: isProvisional }, [
        `${due}（${start} 之后第 ${count} 个工作日，日历 ${loaded.value.version}${isProvisional ? '，暂定' : ''}）`,
      ])
    })

  shared(calendar.command('count'))
    .description('两个日期之间的工作日数和自然日数（含首尾）')
    .option('--from <date>', '首日 YYYY-MM-DD')
    .option('--to <date>', '末日 YYYY-MM-DD')
    .action(async (options: Options, command: Command) => {
      const [from, to] = [options.from ?? '', options.to ?? '']
      const problems = [...dateProblems('--from', options.from), ...dateProblems('--to', options.to)]
      if (problems.length === 0 && to < from) problems.push({ place: '--to', message: `末日 ${to} 早于首日 ${from}，请对调` })
      const loaded = await loadCalendar(options.calendar ?? [])
      if (!loaded.ok) problems.push(...loaded.problems)
      if (problems.length > 0 || !loaded.ok) return printProblems(io, command, problems, 2)
      const { workingDays, calendarDays, isProvisional } = loaded.value.countWorkingDays(from, to)
      if (isProvisional && options.provisional !== true) return printProblems(io, command, unofficial(loaded.value, from, to), 1)
      printResult(io, command, { workingDays, calendarDays, from, to, calendar: loaded.value.version, provisional: isProvisional }, [
        `${workingDays} 个工作日，${calendarDays} 个自然日（${from} 至 ${to}，日历 ${loaded.value.version}${isProvisional ? '，暂定' : ''}）`,
      ])
    })
}

function shared(command: Command): Command {
  return command
    .option('--calendar <file...>', '另外采用的官方日历文件（JSON，一年一个），补充或更正内置年份')
    .option('--provisional', '没有官方日历的年份仅按周末推算，结果标明暂定')
}

function dateProblems(place: string, date: string | undefined): InputProblem[] {
  if (date === undefined) return [{ place, message: '缺少日期，应写作 YYYY-MM-DD' }]
  return isDate(date) ? [] : [{ place, message: `“${date}”不是存在的日期，应写作 YYYY-MM-DD` }]
}

/** The years between two dates for which there is no official calendar. */
function unofficial(calendar: WorkingCalendar, a: string, b: string): InputProblem[] {
  const [first, last] = [yearOf(a), yearOf(b)].toSorted((x, y) => x - y) as [number, number]
  const years = Array.from({ length: last - first + 1 }, (_, index) => first + index).filter((year) => !calendar.isOfficial(year))
  return [{ place: years.join('、'), message: `没有官方工作日历（现有 ${calendar.officialYears.join('、')}）：加 --provisional 仅按周末推算，或用 --calendar 给出官方日历文件` }]
}
