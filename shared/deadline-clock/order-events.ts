/**
 * Puts events into their one right order and finds those that cannot have happened.
 *
 * Events of the same instant are taken as they were recorded, then by `precedence`, but always the first *applicable*
 * one: while paused a resume goes before a pause of the same instant, while running after it. So the order in which a
 * store returns rows never changes an answer.
 */
import { formatInstant } from '../instant.ts'
import type { InputProblem } from '../problem.ts'
import { clockEventKind, type ClockEventKind, type EventOutline } from './clock-event.ts'

export type Phase = 'idle' | 'running' | 'paused' | 'stopped'

/** One event and the targets on which it took effect. */
export type Step<E> = { readonly event: E; readonly targets: readonly string[] }

const precedence: readonly ClockEventKind[] = ['start', 'resume', 'reopen', 'retarget', 'extend', 'pause', 'stop']

const allowedIn: Readonly<Record<ClockEventKind, readonly Phase[]>> = {
  start: ['idle'],
  pause: ['running'],
  resume: ['paused'],
  retarget: ['idle', 'running', 'paused'],
  extend: ['running', 'paused'],
  stop: ['running', 'paused'],
  reopen: ['stopped'],
}

const leadsTo: Readonly<Partial<Record<ClockEventKind, Phase>>> = { start: 'running', pause: 'paused', resume: 'running', stop: 'stopped', reopen: 'running' }

const phaseTitle: Readonly<Record<Phase, string>> = { idle: '尚未启动', running: '计时中', paused: '暂停中', stopped: '已停止' }

type TargetPhase = { phase: Phase; stoppedByName: boolean }
type Placed<E> = { readonly event: E; readonly outline: EventOutline; readonly place: string }

/** `placeOf` names where an event came from, for its problems. */
export function orderEvents<E>(
  entries: ReadonlyArray<{ readonly event: E; readonly outline: EventOutline; readonly place: string }>,
  targetNames: readonly string[],
): { readonly steps: ReadonlyArray<Step<E>>; readonly problems: readonly InputProblem[] } {
  const phases = new Map<string, TargetPhase>(targetNames.map((name) => [name, { phase: 'idle', stoppedByName: false }]))
  const steps: Array<Step<E>> = []
  const problems = identityProblems(entries, phases)
  const pending = entries.toSorted(compare)

  while (pending.length > 0) {
    const instant = pending[0]?.outline.at.getTime()
    const sameInstant = pending.filter((entry) => entry.outline.at.getTime() === instant)
    const next = sameInstant.find((entry) => affected(entry.outline, phases).length > 0) ?? sameInstant[0]
    if (next === undefined) break
    pending.splice(pending.indexOf(next), 1)
    const targets = affected(next.outline, phases)
    if (targets.length === 0) problems.push({ place: next.place, message: misfit(next.outline, phases) })
    else steps.push({ event: next.event, targets })
    for (const name of targets) {
      const to = leadsTo[next.outline.kind]
      if (to !== undefined) phases.set(name, { phase: to, stoppedByName: to === 'stopped' && next.outline.targets !== undefined })
    }
  }
  return { steps, problems }
}

function compare<E>(a: Placed<E>, b: Placed<E>): number {
  return (
    a.outline.at.getTime() - b.outline.at.getTime() ||
    a.outline.recordedAt.getTime() - b.outline.recordedAt.getTime() ||
    precedence.indexOf(a.outline.kind) - precedence.indexOf(b.outline.kind) ||
    (a.outline.id < b.outline.id ? -1 : 1)
  )
}

/**
 * The targets on which the event takes effect, none when it does not fit. Named targets must all fit. Without names it
 * is every target that fits; a reopen then leaves alone what was stopped by name: an answer once given stays given.
 */
function affected(outline: EventOutline, phases: ReadonlyMap<string, TargetPhase>): readonly string[] {
  const fits = (name: string) => {
    const target = phases.get(name)
    return target !== undefined && allowedIn[outline.kind].includes(target.phase)
  }
  if (outline.targets !== undefined) return outline.targets.every(fits) ? outline.targets : []
  return [...phases.keys()].filter((name) => fits(name) && !(outline.kind === 'reopen' && phases.get(name)?.stoppedByName))
}

function misfit(outline: EventOutline, phases: ReadonlyMap<string, TargetPhase>): string {
  const names = (outline.targets ?? [...phases.keys()]).filter((name) => phases.has(name))
  const states = names.map((name) => `“${name}”${phaseTitle[phases.get(name)?.phase ?? 'idle']}`).join('，')
  const needed = allowedIn[outline.kind].map((phase) => phaseTitle[phase]).join('或')
  const cure =
    outline.kind === 'reopen' && outline.targets === undefined && names.some((name) => phases.get(name)?.stoppedByName)
      ? '单独停止的目标须在 targets 中写明才能重新打开'
      : '请补记缺少的前一事件，或改正时刻，或删去此事件'
  return `${formatInstant(outline.at)} 的“${clockEventKind.titles[outline.kind]}”不成立：要求目标${needed}，而当时${states || '没有可作用的目标'}；${cure}`
}

function identityProblems<E>(entries: ReadonlyArray<Placed<E>>, phases: ReadonlyMap<string, TargetPhase>): InputProblem[] {
  const problems: InputProblem[] = []
  const firstPlace = new Map<string, string>()
  for (const { outline, place } of entries) {
    const first = firstPlace.get(outline.id)
    if (first === undefined) firstPlace.set(outline.id, place)
    else problems.push({ place: `${place}.id`, message: `事件编号 ${outline.id} 与 ${first} 重复，每个事件须有唯一编号` })
    for (const name of outline.targets ?? [])
      if (!phases.has(name)) problems.push({ place, message: `没有名为“${name}”的目标，可用：${[...phases.keys()].join('、')}` })
  }
  return problems
}
