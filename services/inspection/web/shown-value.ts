/** A captured value as people read it. */
export function shownValue(value: string | number | boolean | null, unit: string): string {
  if (value === null) return '—'
  if (typeof value === 'boolean') return value ? '是' : '否'
  const text = typeof value === 'number' ? new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 4 }).format(value) : value
  return unit ? `${text} ${unit}` : text
}
