/** Measuring a published price from quotes. Money in 元, prices without tax. */
export type Quote = { readonly price: number; /** Market share of the supplier, any scale. */ readonly weight: number }
export type MeasuredPrice = { readonly price: number; readonly used: number; readonly outliers: ReadonlySet<number> }

/**
 * The mean of the quotes weighted by market share, without those further than three median absolute deviations from the
 * median. With no spread at all (deviation 0) nothing is an outlier but what differs while half of the others agree.
 */
export function measurePrice(quotes: readonly Quote[]): MeasuredPrice {
  if (quotes.length === 0) throw new RangeError('没有报价，无法测定价格')
  const middle = median(quotes.map(({ price }) => price))
  const deviation = median(quotes.map(({ price }) => Math.abs(price - middle)))
  const outliers = new Set(quotes.flatMap(({ price }, at) => (Math.abs(price - middle) > 3 * deviation ? [at] : [])))
  const kept = quotes.filter((_quote, at) => !outliers.has(at))
  const weight = kept.reduce((sum, quote) => sum + quote.weight, 0)
  const price = kept.reduce((sum, quote) => sum + quote.price * quote.weight, 0) / weight
  return { price: cents(price), used: kept.length, outliers }
}

/** 含税 = 不含税 × (1 + rate), to the cent. */
export function withTax(price: number, rate: number): number {
  return cents(price * (1 + rate))
}

/** Change in per cent, four digits; null without a value to compare with. */
export function changePercent(present: number, before: number | undefined): number | null {
  return before === undefined ? null : Math.round((present / before - 1) * 1_000_000) / 10_000
}

/** Laspeyres index with fixed base weights, base 100: Σ w·(P_t / P_0) × 100, weights adding up to 1. */
export function laspeyresIndex(items: ReadonlyArray<{ readonly weight: number; readonly base: number; readonly present: number }>): number {
  const total = items.reduce((sum, { weight }) => sum + weight, 0)
  if (Math.abs(total - 1) > 1e-6) throw new RangeError(`权重之和应为 1，实际 ${total}`)
  return Math.round(items.reduce((sum, { weight, base, present }) => sum + (weight * present) / base, 0) * 1_000_000) / 10_000
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
}

function cents(value: number): number {
  return Math.round(value * 100) / 100
}
