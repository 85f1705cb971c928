import type { ReactNode } from 'react'
import './detail.css'

/** A titled block of a page. `flush` lets a table or matrix reach the edges. */
export function Section({ title, extra, flush = false, children }: { title?: ReactNode; extra?: ReactNode; flush?: boolean; children: ReactNode }) {
  return (
    <section className="x-card x-section">
      {title && (
        <header className="x-section-head">
          <h2>{title}</h2>
          {extra && <div className="x-row">{extra}</div>}
        </header>
      )}
      <div className={flush ? 'x-section-flush' : 'x-section-body'}>{children}</div>
    </section>
  )
}
