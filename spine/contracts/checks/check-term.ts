/** The dates of the contract: the term, who owes the duties when, and the years in which dates may lie. */
import type { ContractParts } from './read-parts.ts'

export function checkTerm({ parts, report, pathOf }: ContractParts): void {
  const { term, signedOn } = parts
  if (term === undefined) return
  const { clause, periods } = term
  if (term.from > term.to) report(['term', 'to'], clause, `服务期止日 ${term.to} 早于起日 ${term.from}`)
  const ordered = periods.map((period, index) => ({ ...period, index })).toSorted((a, b) => a.from.localeCompare(b.from))
  for (const [position, period] of ordered.entries()) {
    const at = ['term', 'periods', period.index]
    if (period.to !== undefined && period.to < period.from) report([...at, 'to'], clause, `“${period.title}”止日 ${period.to} 早于起日 ${period.from}`)
    const next = ordered[position + 1]
    if (next !== undefined && (period.to === undefined || period.to >= next.from))
      report(['term', 'periods', next.index, 'from'], clause, `“${period.title}”（${period.from} 至 ${period.to ?? '不定期'}）与“${next.title}”（自 ${next.from}）重叠`)
  }
  if (!periods.some(({ kind }) => kind === 'operator')) report(['term', 'periods'], clause, '没有乙方履行的期间（kind: operator）')
  const ends = periods.filter(({ kind, to }) => kind !== 'continuation' && to === undefined)
  for (const { title } of ends) report(['term', 'periods'], clause, `“${title}”没有止日，只有延续服务期可以不定期`)

  // A date far from the term is a slip of the year, as 2042 for 2024.
  const [first, last] = [Number(term.from.slice(0, 4)) - 1, Number(term.to.slice(0, 4)) + 1]
  const needYear = (date: string | undefined, path: readonly PropertyKey[], where: string) => {
    if (date === undefined) return
    const year = Number(date.slice(0, 4))
    if (year < first || year > last) report(path, where, `日期 ${date} 的年份不在服务期（${term.from} 至 ${term.to}）前后一年之内，请核对`)
  }
  needYear(signedOn, ['signedOn'], clause)
  periods.forEach(({ from, to }, index) => {
    needYear(from, ['term', 'periods', index, 'from'], clause)
    needYear(to, ['term', 'periods', index, 'to'], clause)
  })
  for (const payment of parts.payments ?? []) needYear(payment.targetBefore, [...pathOf(payment), 'targetBefore'], payment.clause)
  for (const ambiguity of parts.ambiguities ?? []) needYear(ambiguity.effectiveOn, [...pathOf(ambiguity), 'effectiveOn'], ambiguity.clause)
}
