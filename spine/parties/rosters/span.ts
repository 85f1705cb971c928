/** Stretches of time from `from`, inclusive, to `to`, exclusive, in milliseconds; everything here works on whole minutes. */
export type Span = { readonly from: number; readonly to: number }

const MINUTE = 60_000

/** A minute in which somebody came or went counts as his: both ends fall on its beginning, so a handover leaves no gap. */
export function spanOf(from: Date, to: Date): Span {
  return { from: Math.floor(from.getTime() / MINUTE) * MINUTE, to: Math.floor(to.getTime() / MINUTE) * MINUTE }
}

/** What at least one of the spans covers: in order, without overlaps. */
export function union(spans: readonly Span[]): Span[] {
  const joined: Span[] = []
  for (const span of spans.filter(({ from, to }) => from < to).toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last && span.from <= last.to) joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    else joined.push(span)
  }
  return joined
}

export function intersect(some: readonly Span[], others: readonly Span[]): Span[] {
  return union(some.flatMap((one) => others.map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) }))))
}

/** What of `some` none of `others` covers. */
export function subtract(some: readonly Span[], others: readonly Span[]): Span[] {
  let left = union(some)
  for (const { from, to } of others) left = left.flatMap((one) => [{ from: one.from, to: Math.min(one.to, from) }, { from: Math.max(one.from, to), to: one.to }]).filter((one) => one.from < one.to)
  return left
}

export function minutesOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + (to - from) / MINUTE, 0)
}
