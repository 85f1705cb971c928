import { owedState } from '#shared/state-marks.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import type { MatrixAnswer } from './standing.ts'

/** Below the matrix: the duties of the contract as a whole, and what the marks mean. */
export function StateLegend({ matrix: { wholeContract, from, to } }: { matrix: MatrixAnswer }) {
  return (
    <div className="x-legend">
      <PageLink to={`/occurrences?subsystem=platform&dueFrom=${from}&dueTo=${to}`}>
        合同整体义务：完成 <b>{wholeContract.done}</b>/{wholeContract.planned}
      </PageLink>
      <span className="x-row">
        <span className="x-soft">图例</span>
        {owedState.values.filter((state) => state !== 'not-applicable').map((state) => <StateTag key={state} state={state} />)}
        <StateTag word="本期无事项" tone="muted" glyph="–" />
      </span>
    </div>
  )
}
