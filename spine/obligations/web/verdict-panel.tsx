import { Section } from '#web/kit/detail/section.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { stateOf } from '#web/kit/state/states.ts'
import { formatMoment } from '#web/kit/value/instant-text.tsx'
import './obligations.css'

const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})/g

/** A verdict with every line of its reasoning: clause, limit, facts, decisions. */
export function VerdictPanel({ verdict, lines, isProvisional }: { verdict: string; lines: readonly string[]; isProvisional: boolean }) {
  return (
    <Section title={<span className="x-row">判定 <StateTag state={stateOf(verdict)} />{isProvisional && <StateTag state="provisional" reason="该年还没有官方日历，按周末推算；导入后重排" />}</span>}>
      {lines.length === 0 ? (
        <p className="x-soft">事项开始后，这里逐行列出判定的依据。</p>
      ) : (
        <ol className="x-lines">{lines.map((line) => <li key={line}>{line.replaceAll(INSTANT, (instant) => formatMoment(instant))}</li>)}</ol>
      )}
    </Section>
  )
}
