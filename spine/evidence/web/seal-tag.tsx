import { StateTag } from '#web/kit/state/state-tag.tsx'

/** Place in the chain, or that it is not in it yet. */
export function SealTag({ sequence }: { sequence: number | null }) {
  return sequence === null ? <StateTag word="未封存" tone="muted" reason="提交后通常在一分钟内封存" /> : <StateTag word={`第 ${sequence} 条`} tone="good" reason="已封存进证据链" />
}
