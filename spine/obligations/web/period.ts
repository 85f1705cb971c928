import { closedSet, type Member } from '#shared/closed-set.ts'

export const periodKind = closedSet({ month: '月', quarter: '季度', term: '合同期' })
export type PeriodKind = Member<typeof periodKind>

/** A span of business dates, both included, with the name that people say. */
export type Period = { kind: PeriodKind; from: string; to: string; title: string }
export type Term = { termFrom: string; termTo: string }

/** The month, quarter or term that holds a business date. */
export function periodAt(kind: PeriodKind, date: string, term: Term | undefined): Period {
  const year = Number(date.slice(0, 4))
  const month = Number(date.slice(5, 7))
  switch (kind) {
    case 'month':
      return { kind, from: dayOf(year, month, 1), to: dayOf(year, month + 1, 0), title: `${year} 年 ${month} 月` }
    case 'quarter': {
      const first = month - ((month - 1) % 3)
      return { kind, from: dayOf(year, first, 1), to: dayOf(year, first + 3, 0), title: `${year} 年第 ${(first + 2) / 3} 季度` }
    }
    case 'term':
      return { kind, from: term?.termFrom ?? date, to: term?.termTo ?? date, title: '整个合同期' }
  }
}

/** A date inside the period before (-1) or after (1). */
export function stepPeriod(period: Period, by: -1 | 1): string {
  const months = period.kind === 'quarter' ? 3 : 1
  return dayOf(Number(period.from.slice(0, 4)), Number(period.from.slice(5, 7)) + by * months, 1)
}

/** Whether the neighbour still touches the term. */
export function canStep(period: Period, by: -1 | 1, term: Term | undefined): boolean {
  if (period.kind === 'term') return false
  if (!term) return true
  const next = periodAt(period.kind, stepPeriod(period, by), term)
  return next.from <= term.termTo && next.to >= term.termFrom
}

function dayOf(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
}
