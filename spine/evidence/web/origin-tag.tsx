import { StateTag } from '#web/kit/state/state-tag.tsx'
import { evidenceOriginTitles } from '../api.ts'

/** What the previous operator left must never be taken for our own work, so it stands out wherever it is shown. */
export function OriginTag({ origin }: { origin: keyof typeof evidenceOriginTitles }) {
  return <StateTag word={evidenceOriginTitles[origin]} tone={origin === 'previous-operator' ? 'special' : 'muted'} reason={origin === 'previous-operator' ? '由上一家运维单位移交，不是本单位的工作' : undefined} />
}
