import { businessDate } from '#shared/instant.ts'
import { formatDate } from '#web/kit/value/date-text.tsx'
import { useToday } from '#web/kit/value/use-today.ts'
import type { ShiftView, StaffedDayView } from '../api.ts'
import { shiftRole } from '../api.ts'
import { timesText } from './shift-words.ts'
import './duty-calendar.css'

const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日']
/** More would not fit the cell; the day's sheet has all. */
const SHOWN_SHIFTS = 6

/** A month of one duty, Monday first: who has which shift, a bar of the required hours with what is not staffed drawn in. On a phone one day under the other. */
export function DutyCalendar({ days, shifts, onDay }: { days: readonly StaffedDayView[]; shifts: readonly ShiftView[]; onDay: (date: string) => void }) {
  const today = useToday()
  const lead = days[0] ? (new Date(`${days[0].date}T00:00:00Z`).getUTCDay() + 6) % 7 : 0
  return (
    <div className="x-duty" role="group" aria-label="值班日历">
      {WEEKDAYS.map((name) => <span key={name} className="x-duty-head" aria-hidden="true">{name}</span>)}
      {Array.from({ length: lead }, (_, at) => <span key={at} className="x-duty-blank" />)}
      {days.map((day) => <Day key={day.date} day={day} isToday={day.date === today} shifts={shifts.filter(({ startsAt }) => businessDate(new Date(startsAt)) === day.date).toSorted(inOrder)} onOpen={() => onDay(day.date)} />)}
    </div>
  )
}

function Day({ day, shifts, isToday, onOpen }: { day: StaffedDayView; shifts: readonly ShiftView[]; isToday: boolean; onOpen: () => void }) {
  const isIdle = day.requiredMinutes === 0 && shifts.length === 0
  const gaps = [...day.gaps.map((gap) => ({ ...gap, word: '无人', className: '' })), ...day.unattended.map((gap) => ({ ...gap, word: '未签到', className: 'x-duty-unattended' }))]
  return (
    <button type="button" className={`x-duty-day${day.requiredMinutes === 0 ? ' x-duty-off' : ''}${isIdle ? ' x-duty-idle' : ''}${isToday ? ' x-duty-today' : ''}`} aria-label={[formatDate(day.date), ...day.lines.slice(1)].join('，')} onClick={onOpen}>
      <span className="x-duty-date">
        <span>{day.date.slice(5)}<span className="x-duty-weekday"> {formatDate(day.date).slice(11)}</span></span>
        <small title={day.word}>{day.word === '工作日' ? '' : day.word}{day.isProvisional ? ' ≈' : ''}</small>
      </span>
      {day.requiredMinutes > 0 && <Bar day={day} gaps={gaps} />}
      {shifts.slice(0, SHOWN_SHIFTS).map((shift) => (
        <span key={shift.shiftId} className={`x-duty-shift${shift.rosterState === 'draft' ? ' x-duty-draft' : ''}`}>
          {shiftRole.titles[shift.role].slice(0, 1)} <b>{shift.name}</b>{isWhole(shift, day) ? '' : ` ${timesText(shift.startsAt, shift.endsAt)}`}{shift.signedInAt ? ' ✓' : ''}{shift.rosterState === 'draft' ? '（草稿）' : ''}
        </span>
      ))}
      {shifts.length > SHOWN_SHIFTS && <span className="x-duty-shift x-soft">另有 {shifts.length - SHOWN_SHIFTS} 个班次</span>}
      {gaps.map(({ from, to, word, className }) => <span key={`${word}${from}`} className={`x-duty-gap ${className}`}>{word === '无人' ? '■' : '▲'} {word} {timesText(from, to)}</span>)}
    </button>
  )
}

/** By their beginning, then primary, backup, leader. */
function inOrder(a: ShiftView, b: ShiftView): number {
  return a.startsAt.localeCompare(b.startsAt) || shiftRole.values.indexOf(a.role) - shiftRole.values.indexOf(b.role)
}

/** A shift over the whole of the required hours needs no times beside its name. */
function isWhole({ startsAt, endsAt }: ShiftView, { requiredMinutes }: StaffedDayView): boolean {
  return Date.parse(endsAt) - Date.parse(startsAt) === requiredMinutes * 60_000
}

/** The hours that must be staffed, from the first to the last, with what is not. */
function Bar({ day, gaps }: { day: StaffedDayView; gaps: ReadonlyArray<{ from: string; to: string; className: string }> }) {
  const [first, last] = spanOfDay(day)
  const place = (instant: string) => Math.min(100, Math.max(0, ((Date.parse(instant) - first) / (last - first)) * 100))
  return (
    <span className="x-duty-bar" aria-hidden="true">
      {gaps.map(({ from, to, className }) => <i key={`${from}${className}`} className={className} style={{ left: `${place(from)}%`, width: `${place(to) - place(from)}%` }} />)}
    </span>
  )
}

/** A day with one stretch of required time, as all have but the edges of special periods. */
function spanOfDay({ date, requiredMinutes }: StaffedDayView): readonly [number, number] {
  const start = Date.parse(`${date}T00:00:00+08:00`)
  return requiredMinutes > 720 ? [start, start + 86_400_000] : [start + 9 * 3_600_000, start + 9 * 3_600_000 + requiredMinutes * 60_000]
}
