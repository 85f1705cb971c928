/** `1234567.8` → `1,234,567.80`. Money travels as decimal text, so no float ever touches it. */
export function formatMoney(amount: string): string {
  const [whole = '0', fraction = ''] = amount.split('.')
  return `${whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')}.${fraction.padEnd(2, '0')}`
}

export function Money({ value, unit = '元' }: { value: string | null | undefined; unit?: '元' | '万元' }) {
  if (value === null || value === undefined) return <span className="x-soft">—</span>
  return <span className="x-money">{formatMoney(value)} <small className="x-soft">{unit}</small></span>
}
