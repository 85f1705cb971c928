/**
 * The line-by-line account of one target: what counted, what was paused and why and by whom, under which calendar.
 */
import type { WorkingCalendar } from '../calendar/working-calendar.ts'
import type { ClockEvent } from './clock-event.ts'
import { unitTitle, type ClockTarget } from './clock-target.ts'
import { describeDays, describeDue, describeInstant, describeMinutes, describeTarget } from './describe-clock.ts'
import { clockVerdict, measure, type Measure } from './measure.ts'
import type { Step } from './order-events.ts'
import { consult, rulerOf } from './ruler.ts'
import { timelineOf, type Segment, type Timeline } from './timeline.ts'
import type { WorkingWindow } from './working-window.ts'

export type Explained = {
  readonly original: ClockTarget
  readonly steps: ReadonlyArray<Step<ClockEvent>>
  readonly timeline: Timeline | undefined
  readonly measured: Measure | undefined
  readonly calendar: WorkingCalendar
  readonly windows: Readonly<Record<string, WorkingWindow>>
  readonly asOf: number
}

export function explainTarget(explained: Explained): string[] {
  const { original, timeline, measured, calendar, windows, asOf } = explained
  const head = [describeTarget(original, windows), `工作日历版本 ${calendar.version}；计算到 ${describeInstant(asOf)}`]
  if (timeline === undefined || measured === undefined) return [...head, '尚未启动，没有可计的时间']

  // Events and segments interleave: an event comes before the segment that it begins.
  const events = explained.steps
    .filter((step) => step.targets.includes(original.name) && step.event.at.getTime() <= asOf)
    .map((step, index, all) => ({ at: step.event.at.getTime(), rank: 0, text: describeEvent(explained, step.event, all.slice(0, index + 1)) }))
  const segments = timeline.segments.map((segment) => ({ at: segment.from, rank: 1, text: describeSegment(explained, timeline.startedAt, segment) }))
  const body = [...events, ...segments].toSorted((a, b) => a.at - b.at || a.rank - b.rank).map((line) => line.text)
  return [...head, ...body, ...conclusion(explained, timeline, measured)]
}

function describeEvent({ original, calendar, windows }: Explained, event: ClockEvent, upToHere: ReadonlyArray<Step<ClockEvent>>): string {
  const at = event.at.getTime()
  const late = event.recordedAt.getTime() > at ? `（${describeInstant(event.recordedAt.getTime())} 补记${event.by ? `，记录人 ${event.by}` : ''}）` : event.by ? `（记录人 ${event.by}）` : ''
  const when = describeInstant(at)
  const soFar = timelineOf(original, upToHere, at)
  switch (event.kind) {
    case 'start':
      return `${when} 启动${late}`
    case 'pause':
      return `${when} 暂停${late}：原因 ${event.reason}；责任方 ${event.owner}；证明 ${event.proof}`
    case 'resume':
      return `${when} 恢复计时${late}${event.reason ? `：${event.reason}` : ''}`
    case 'retarget':
      return `${when} 更换目标${late}：${event.reason}；改为${describeTarget(event.to, windows)}；已计时间和已扣暂停保留，此前的延长不再计入`
    case 'extend':
      return `${when} 延长 ${event.amount} ${soFar ? unitTitle(soFar.target) : ''}${late}：${event.reason}；批准人 ${event.approvedBy}`
    case 'reopen':
      return `${when} 重新打开${late}：${event.reason}；接续此前已计时间，停止期间不计`
    case 'stop': {
      const then = soFar && measure(soFar, windows, calendar)
      return `${when} 停止${late}${event.reason ? `：${event.reason}` : ''}${then ? `；此时已计 ${describeMinutes(then.elapsed)}，应于 ${describeDue(then.dueAt)} 前，${clockVerdict.titles[then.verdict]}` : ''}`
    }
  }
}

function describeSegment({ calendar, windows }: Explained, startedAt: number, { from, to, phase, target, pause, isStartingDay }: Segment): string {
  const span = `${describeInstant(from)} 至 ${describeInstant(to)}`
  if (phase === 'stopped') return `  ${span} 停止 ${describeMinutes(to - from)}，不计`
  const counted = rulerOf(target, startedAt, windows, consult(calendar)).count(from, to)
  const outside = to - from - counted
  const beside = outside > 0 ? `，时段外 ${describeMinutes(outside)}` : ''
  const days = `${describeDays(target, from, to, calendar, windows)}${isStartingDay ? '；起算日按日目标不计，更换为分钟目标后计入' : ''}`
  if (phase === 'running') return `  ${span} 计入 ${describeMinutes(counted)}${beside}${days}`
  const effect = target.kind === 'fixed' ? '，约定时刻不因暂停顺延' : ''
  return `  ${span} 暂停 ${describeMinutes(to - from)}，其中应计而扣除 ${describeMinutes(counted)}${effect}（${pause?.reason ?? ''}，责任方 ${pause?.owner ?? ''}）${days}`
}

function conclusion({ calendar, asOf }: Explained, timeline: Timeline, measured: Measure): string[] {
  const { target, extendedMs } = timeline
  const lines: string[] = []
  if (extendedMs > 0) lines.push(`现行目标“${target.name}”累计延长 ${describeMinutes(extendedMs)}`)
  const due = `${measured.verdict === 'paused' ? '暂停中，若此刻恢复' : ''}应于 ${describeDue(measured.dueAt)} 前完成`
  const rest = measured.overdue > 0 ? `超过 ${describeMinutes(measured.overdue)}` : `剩余 ${describeMinutes(measured.remaining)}`
  lines.push(`${due}；至 ${describeInstant(timeline.stop ? timeline.end : asOf)} 共计 ${describeMinutes(measured.elapsed)}，扣除暂停 ${describeMinutes(measured.paused)}，${rest}`)
  lines.push(`结论：${clockVerdict.titles[measured.verdict]}`)
  if (measured.isProvisional) lines.push(`注意：涉及没有官方工作日历的年份（现有 ${calendar.officialYears.join('、') || '无'}），该部分仅按周末推算，结果为暂定`)
  return lines
}
