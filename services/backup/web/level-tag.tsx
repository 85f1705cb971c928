import { StateTag } from '#web/kit/state/state-tag.tsx'
import { checkState, levelTitles, runState } from '../api.ts'

/** How far an archive is proven; a failed check outweighs what was proven before. */
export function LevelTag({ level, hasFailedCheck = false }: { level: number; hasFailedCheck?: boolean }) {
  if (hasFailedCheck) return <StateTag word="检查不通过" tone="bad" />
  return <StateTag word={levelTitles[level] ?? ''} tone={level >= 2 ? 'good' : level === 1 ? 'caution' : 'muted'} />
}

const runTones = { running: 'info', done: 'good', failed: 'bad', unchecked: 'caution' } as const
const checkTones = { passed: 'good', failed: 'bad', unchecked: 'caution' } as const

export function RunStateTag({ state, reason }: { state: string; reason?: string | undefined }) {
  return runState.has(state) ? <StateTag word={runState.titles[state]} tone={runTones[state]} {...(reason ? { reason } : {})} /> : <StateTag word={state} tone="muted" />
}

export function CheckTag({ verdict }: { verdict: string }) {
  return checkState.has(verdict) ? <StateTag word={checkState.titles[verdict]} tone={checkTones[verdict]} /> : <StateTag word={verdict} tone="muted" />
}
