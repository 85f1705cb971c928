import { useLocation } from '@tanstack/react-router'
import { pageAt, useApplication } from './application.ts'
import { PageLink } from './page-link.tsx'

/** Section › list › this page, from the declarations: every shorter path of the address that is a page. */
export function Breadcrumbs() {
  const { pages, sections } = useApplication()
  const { pathname } = useLocation()
  const here = pathname.split('/').filter(Boolean)
  const trail = here.flatMap((_, index) => {
    const to = `/${here.slice(0, index + 1).join('/')}`
    const page = pageAt(pages, to)
    return page ? [{ to, title: page.title, section: page.menu?.section }] : []
  })
  const section = trail.find((step) => step.section)?.section
  if (trail.length === 0 || (trail.length === 1 && !section)) return null
  return (
    <nav aria-label="所在位置" className="x-breadcrumbs x-no-print">
      <ol>
        {section && <li>{sections[section]}</li>}
        {trail.map(({ to, title }, index) => (
          <li key={to}>{index === trail.length - 1 ? <span aria-current="page">{title}</span> : <PageLink to={to}>{title}</PageLink>}</li>
        ))}
      </ol>
    </nav>
  )
}
