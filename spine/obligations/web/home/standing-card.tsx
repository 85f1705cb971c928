import { PageLink } from '#web/kit/frame/page-link.tsx'
import { StateSymbol } from '#web/kit/state/state-symbol.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { stateOf, toneGlyphs } from '#web/kit/state/states.ts'
import { formatNumber } from '#web/kit/value/format-number.ts'
import { DONE, PLANNED } from '../occurrence-list.tsx'
import { standingOf, type MatrixAnswer } from './standing.ts'

const SHOWN = ['met', 'late', 'missed', 'undecided', 'excused', 'waived', 'suspended', 'not-yet-due'] as const

/** The answer in one sentence, and the counts that it rests on: each opens its list. */
export function StandingCard({ matrix, title }: { matrix: MatrixAnswer; title: string }) {
  const { tone, sentence, planned, done, counts } = standingOf(matrix)
  const span = `dueFrom=${matrix.from}&dueTo=${matrix.to}`
  return (
    <section className={`x-card x-standing x-${tone}`} aria-label="履约结论">
      <h2><StateSymbol glyph={toneGlyphs[tone]} />{title}：{sentence}</h2>
      <p className="x-row">
        <PageLink to={`/occurrences?verdict=${PLANNED}&${span}`}>应办 <b>{formatNumber(planned)}</b> 项</PageLink>
        <PageLink to={`/occurrences?verdict=${DONE}&${span}`}>完成 <b>{formatNumber(done)}</b> 项</PageLink>
        {SHOWN.filter((verdict) => (counts[verdict] ?? 0) > 0).map((verdict) => (
          <span key={verdict} className="x-standing-count">
            <StateTag state={stateOf(verdict)} href={`/occurrences?verdict=${verdict}&${span}`} /> <b>{formatNumber(counts[verdict] ?? 0)}</b>
          </span>
        ))}
      </p>
    </section>
  )
}
