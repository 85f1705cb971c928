import type { ReactNode } from 'react'
import { PageLink } from '../frame/page-link.tsx'
import { formatDate } from '../value/date-text.tsx'
import { useToday } from '../value/use-today.ts'
import { stateLooks, type State } from '../state/states.ts'
import { StateSymbol } from '../state/state-symbol.tsx'
import './calendar-heat.css'

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日']

export type HeatDay = {
  /** Count that deepens the colour, or a state that gives it colour and shape. */
  count?: number
  state?: State
  label?: string
  href?: string
  /** Working day, day off, make-up day: marked so that the eye can tell why nothing is due. */
  isDayOff?: boolean
  /** One character in the corner: 休, 班, ≈. */
  corner?: string | undefined
}

/** Days of a span as months of weeks, Monday first. Each day opens what happened on it. */
export function CalendarHeat({ caption, from, to, day }: { caption: string; from: string; to: string; day: (date: string) => HeatDay | undefined }) {
  const months = monthsBetween(from, to)
  const today = useToday()
  const most = Math.max(1, ...months.flatMap(({ dates }) => dates.map((date) => day(date)?.count ?? 0)))
  return (
    <div className="x-heat" role="group" aria-label={caption}>
      {months.map(({ month, lead, dates }) => (
        <section key={month}>
          <h4>{month}</h4>
          <div className="x-heat-grid">
            {WEEKDAYS.map((name) => <span key={name} className="x-heat-head" aria-hidden="true">{name}</span>)}
            {lead > 0 && <span style={{ gridColumn: `span ${lead}` }} />}
            {dates.map((date) => <Day key={date} date={date} isToday={date === today} isOutside={date < from || date > to} content={day(date)} most={most} />)}
          </div>
        </section>
      ))}
    </div>
  )
}

function Day({ date, isToday, isOutside, content, most }: { date: string; isToday: boolean; isOutside: boolean; content: HeatDay | undefined; most: number }) {
  const look = content?.state && stateLooks[content.state]
  const parts = [formatDate(date), isToday && '今天', look?.word, content?.count === undefined ? undefined : `${content.count} 项`, content?.label].filter(Boolean)
  // Never so deep that the day could not be read on it, on either ground.
  const depth = content?.count ? 0.1 + 0.35 * (content.count / most) : 0
  const className = `x-heat-day${look ? ` x-${look.tone} x-toned` : ''}${isOutside ? ' x-outside' : ''}${isToday ? ' x-today' : ''}${content?.isDayOff ? ' x-day-off' : ''}`
  const style = !look && depth > 0 ? { background: `color-mix(in srgb, var(--x-accent) ${Math.round(depth * 100)}%, transparent)`, color: 'var(--x-ink)' } : undefined
  const inside: ReactNode = (
    <>
      {Number(date.slice(8))}
      {look && <StateSymbol glyph={look.glyph} />}
      {content?.corner && <sup aria-hidden="true">{content.corner}</sup>}
    </>
  )
  if (content?.href && !isOutside) return <PageLink to={content.href} className={className} style={style} title={parts.join('，')} aria-label={parts.join('，')}>{inside}</PageLink>
  return <span className={className} style={style} title={parts.join('，')}>{inside}</span>
}

function monthsBetween(from: string, to: string) {
  const months: Array<{ month: string; lead: number; dates: string[] }> = []
  for (let year = Number(from.slice(0, 4)), month = Number(from.slice(5, 7)); ; month += 1) {
    const first = new Date(Date.UTC(year, month - 1, 1))
    const name = first.toISOString().slice(0, 7)
    if (name > to.slice(0, 7)) return months
    const days = new Date(Date.UTC(year, month, 0)).getUTCDate()
    months.push({ month: name, lead: (first.getUTCDay() + 6) % 7, dates: Array.from({ length: days }, (_, index) => `${name}-${String(index + 1).padStart(2, '0')}`) })
  }
}
