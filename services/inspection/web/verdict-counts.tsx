import { StateTag } from '#web/kit/state/state-tag.tsx'
import { checkVerdict } from '../api.ts'

/** Counts by verdict, those that are not zero; each with its shape. */
export function VerdictCounts({ counts }: { counts: Readonly<Record<(typeof checkVerdict.values)[number], number>> }) {
  const present = checkVerdict.values.filter((verdict) => counts[verdict] > 0)
  if (present.length === 0) return <span className="x-soft">—</span>
  return <span className="x-row">{present.map((verdict) => <span key={verdict}><StateTag state={verdict} /> {counts[verdict]}</span>)}</span>
}
