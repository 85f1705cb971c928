import { businessDate, dueParts, minuteText } from '#shared/instant.ts'

/** `09:00–18:00` on the day it begins; the end's day stands before it when it is another one, midnight is 24:00. */
export function timesText(startsAt: string, endsAt: string): string {
  const [from, end] = [minuteText(new Date(startsAt)), dueParts(new Date(endsAt))]
  return `${from.slice(11)}–${end.date === from.slice(0, 10) ? '' : `${end.date.slice(5)} `}${end.time}`
}

/** `09-14 09:00–18:00`. */
export function shiftWords({ startsAt, endsAt }: { startsAt: string; endsAt: string }): string {
  return `${businessDate(new Date(startsAt)).slice(5)} ${timesText(startsAt, endsAt)}`
}
