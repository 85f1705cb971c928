/**
 * A labelled demonstration of twelve months from a given day with the obligations of a real contract, so that a
 * newcomer sees work that falls due now. It binds nobody, and its name says so.
 */
import { addDays, yearOf } from '#shared/calendar/dates.ts'
import type { Ambiguity, ContractDocument, Obligation } from './contract-document.ts'

/**
 * Dates that the contract names keep month and day and take the year of the start; what has passed by then is planned
 * as not applicable. There is no previous operator, so nothing before the start is anybody's.
 */
export function demonstrationTerm(document: ContractDocument, startsOn: string): ContractDocument {
  const year = yearOf(startsOn)
  const to = addDays(sameDayIn(year + 1, startsOn), -1)
  const shift = (date: string) => sameDayIn(year, date)
  return {
    ...document,
    id: `${document.id}-demonstration`,
    title: `【演示】${document.title}`,
    project: `【演示】${document.project}`,
    isDemonstration: true,
    signedOn: startsOn,
    term: {
      ...document.term,
      statedAs: `演示合同期 ${startsOn} 至 ${to}`,
      from: startsOn,
      to,
      periods: [
        { kind: 'operator', title: '演示合同期', from: startsOn, to },
        { kind: 'continuation', title: '演示合同期届满后的延续服务', from: addDays(to, 1) },
      ],
    },
    obligations: document.obligations.map((obligation) => shiftDates(obligation, shift)),
    payments: document.payments.map((payment) => (payment.targetBefore === undefined ? payment : { ...payment, targetBefore: shift(payment.targetBefore) })),
    ambiguities: document.ambiguities.map((ambiguity) => adaptAmbiguity(ambiguity, startsOn, decidesStart(document) === ambiguity.id)),
  }
}

function sameDayIn(year: number, date: string): string {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const monthDay = date.slice(5) === '02-29' && !isLeap ? '02-28' : date.slice(5)
  return `${year}-${monthDay}`
}

function shiftDates(obligation: Obligation, shift: (date: string) => string): Obligation {
  const cadences = obligation.cadences.map((cadence) => {
    const due = cadence['due'] as Record<string, unknown> | undefined
    const dated = Object.entries(due ?? {}).map(([name, value]) => [name, (name === 'on' || name === 'before') && typeof value === 'string' ? shift(value) : value])
    return due === undefined ? cadence : { ...cadence, due: Object.fromEntries(dated) as Record<string, unknown> }
  })
  return { ...obligation, cadences }
}

/** The ambiguity that decides who owes what lies before the signing, where the contract has one. */
function decidesStart({ term }: ContractDocument): string | undefined {
  return typeof term.beforeSigning === 'object' ? term.beforeSigning.decidedBy : undefined
}

function adaptAmbiguity(ambiguity: Ambiguity, startsOn: string, isStart: boolean): Ambiguity {
  const effect = isStart ? `${ambiguity.effect}（演示合同期没有上年度供应商，不影响计划，也不免除任何半年报）` : ambiguity.effect
  return { ...ambiguity, effect, effectiveOn: startsOn }
}
