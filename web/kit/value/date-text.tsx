const WEEKDAYS = '日一二三四五六'

/** `2024-09-14` → `2024-09-14 周六`. */
export function formatDate(date: string): string {
  const weekday = WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()]
  return weekday ? `${date} 周${weekday}` : date
}

/** A business date. `provisional` marks a date computed without an official calendar. */
export function DateText({ value, isProvisional = false }: { value: string | null | undefined; isProvisional?: boolean }) {
  if (!value) return <span className="x-soft">—</span>
  return (
    <time dateTime={value} className="x-date" title={isProvisional ? '暂定：该年还没有官方日历' : undefined}>
      {formatDate(value)}
      {isProvisional && ' ≈'}
    </time>
  )
}
