import { addDays } from '#shared/calendar/dates.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { formatDate } from '#web/kit/value/date-text.tsx'
import { useToday } from '#web/kit/value/use-today.ts'
import { obligationsApi } from '../../api.ts'
import { dayMarkOf } from '../day-mark.ts'

const DAYS = 14
const OPEN = ['not-yet-due', 'undecided'] as const

/** What falls due in the coming fortnight, day by day: open and all. */
export function DeadlineStrip() {
  const today = useToday()
  const calendar = useRead(obligationsApi, 'getCalendar', { query: { from: today, to: addDays(today, DAYS - 1) } })
  return (
    <Section title="未来 14 天到期" extra={<><span className="x-soft">大字为待办项数</span><PageLink to="/calendar">义务日历</PageLink></>} flush>
      {calendar.error && <ErrorState error={calendar.error} onRetry={() => void calendar.refetch()} />}
      <ol className="x-days">
        {calendar.data?.days.map((day) => {
          const open = OPEN.reduce((sum, verdict) => sum + (day.counts[verdict] ?? 0), 0)
          const mark = dayMarkOf(day)
          return (
            <li key={day.date} className={mark.isDayOff ? 'x-day-rest' : undefined}>
              <PageLink to={`/occurrences?dueFrom=${day.date}&dueTo=${day.date}`} aria-label={`${formatDate(day.date)}${mark.label ? `，${mark.label}` : ''}：待办 ${open} 项，共 ${day.planned} 项`}>
                <span>{day.date === today ? '今天' : formatDate(day.date).slice(5)}{mark.corner && <sup>{mark.corner}</sup>}</span>
                <b className={open === 0 ? 'x-soft' : undefined}>{open}</b>
                <span className="x-soft">共 {day.planned}</span>
              </PageLink>
            </li>
          )
        })}
      </ol>
    </Section>
  )
}
