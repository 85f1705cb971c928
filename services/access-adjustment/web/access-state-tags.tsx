import { StateTag } from '#web/kit/state/state-tag.tsx'
import { adjustmentState, discrepancyKind, timedGrantState } from '../api.ts'
import { ruleVersionState, type RuleVersionState } from '../rules/api.ts'

const adjustmentTones = { waiting: 'info', applying: 'caution', applied: 'good', refused: 'bad' } as const
export function AdjustmentStateTag({ state, reason }: { state: string; reason?: string }) {
  return adjustmentState.has(state) ? <StateTag word={adjustmentState.titles[state]} tone={adjustmentTones[state]} reason={reason || undefined} /> : <span>{state}</span>
}

const grantTones = { running: 'info', ending: 'caution', ended: 'good', superseded: 'muted' } as const
export function TimedGrantStateTag({ state }: { state: string }) {
  return timedGrantState.has(state) ? <StateTag word={timedGrantState.titles[state]} tone={grantTones[state]} /> : <span>{state}</span>
}

export function DiscrepancyTag({ kind }: { kind: string }) {
  return discrepancyKind.has(kind) ? <StateTag word={discrepancyKind.titles[kind]} tone={kind === 'orphan' || kind === 'form-without-effect' ? 'caution' : 'bad'} /> : <span>{kind}</span>
}

const ruleTones = { proposed: 'caution', approved: 'good', refused: 'bad', withdrawn: 'muted' } as const
export function RuleStateTag({ state }: { state: RuleVersionState }) {
  return <StateTag word={ruleVersionState.titles[state]} tone={ruleTones[state]} />
}
