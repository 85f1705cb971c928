import { StateTag } from '#web/kit/state/state-tag.tsx'

/** Whether dated rules are in force, still to come, or replaced by later ones. */
export function RulesState({ effectiveOn, inForceOn }: { effectiveOn: string; inForceOn: string }) {
  if (effectiveOn === inForceOn) return <StateTag word="生效中" tone="good" />
  return <StateTag word={effectiveOn > inForceOn ? '未生效' : '已被替换'} tone="muted" />
}
