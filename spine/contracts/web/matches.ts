/** Whether every word searched stands somewhere in the row, whatever its field and case. */
export function matches(row: unknown, find: string): boolean {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const text = textOf(row).toLowerCase()
  return words.every((word) => text.includes(word))
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'object' || value === null) return ''
  return Object.values(value).map(textOf).join('\n')
}
