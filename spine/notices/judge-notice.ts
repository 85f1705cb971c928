import { addDays, dayNumber } from '#shared/calendar/dates.ts'
import type { WorkingCalendar } from '#shared/calendar/working-calendar.ts'
import { businessDate, formatInstant } from '#shared/instant.ts'
import { noticeChannel, type NoticeChannel, type NoticeVerdict } from './api.ts'
import { type NoticeKind } from './notice.ts'

export type NoticeFacts = {
  readonly kind: Pick<NoticeKind, 'clause' | 'form' | 'limit'>
  /** Day on which the change takes effect (limits before it) or the event happened (limits after it). */
  readonly eventOn: string | null
  /** Due moments of the occurrences that it announces as impossible. */
  readonly dueAts: readonly Date[]
  readonly channel: NoticeChannel
  readonly channelNote: string
  readonly sentAt: Date
  readonly hasProof: boolean
}

export type NoticeJudgement = {
  readonly verdict: NoticeVerdict
  /** Last moment in words, or null where the clause has no number. */
  readonly latest: string | null
  readonly isProvisional: boolean
  readonly lines: readonly string[]
  /** What is to be answered for, whatever the verdict: 非指定渠道, 不是书面, 没有送达证明. */
  readonly flags: readonly string[]
}

/** Whether a notice was in time: pure, from the clause's own limit, and each step in words. */
export function judgeNotice(facts: NoticeFacts, calendar: WorkingCalendar): NoticeJudgement {
  const { clause, limit } = facts.kind
  const sentOn = businessDate(facts.sentAt)
  const flags = flagsOf(facts)
  const start = [`依据：${clause}，时限：${limit.words}`, `发出：${shown(facts.sentAt)}，${noticeChannel.titles[facts.channel]}${facts.channelNote ? `（${facts.channelNote}）` : ''}`]
  const judged = (verdict: NoticeVerdict, latest: string | null, line: string, isProvisional = false): NoticeJudgement => ({
    verdict,
    latest,
    isProvisional,
    flags,
    lines: [...start, line, ...(isProvisional ? ['所涉年份尚无正式日历，时限为暂定'] : []), ...flags.map((flag) => `标注：${flag}`)],
  })

  if (facts.dueAts.length > 0) {
    const first = new Date(Math.min(...facts.dueAts.map((due) => due.getTime())))
    const isInTime = facts.sentAt <= first
    return judged(isInTime ? 'in-time' : 'late', shown(first), `最早一项应办时刻 ${shown(first)}，${isInTime ? '告知在此之前' : '告知在此之后，不免责'}`)
  }
  if (facts.eventOn === null) return judged('undecided', null, '没有填写事件日期，无法计算时限')
  const latest = latestDay(limit, facts.eventOn, calendar)
  if (latest === null) {
    const days = dayNumber(sentOn) - dayNumber(facts.eventOn)
    return judged('undecided', null, `条款只写「${limit.words}」，没有数字时限：事件日 ${facts.eventOn}，${days <= 0 ? '当日或之前发出' : `其后第 ${days} 日发出`}，是否及时由甲方认定`)
  }
  const isInTime = sentOn <= latest.date
  const basis = limit.direction === 'before' ? `事项生效日 ${facts.eventOn}，最迟 ${latest.date} 告知` : `事件日 ${facts.eventOn}，最迟 ${latest.date} 告知`
  return judged(isInTime ? 'in-time' : 'late', latest.date, `${basis}；${sentOn} 发出，${isInTime ? '未超过时限' : '超过时限'}`, latest.isProvisional)
}

/** The last day on which the notice is in time; null where the clause gives no number to count with. */
function latestDay({ amount, unit, direction }: NoticeKind['limit'], eventOn: string, calendar: WorkingCalendar): { date: string; isProvisional: boolean } | null {
  if (amount === undefined) return direction === 'before' ? { date: addDays(eventOn, -1), isProvisional: false } : null
  if (direction === 'before') return unit === 'working-days' ? calendar.latestNoticeDay(eventOn, amount) : { date: addDays(eventOn, -amount - 1), isProvisional: false }
  return unit === 'working-days' ? calendar.addWorkingDays(eventOn, amount) : calendar.addCalendarDays(eventOn, amount)
}

function flagsOf({ kind, channel, channelNote, hasProof }: NoticeFacts): string[] {
  const flags: string[] = []
  if (channel === 'other') flags.push(`非指定渠道${channelNote ? `：${channelNote}` : ''}`)
  if (kind.form.includes('书面') && channel !== 'mail' && channel !== 'paper') flags.push('条款要求书面，所用渠道不是书面')
  if (!hasProof) flags.push('没有送达证明')
  return flags
}

function shown(instant: Date): string {
  return formatInstant(instant).slice(0, 16).replace('T', ' ')
}
