import type { ReactNode } from 'react'
import { Navigate } from '@tanstack/react-router'
import type { PageRoute, Pages } from '../define-pages.ts'
import { useDocumentTitle } from '../detail/document-title.ts'
import { usePermission } from '../session/session.tsx'
import { EmptyState } from '../state/empty-state.tsx'
import { menuPages, useApplication } from './application.ts'
import { PageLink } from './page-link.tsx'

/** The server refuses anyway; this spares the person a page full of refusals. */
export function Guarded({ pages, route, children }: { pages: Pages; route: PageRoute; children: ReactNode }) {
  const may = usePermission()
  const permission = route.permission ?? pages.permission
  useDocumentTitle(route.title)
  if (may(permission)) return children
  // Whoever signs in lands at `/`: administrators have other work than what the home page shows.
  if (route.path === '/') return <FirstPage />
  return (
    <EmptyState
      isPage
      what={`您的角色不能查看「${route.title}」`}
      how={<>需要权限 <code>{permission}</code>，请联系安全管理员。<PageLink to="/">回到首页</PageLink></>}
    />
  )
}

/** Stands at `/` where no page does: the first page of the menu that the person may see. */
export function FirstPage() {
  const { pages } = useApplication()
  const may = usePermission()
  const first = menuPages(pages).find(({ permission }) => may(permission))
  if (first) return <Navigate to={first.path} replace />
  return <EmptyState isPage what="您的角色还没有可以查看的页面" how="请联系安全管理员授予角色。" />
}

export function NothingHere() {
  useDocumentTitle('没有这个页面')
  return <EmptyState isPage what="没有这个页面" how={<>地址可能写错了，或者页面已经移走。<PageLink to="/">回到首页</PageLink></>} />
}
