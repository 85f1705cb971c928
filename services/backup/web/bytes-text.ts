const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** `44.0 MB`: decimal units, one digit after the point from kB on. */
export function bytesText(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return '—'
  let value = bytes
  let unit = 0
  while (value >= 1_000 && unit < UNITS.length - 1) {
    value /= 1_000
    unit += 1
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`
}

export function secondsText(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return '—'
  return seconds < 90 ? `${seconds.toFixed(1)} 秒` : `${(seconds / 60).toFixed(1)} 分`
}
