import { businessDate, dueParts, formatInstant } from '#shared/instant.ts'
import { formatDate } from './date-text.tsx'

/** An instant in the business zone: `2024-09-14 周六 08:30`. `precise` adds the seconds. */
export function formatMoment(instant: string, precise = false): string {
  const moment = new Date(instant)
  return `${formatDate(businessDate(moment))} ${formatInstant(moment).slice(11, precise ? 19 : 16)}`
}

/** A due moment: `2024-09-14 周六 24:00` for the end of a day. */
export function formatDue(due: string): string {
  const { date, time } = dueParts(new Date(due))
  return `${formatDate(date)} ${time}`
}

export function DueText({ value }: { value: string | null | undefined }) {
  if (!value) return <span className="x-soft">—</span>
  return <time dateTime={value} className="x-date">{formatDue(value)}</time>
}

export function InstantText({ value, precise = false }: { value: string | null | undefined; precise?: boolean }) {
  if (!value) return <span className="x-soft">—</span>
  return <time dateTime={value} className="x-date">{formatMoment(value, precise)}</time>
}
