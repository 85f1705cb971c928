/**
 * The words of a clock: instants, durations, targets and the days that did not count, in Chinese.
 */
import { dateOfDay } from '../calendar/dates.ts'
import type { WorkingCalendar } from '../calendar/working-calendar.ts'
import { dueParts, formatInstant } from '../instant.ts'
import { unitTitle, type ClockTarget } from './clock-target.ts'
import { dayOfInstant } from './ruler.ts'
import { describeWindow, type WorkingWindow } from './working-window.ts'

const MINUTE_MS = 60_000

/** `2024-09-14 10:00`, with seconds only where there are any. */
export function describeInstant(ms: number): string {
  const text = formatInstant(new Date(ms))
  return `${text.slice(0, 10)} ${text.slice(11, text.slice(17, 23) === '00.000' ? 16 : 19)}`
}

/** A due moment: midnight is written as 24:00 of the day that it ends. */
export function describeDue(ms: number): string {
  const { date, time } = dueParts(new Date(ms))
  return time === '24:00' ? `${date} ${time}` : describeInstant(ms)
}

export function wholeMinutes(ms: number): number {
  return Math.floor(ms / MINUTE_MS)
}

/** `130 分钟（2 小时 10 分）`. */
export function describeMinutes(ms: number): string {
  const minutes = wholeMinutes(ms)
  if (minutes < 60) return `${minutes} 分钟`
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  const parts = [days && `${days} 天`, hours && `${hours} 小时`, rest && `${rest} 分`].filter(Boolean).join(' ')
  return `${minutes} 分钟（${parts}）`
}

export function describeTarget(target: ClockTarget, windows: Readonly<Record<string, WorkingWindow>>): string {
  const origin = target.contractual ? `合同约定${target.clause ? `，条款 ${target.clause}` : ''}` : `内部目标${target.clause ? `，参照条款 ${target.clause}` : ''}`
  const window = 'window' in target && target.window !== undefined ? windows[target.window] : undefined
  return `目标“${target.name}”（${origin}）：${allowanceOf(target, window)}`
}

function allowanceOf(target: ClockTarget, window: WorkingWindow | undefined): string {
  const closing = window && `，止于末日 ${window.title} 时段结束`
  switch (target.kind) {
    case 'fixed':
      return `约定于 ${describeDue(target.dueAt.getTime())} 前完成，暂停不顺延`
    case 'window-minutes':
      return `服务时段 ${window ? describeWindow(window) : target.window}内 ${target.amount} 分钟`
    case 'wall-minutes':
      return `${target.amount} 分钟，昼夜连续计算`
    case 'working-days':
    case 'calendar-days':
      return `${target.amount} ${unitTitle(target)}，起算日不计入（民法典第201条）${target.kind === 'calendar-days' && target.rolls ? '，末日遇休息日顺延（第203条）' : ''}${closing ?? '，止于末日 24:00'}`
  }
}

/** Which days of [from, to) the calendar took out or put in; empty for targets that count every day. */
export function describeDays(target: ClockTarget, from: number, to: number, calendar: WorkingCalendar, windows: Readonly<Record<string, WorkingWindow>>): string {
  const followsCalendar = target.kind === 'working-days' || (target.kind === 'window-minutes' && windows[target.window]?.days === 'working')
  if (!followsCalendar) return ''
  const notes: string[] = []
  let weekendDays = 0
  let holiday: { name: string; from: string; to: string } | undefined
  const flush = () => {
    if (holiday) notes.push(`${holiday.from === holiday.to ? holiday.from : `${holiday.from} 至 ${holiday.to}`} ${holiday.name}放假不计`)
    holiday = undefined
  }
  for (let day = dayOfInstant(from); day <= dayOfInstant(to - 1); day += 1) {
    const { date, kind, name = '', note } = calendar.dayOf(dateOfDay(day))
    if (kind === 'holiday' && holiday?.name === name) holiday.to = date
    else {
      flush()
      if (kind === 'holiday') holiday = { name, from: date, to: date }
      if (kind === 'make-up') notes.push(`${date} ${name}调休上班，计入`)
      if (kind === 'weekend') weekendDays += 1
      if (note !== undefined) notes.push(`${date} ${note}`)
    }
  }
  flush()
  if (weekendDays > 0) notes.push(`周末 ${weekendDays} 天不计`)
  return notes.length > 0 ? `；其间 ${notes.join('，')}` : ''
}
