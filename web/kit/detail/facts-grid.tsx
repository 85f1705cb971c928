import type { ReactNode } from 'react'
import './detail.css'

export type Fact = { label: string; value: ReactNode; /** Takes the whole width: long texts. */ wide?: boolean }

/** Label over value, as many columns as fit. Absent values show a dash, never a hole. */
export function FactsGrid({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="x-facts">
      {facts.map(({ label, value, wide }) => (
        <div key={label} className={wide ? 'x-fact-wide' : undefined}>
          <dt>{label}</dt>
          <dd>{value === null || value === undefined || value === '' ? <span className="x-soft">—</span> : value}</dd>
        </div>
      ))}
    </dl>
  )
}
