import type { ReactNode } from 'react'
import { PageLink } from '../frame/page-link.tsx'
import type { Tone } from '../theme/palette.ts'
import { formatNumber } from '../value/format-number.ts'
import './state.css'

export type FigureProps = {
  label: string
  /** A number is written with thousands separators; undefined shows a skeleton, null a dash. */
  value: number | string | null | undefined
  unit?: string
  /** Every number opens its list. */
  href?: string | undefined
  tone?: Tone | undefined
  /** Small print: comparison with last month, basis. */
  note?: ReactNode
}

/** A number that opens the list it counts. */
export function Figure({ label, value, unit, href, tone, note }: FigureProps) {
  const shown = value === undefined ? <span className="x-skeleton" style={{ width: 48, height: 20 }} /> : value === null ? '—' : typeof value === 'number' ? formatNumber(value) : value
  const inside = (
    <>
      <span className="x-figure-label">{label}</span>
      <span className="x-figure-value">{shown}{unit && <small>{unit}</small>}</span>
      {note && <span className="x-figure-note">{note}</span>}
    </>
  )
  // Nothing missing is no alarm.
  const className = `x-figure ${tone && value !== 0 ? `x-${tone} x-toned` : ''}`
  return href ? <PageLink to={href} className={className}>{inside}</PageLink> : <div className={className}>{inside}</div>
}

/** Figures side by side in one card; they wrap on a phone. */
export function FigureStrip({ children }: { children: ReactNode }) {
  return <div className="x-card x-figures">{children}</div>
}
