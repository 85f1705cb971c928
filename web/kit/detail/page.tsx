import type { ReactNode } from 'react'
import { useDocumentTitle } from './document-title.ts'
import './detail.css'

/** A page: one heading, its acts, its content. Also names the document. */
export function Page({ title, lead, actions, children }: { title: string; lead?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  useDocumentTitle(title)
  return (
    <div className="x-page">
      <header className="x-page-head">
        <h1>{title}</h1>
        {actions && <div className="x-page-actions x-no-print">{actions}</div>}
        {lead && <p className="x-page-lead">{lead}</p>}
      </header>
      {children}
    </div>
  )
}
