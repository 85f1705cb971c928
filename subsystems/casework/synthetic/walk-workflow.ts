import { initialState, targetsOf, type Workflow } from '../reference/workflow.ts'
import type { Draw } from './draw.ts'
import type { Row } from './load-rows.ts'

export type Walk = {
  readonly state: string
  readonly steps: ReadonlyArray<{ from: string | null; to: string; at: string }>
  /** Instant at which a state was reached, undefined when the walk did not pass it. */
  reached(state: string): string | undefined
}

const HOUR_MS = 3_600_000
/** Chance that a step takes the ordinary way. */
const ORDINARY = 0.82

/**
 * Lives an object's life from `start`, one to `slowestDays` days a step, until it ends or the present is reached. What
 * began long ago is so mostly finished, what began yesterday is still open.
 */
export function walkWorkflow(workflow: Workflow, draw: Draw, start: string, now: string, slowestDays = 6): Walk {
  const end = Date.parse(now)
  let state = initialState(workflow)
  let at = Date.parse(start)
  const steps: Array<{ from: string | null; to: string; at: string }> = [{ from: null, to: state, at: instant(at) }]
  for (let targets = targetsOf(workflow, state); targets.length > 0; targets = targetsOf(workflow, state)) {
    at += draw.integer(4, slowestDays * 24) * HOUR_MS + draw.integer(0, 59) * 60_000
    if (at > end || steps.length > 20) break
    const to = draw.chance(ORDINARY) ? (targets[0] as string) : draw.pick(targets)
    steps.push({ from: state, to, at: instant(at) })
    state = to
  }
  return { state, steps, reached: (wanted) => steps.find(({ to }) => to === wanted)?.at }
}

/** A state that was passed; with a business date when it was not simply the next day. */
export type ToldState = string | readonly [state: string, on: string]

/** A life that is told instead of drawn, a day from state to state unless a date says otherwise; what would lie after `now` is left out. */
export function tellWalk(states: readonly ToldState[], start: string, now: string): Walk {
  const told = states.map((told, at) => {
    const [to, on] = typeof told === 'string' ? [told, undefined] : told
    const before = states[at - 1]
    return { from: (typeof before === 'object' ? before[0] : before) ?? null, to, at: on ? `${on}T10:00:00+08:00` : instant(Date.parse(start) + at * 24 * HOUR_MS) }
  })
  const future = told.findIndex(({ at }) => Date.parse(at) > Date.parse(now))
  const steps = future < 0 ? told : told.slice(0, Math.max(1, future))
  return { state: steps.at(-1)?.to as string, steps, reached: (wanted) => steps.find(({ to }) => to === wanted)?.at }
}

/** Rows of the shared state history for one object. */
export function historyOf(workflow: string, objectId: number, walk: Walk, changedBy: string): Row[] {
  return walk.steps.map(({ from, to, at }) => ({ workflow, object_id: objectId, from_state: from, to_state: to, changed_at: at, changed_by: changedBy, note: null }))
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
