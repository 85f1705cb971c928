/**
 * `clock explain FILE`: recomputes a deadline clock from its events, without a running centre.
 * A target that is late or overdue is a finding (exit 1).
 */
import type { Command } from 'commander'
import { shippedYears } from '#shared/calendar/shipped-calendar.ts'
import { buildCalendar, type WorkingCalendar } from '#shared/calendar/working-calendar.ts'
import type { CalendarYear } from '#shared/calendar/calendar-year.ts'
import { parseClockInput } from '#shared/deadline-clock/clock-input.ts'
import { evaluateClock, type TargetState } from '#shared/deadline-clock/evaluate-clock.ts'
import { formatInstant, instantInput } from '#shared/instant.ts'
import type { Parsed } from '#shared/parsed.ts'
import { printProblems, printResult, type CliIo } from '../cli-io.ts'
import { readTextFile } from '../read-text-file.ts'

type Options = { asOf?: string; provisional?: boolean }

export function registerClockCommands(program: Command, io: CliIo): void {
  const clock = program.command('clock').description('时限时钟（离线）')
  clock
    .command('explain <file>')
    .description('按事件重算时限，逐行说明计入、暂停及其原因、所用日历；有逾期或超时限的目标时退出码为 1。输入格式见 docs/clock-input.schema.json')
    .option('--as-of <instant>', '改为计算到此时刻（ISO 8601，带时区偏移），用于还原过去')
    .option('--provisional', '没有官方日历的年份仅按周末推算，结果标明暂定')
    .action(async (file: string, options: Options, command: Command) => {
      const text = await readTextFile(file)
      if (!text.ok) return printProblems(io, command, text.problems, 2)
      const input = parseClockInput(text.value)
      const asOf = options.asOf === undefined ? undefined : instantInput.safeParse(options.asOf)
      const problems = input.ok ? [] : [...input.problems]
      if (asOf?.success === false) problems.push({ place: '--as-of', message: `“${options.asOf}”不是时刻，应写作 2024-09-13T17:00:00+08:00` })
      const calendar = calendarWith(input.ok ? input.value.calendarYears : [])
      if (!calendar.ok) problems.push(...calendar.problems)
      if (problems.length > 0 || !input.ok || !calendar.ok) return printProblems(io, command, problems, 2)

      const moment = asOf?.data ?? input.value.asOf
      const targets = evaluateClock({ ...input.value, calendar: calendar.value, asOf: moment })
      const provisional = targets.some((target) => target.isProvisional)
      if (provisional && options.provisional !== true)
        return printProblems(io, command, [{ place: file, message: `计算涉及没有官方工作日历的年份（现有 ${calendar.value.officialYears.join('、')}）：加 --provisional 仅按周末推算，或在 calendarYears 中给出官方日历` }], 1)
      printResult(
        io,
        command,
        { asOf: formatInstant(moment), calendar: calendar.value.version, provisional, targets: targets.map(printable) },
        targets.map((target) => target.lines.join('\n')),
      )
      if (targets.some((target) => target.verdict === 'late' || target.verdict === 'overdue')) io.setExit(1)
    })
}

function printable({ startedAt, dueAt, isProvisional, ...rest }: TargetState) {
  return { ...rest, startedAt: startedAt && formatInstant(startedAt), dueAt: dueAt && formatInstant(dueAt), provisional: isProvisional }
}

function calendarWith(years: readonly CalendarYear[]): Parsed<WorkingCalendar> {
  try {
    return { ok: true, value: buildCalendar([...shippedYears, ...years]) }
  } catch (error) {
    return { ok: false, problems: [{ place: 'calendarYears', message: (error as Error).message }] }
  }
}
