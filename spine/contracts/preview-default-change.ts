/** What a changed default of an ambiguity would do to the plan, shown before the decision is recorded. */
import { countOccurrences, identityOf, isRequired, planOccurrences, type Occurrence, type OccurrenceCounts, type PlanQuestion } from './plan-occurrences.ts'
import type { DefaultDecision } from './settle-defaults.ts'

export type DefaultChangePreview = {
  readonly added: readonly Occurrence[]
  readonly removed: readonly Occurrence[]
  /** Same occurrence, other dates, unit or applicability. */
  readonly moved: ReadonlyArray<{ readonly before: Occurrence; readonly after: Occurrence }>
  readonly before: OccurrenceCounts
  readonly after: OccurrenceCounts
}

export function previewDefaultChange(question: PlanQuestion, change: DefaultDecision): DefaultChangePreview {
  const before = planOccurrences(question).occurrences
  const after = planOccurrences({ ...question, decisions: [...(question.decisions ?? []), change] }).occurrences
  const [old, young] = [byIdentity(before), byIdentity(after)]
  const moved = before.flatMap((one) => {
    const other = young.get(identityOf(one))
    return other === undefined || isSame(one, other) ? [] : [{ before: one, after: other }]
  })
  return {
    added: after.filter((one) => !old.has(identityOf(one))),
    removed: before.filter((one) => !young.has(identityOf(one))),
    moved,
    before: countOccurrences(before),
    after: countOccurrences(after),
  }
}

function byIdentity(occurrences: readonly Occurrence[]): Map<string, Occurrence> {
  return new Map(occurrences.map((one) => [identityOf(one), one]))
}

function isSame(a: Occurrence, b: Occurrence): boolean {
  return a.dueAt === b.dueAt && a.opensOn === b.opensOn && a.unit === b.unit && isRequired(a) === isRequired(b) && a.tags.join() === b.tags.join()
}
