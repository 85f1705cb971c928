/**
 * Contract → occurrences: what falls due when. Pure and deterministic: the same document, decisions and calendar give
 * the same plan, and the identity of an occurrence (obligation, subsystem, periodKey) survives every re-planning.
 */
import { formatInstant, instantOf } from '#shared/instant.ts'
import { addDays, yearOf } from '#shared/calendar/dates.ts'
import type { WorkingCalendar } from '#shared/calendar/working-calendar.ts'
import type { ContractDocument } from './contract-document.ts'
import { duePeriods, type DuePeriod } from './periods/due-periods.ts'
import { dutyPeriods, OPEN_END } from './periods/duty-periods.ts'
import { problemsOfDecisions, settleDefaults, type DefaultDecision } from './settle-defaults.ts'
import { citeClause, settleObligation, type SettledObligation } from './settled-obligation.ts'

export type OccurrenceTag = 'continuation' | 'part-week' | 'previous-operator' | 'not-applicable'

export type Occurrence = {
  readonly obligation: string
  /** Slug; `platform` where the duty concerns the platform as a whole. */
  readonly subsystem: string
  /** Slug; `contract` where no module carries the duty. */
  readonly service: string
  readonly clause: string
  /** Unique within obligation and subsystem: `2024-08-05`, `2024-W32`, `2024-08`, `2024-Q3`, `2024-H2`, `2024`, `2024-国庆节`, `once`; `/part` added. */
  readonly periodKey: string
  readonly title: string
  readonly opensOn: string
  /** The date to which the occurrence belongs: the end of its period. */
  readonly endsOn: string
  /** Instant with +08:00: the last millisecond of the due day (民法典 203: the day ends at 24:00). */
  readonly dueAt: string
  readonly unit: 'working-days' | 'calendar-days'
  /** Whether a year without an official calendar is involved. */
  readonly isProvisional: boolean
  /** `not-applicable` is shown but neither required nor counted. */
  readonly tags: readonly OccurrenceTag[]
  readonly reason?: string
}

export type PlanQuestion = {
  readonly document: ContractDocument
  readonly decisions?: readonly DefaultDecision[]
  readonly calendar: WorkingCalendar
  /** Business dates, both included: occurrences whose period ends within them are planned. */
  readonly from: string
  readonly to: string
  readonly filters?: { readonly subsystem?: string; readonly service?: string; readonly obligation?: string }
}

/** service → subsystem → number of required occurrences. */
export type OccurrenceCounts = Readonly<Record<string, Readonly<Record<string, number>>>>
export type Plan = { readonly occurrences: readonly Occurrence[]; readonly counts: OccurrenceCounts }

/** Throws a RangeError for decisions that the contract does not offer. */
export function planOccurrences(question: PlanQuestion): Plan {
  const { document, decisions = [], calendar, from, to, filters = {} } = question
  const problems = problemsOfDecisions(document, decisions)
  if (problems.length > 0) throw new RangeError(problems.map(({ message }) => message).join('；'))
  const occurrences: Occurrence[] = []
  const happened = new Set<string>()
  for (const stretch of stretches(decisions)) {
    const settings = settleDefaults(document, decisions, stretch.from)
    const duties = dutyPeriods(document, settings)
    const range = { from: stretch.from > from ? stretch.from : from, to: stretch.to < to ? stretch.to : to }
    for (const obligation of document.obligations) {
      if (filters.obligation !== undefined && obligation.id !== filters.obligation) continue
      const settled = settleObligation(document, obligation, settings)
      if (filters.service !== undefined && settled.service !== filters.service) continue
      const subsystems = settled.subsystems.filter((slug) => filters.subsystem === undefined || slug === filters.subsystem)
      for (const cadence of settled.cadences) {
        const isOnce = cadence.kind === 'once'
        for (const due of duePeriods(cadence, { calendar, duties, ...(isOnce ? stretch : range) }))
          for (const subsystem of subsystems) {
            const one = occurrence(document, settled, cadence, due, subsystem, calendar)
            if (isOnce && happened.has(identityOf(one))) continue
            if (isOnce) happened.add(identityOf(one))
            if (one.endsOn >= from && one.endsOn <= to) occurrences.push(one)
          }
      }
    }
  }
  occurrences.sort(byTime)
  return { occurrences, counts: countOccurrences(occurrences) }
}

/** The identity that survives re-planning. */
export function identityOf({ obligation, subsystem, periodKey }: Pick<Occurrence, 'obligation' | 'subsystem' | 'periodKey'>): string {
  return `${obligation} ${subsystem} ${periodKey}`
}

/** What is required, which leaves out what is only shown as not applicable. */
export function isRequired({ tags }: Pick<Occurrence, 'tags'>): boolean {
  return !tags.includes('not-applicable')
}

export function countOccurrences(occurrences: readonly Occurrence[]): OccurrenceCounts {
  const counts: Record<string, Record<string, number>> = {}
  for (const { service, subsystem } of occurrences.filter(isRequired)) {
    const row = (counts[service] ??= {})
    row[subsystem] = (row[subsystem] ?? 0) + 1
  }
  return counts
}

/** All time cut at each date of effect: within a stretch one set of decisions holds. */
function stretches(decisions: readonly DefaultDecision[]): Array<{ from: string; to: string }> {
  const starts = ['0001-01-01', ...new Set(decisions.map(({ effectiveOn }) => effectiveOn).toSorted())]
  return starts.map((from, index) => {
    const next = starts[index + 1]
    return { from, to: next === undefined ? OPEN_END : addDays(next, -1) }
  })
}

function occurrence(
  document: ContractDocument,
  { obligation, service }: SettledObligation,
  { part, title }: { part?: string | undefined; title?: string | undefined },
  due: DuePeriod,
  subsystem: string,
  calendar: WorkingCalendar,
): Occurrence {
  const tags: OccurrenceTag[] = due.duty.kind === 'operator' ? [...due.tags] : [due.duty.kind, ...due.tags]
  const isOfficial = [due.opensOn, due.endsOn, due.dueOn].every((date) => calendar.isOfficial(yearOf(date)))
  return {
    obligation: obligation.id,
    subsystem,
    service,
    clause: citeClause(document, obligation, subsystem),
    periodKey: part === undefined ? due.key : `${due.key}/${part}`,
    title: [due.title, title ?? obligation.title].filter(Boolean).join(' '),
    opensOn: due.opensOn,
    endsOn: due.endsOn,
    dueAt: formatInstant(new Date(instantOf(addDays(due.dueOn, 1)).getTime() - 1)),
    unit: due.unit,
    isProvisional: due.isProvisional || !isOfficial,
    tags,
    ...(due.reason !== undefined && { reason: due.reason }),
  }
}

/** Plain code-unit order, which does not depend on the machine's locale. */
function byTime(a: Occurrence, b: Occurrence): number {
  const keyOf = (one: Occurrence) => `${one.dueAt} ${one.obligation} ${one.subsystem} ${one.periodKey}`
  const [left, right] = [keyOf(a), keyOf(b)]
  return left < right ? -1 : left > right ? 1 : 0
}
