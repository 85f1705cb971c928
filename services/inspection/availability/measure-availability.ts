/** Half-open stretch of time in epoch milliseconds. */
export type Stretch = { readonly from: number; readonly to: number }
export type OutageStretch = Stretch & { readonly cause: string }

export type AvailabilityFigures = {
  /** Seconds that were promised: the period so far without planned windows. */
  readonly agreedSeconds: number
  readonly plannedSeconds: number
  /** Seconds out, by cause. Planned windows are not in them. */
  readonly downSeconds: Readonly<Record<'operator' | 'client-or-cloud' | 'undecided', number>>
  /** Nobody looked: the centre or its worker was down. Never counted as available. */
  readonly unknownSeconds: number
  /** 可用率 over what was measured, per cent; null when nothing was. */
  readonly percent: number | null
  /** The same with only the operator's own and undecided outages counted: what the operator answers for at most. */
  readonly percentOperator: number | null
}

/**
 * (agreed time − outages) ÷ agreed time, over the agreed time that was measured. Pure interval arithmetic: outages that
 * overlap (two components of one system) count once, by the graver cause; a moment out is never unknown.
 */
export function measureAvailability(facts: { period: Stretch; planned: readonly Stretch[]; outages: readonly OutageStretch[]; uncovered: readonly Stretch[] }): AvailabilityFigures {
  const { period } = facts
  const planned = union(clip([...facts.planned, ...facts.outages.filter((outage) => outage.cause === 'planned')], period))
  const agreed = without([period], planned)
  const by = (cause: string) => union(clip(facts.outages.filter((outage) => outage.cause === cause), period))
  const operator = without(by('operator'), planned)
  const undecided = without(without(by('undecided'), planned), operator)
  const client = without(without(without(by('client-or-cloud'), planned), operator), undecided)
  const down = union([...operator, ...undecided, ...client])
  const unknown = without(without(union(clip(facts.uncovered, period)), planned), down)
  const [agreedMs, unknownMs] = [lengthOf(agreed), lengthOf(unknown)]
  const measured = agreedMs - unknownMs
  const percent = (downMs: number) => (measured > 0 ? ((measured - downMs) / measured) * 100 : null)
  return {
    agreedSeconds: agreedMs / 1000,
    plannedSeconds: lengthOf(planned) / 1000,
    downSeconds: { operator: lengthOf(operator) / 1000, 'client-or-cloud': lengthOf(client) / 1000, undecided: lengthOf(undecided) / 1000 },
    unknownSeconds: unknownMs / 1000,
    percent: percent(lengthOf(down)),
    percentOperator: percent(lengthOf(operator) + lengthOf(undecided)),
  }
}

function clip(stretches: readonly Stretch[], { from, to }: Stretch): Stretch[] {
  return stretches.map((one) => ({ from: Math.max(one.from, from), to: Math.min(one.to, to) })).filter((one) => one.to > one.from)
}

/** The same time as sorted stretches that do not touch. */
export function union(stretches: readonly Stretch[]): Stretch[] {
  const merged: Array<{ from: number; to: number }> = []
  for (const { from, to } of stretches.toSorted((one, other) => one.from - other.from)) {
    const last = merged.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else if (to > from) merged.push({ from, to })
  }
  return merged
}

function without(stretches: readonly Stretch[], holes: readonly Stretch[]): Stretch[] {
  return holes.reduce<Stretch[]>((rest, hole) => rest.flatMap((one) => [{ from: one.from, to: Math.min(one.to, hole.from) }, { from: Math.max(one.from, hole.to), to: one.to }].filter((part) => part.to > part.from)), [...stretches])
}

function lengthOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, one) => sum + one.to - one.from, 0)
}
