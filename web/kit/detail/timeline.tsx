import type { ReactNode } from 'react'
import { formatDue, formatMoment } from '../value/instant-text.tsx'
import type { Tone } from '../theme/palette.ts'
import './timeline.css'

export type TimelineEntry =
  | {
      key: string
      /** ISO instant. */
      at: string
      /** Person or 「系统」. */
      who: ReactNode
      /** What happened, past tense. */
      what: ReactNode
      tone?: Tone
      /** What changed, field by field. */
      changes?: ReadonlyArray<{ field: string; from?: ReactNode; to: ReactNode }>
      note?: ReactNode
      /** Link to evidence, file, delivery receipt. */
      proof?: ReactNode
    }
  /** A deadline set into the line at its moment. */
  | { key: string; at: string; deadline: ReactNode; tone?: Tone }

/** The life of a thing: who, when, what changed, proof. Newest last, deadlines at their place. */
export function Timeline({ label, entries }: { label: string; entries: readonly TimelineEntry[] }) {
  const inOrder = [...entries].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return (
    <ol className="x-timeline" aria-label={label}>
      {inOrder.map((entry) =>
        'deadline' in entry ? (
          <li key={entry.key} className={`x-timeline-deadline x-${entry.tone ?? 'caution'}`}>
            <time dateTime={entry.at}>{formatDue(entry.at)}</time>
            <div><b>{entry.deadline}</b></div>
          </li>
        ) : (
          <li key={entry.key} className={`x-${entry.tone ?? 'muted'}`}>
            <time dateTime={entry.at}>{formatMoment(entry.at)}</time>
            <div>
              <p><b>{entry.what}</b> <span className="x-soft">{entry.who}</span></p>
              {entry.note && <div>{entry.note}</div>}
              {entry.changes && (
                <ul className="x-changes">
                  {entry.changes.map(({ field, from, to }) => (
                    <li key={field}>
                      <span className="x-soft">{field}</span> {from !== undefined && <><del>{from}</del> → </>}<ins>{to}</ins>
                    </li>
                  ))}
                </ul>
              )}
              {entry.proof && <p className="x-soft">凭证：{entry.proof}</p>}
            </div>
          </li>
        ),
      )}
    </ol>
  )
}
