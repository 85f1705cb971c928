import { formatInstant } from '#shared/instant.ts'

/** `2024-09-30 17:05`. */
export function shownInstant(instant: Date): string {
  return formatInstant(instant).slice(0, 16).replace('T', ' ')
}

/** `2024 年 10 月 8 日`. */
export function shownDate(date: string): string {
  return `${Number(date.slice(0, 4))} 年 ${Number(date.slice(5, 7))} 月 ${Number(date.slice(8, 10))} 日`
}
