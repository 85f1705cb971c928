import { dayNumber, mondayOfDay } from '#shared/calendar/dates.ts'
import { instantOf } from '#shared/instant.ts'
import { minuteOfDay } from '#shared/deadline-clock/working-window.ts'
import type { RosterKind, ShiftRole } from './roster-kind.ts'
import { intersect, spanOf, type Span } from './span.ts'

export type Pattern = {
  /** `to` not after `from` is on the next day. */
  readonly slots: ReadonlyArray<{ readonly from: string; readonly to: string }>
  /** When the next person's turn comes. */
  readonly rotation: 'day' | 'week' | 'shift'
  /** Ids in the order of their turns; the first begins. */
  readonly people: Readonly<Record<ShiftRole, readonly string[]>>
}

export type PlannedShift = { readonly startsAt: Date; readonly endsAt: Date; readonly role: ShiftRole; readonly personId: string }
export type Rotated = { readonly shifts: readonly PlannedShift[]; /** Who stood in for whom, and where nobody could. */ readonly notes: ReadonlyArray<{ readonly at: Date; readonly role: ShiftRole; readonly insteadOf: string; readonly personId: string | null }> }

/**
 * Shifts of a pattern over days with what must be staffed on each. Whoever cannot come is passed over for the next in
 * turn who can, without losing anybody's later turn; nobody has two roles at once.
 */
export function rotateShifts(kind: RosterKind, pattern: Pattern, days: ReadonlyArray<{ date: string; required: readonly Span[] }>, isAway: (personId: string, span: Span) => boolean): Rotated {
  const shifts: PlannedShift[] = []
  const notes: Array<Rotated['notes'][number]> = []
  for (const { spans, turn } of turnsOf(kind, pattern, days)) {
    for (const span of spans) {
      const taken = new Set<string>()
      for (const role of ['primary', 'backup', 'leader'] as const) {
        const people = pattern.people[role]
        if (people.length === 0) continue
        const inTurn = people.map((_, step) => people[(turn + step) % people.length] as string).filter((personId) => !taken.has(personId))
        const chosen = inTurn.find((personId) => !isAway(personId, span))
        if (inTurn[0] === undefined) continue
        const at = new Date(span.from)
        if (chosen !== inTurn[0]) notes.push({ at, role, insteadOf: inTurn[0], personId: chosen ?? null })
        if (chosen === undefined) continue
        taken.add(chosen)
        shifts.push({ startsAt: at, endsAt: new Date(span.to), role, personId: chosen })
      }
    }
  }
  return { shifts, notes }
}

/** Slots with the number of the turn they belong to. A special period cuts its slots at its own beginning and end. */
function turnsOf(kind: RosterKind, { slots, rotation }: Pattern, days: ReadonlyArray<{ date: string; required: readonly Span[] }>) {
  const required = days.flatMap((day) => day.required)
  const isSpecial = kind === 'special-7x24'
  const turns: Array<{ spans: Span[]; turn: number }> = []
  const seen: string[] = []
  for (const { date, required: own } of days) {
    if (!isSpecial && own.length === 0) continue
    for (const { from, to } of slots) {
      const [starts, ends] = [minuteOfDay(from), minuteOfDay(to)]
      const slot = spanOf(instantOf(date, starts), instantOf(date, ends <= starts ? ends + 1_440 : ends))
      const spans = isSpecial ? intersect([slot], required) : [slot]
      if (spans.length === 0) continue
      const key = rotation === 'shift' ? `${date}/${from}` : rotation === 'day' ? date : String(mondayOfDay(dayNumber(date)))
      if (seen.at(-1) !== key) seen.push(key)
      turns.push({ spans, turn: seen.length - 1 })
    }
  }
  return turns
}
