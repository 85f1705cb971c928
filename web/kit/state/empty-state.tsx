import type { ReactNode } from 'react'
import './state.css'

/** Says what will appear here and how to make the first one. */
export function EmptyState({ what, how, action, isPage = false }: { what: ReactNode; how?: ReactNode; action?: ReactNode; /** Stands for the whole page, so its sentence is the heading. */ isPage?: boolean }) {
  const What = isPage ? 'h1' : 'p'
  return (
    <div className="x-empty">
      <svg viewBox="0 0 64 40" width="64" height="40" aria-hidden="true">
        <path d="M6 34h52M12 34V14l6-8h28l6 8v20M12 16h12l3 5h10l3-5h12" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
      </svg>
      <What className="x-empty-what">{what}</What>
      {how && <p className="x-soft">{how}</p>}
      {action && <div>{action}</div>}
    </div>
  )
}
