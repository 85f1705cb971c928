import { useLocation } from '@tanstack/react-router'
import { usePermission } from '../session/session.tsx'
import { useApplication } from './application.ts'
import { PageLink } from './page-link.tsx'

/** Section › list › this page, from the declarations: every shorter path of the address that is a page; a link where it is open to the person. */
export function Breadcrumbs() {
  const { pages, sections } = useApplication()
  const { pathname } = useLocation()
  const may = usePermission()
  const routes = pages.flatMap((group) => group.routes.map((route) => ({ ...route, isOpen: may(route.permission ?? group.permission) })))
  const here = pathname.split('/').filter(Boolean)
  const trail = here.flatMap((_, index) => {
    const path = here.slice(0, index + 1)
    const route = routes.find((candidate) => matches(candidate.path, path))
    return route ? [{ to: `/${path.join('/')}`, title: route.title, section: route.menu?.section, isOpen: route.isOpen }] : []
  })
  const section = trail.find((step) => step.section)?.section
  if (trail.length === 0 || (trail.length === 1 && !section)) return null
  return (
    <nav aria-label="所在位置" className="x-breadcrumbs x-no-print">
      <ol>
        {section && <li>{sections[section]}</li>}
        {trail.map(({ to, title, isOpen }, index) => (
          <li key={to}>{index === trail.length - 1 ? <span aria-current="page">{title}</span> : isOpen ? <PageLink to={to}>{title}</PageLink> : title}</li>
        ))}
      </ol>
    </nav>
  )
}

function matches(pattern: string, path: readonly string[]): boolean {
  const parts = pattern.split('/').filter(Boolean)
  return parts.length === path.length && parts.every((part, index) => part.startsWith(':') || part === path[index])
}
