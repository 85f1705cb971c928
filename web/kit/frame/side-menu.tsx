import { useEffect, useRef } from 'react'
import { Menu, type MenuRef } from 'antd'
import { useLocation } from '@tanstack/react-router'
import { permits, useSession } from '../session/session.tsx'
import { menuPages, useApplication } from './application.ts'
import { PageLink } from './page-link.tsx'

/** The menu: sections of the application, pages the person may see, the nearest one lit. */
export function SideMenu({ onOpen }: { onOpen?: () => void }) {
  const { pages, sections } = useApplication()
  const { permissions } = useSession()
  const { pathname } = useLocation()
  const permitted = menuPages(pages).filter(({ permission }) => permits(permissions, permission))
  const lit = permitted
    .map(({ path }) => path)
    .filter((path) => pathname === path || (path !== '/' && pathname.startsWith(`${path}/`)))
    .sort((a, b) => b.length - a.length)[0]
  const menu = useRef<MenuRef>(null)
  // The menu is longer than most screens: whoever comes by a link sees where he is.
  useEffect(() => {
    if (lit !== undefined) menu.current?.menu?.list.querySelector('.ant-menu-item-selected')?.scrollIntoView({ block: 'nearest' })
  }, [lit])
  const items = Object.entries(sections).flatMap(([key, title]) => {
    const inside = permitted.filter(({ section }) => section === key)
    if (inside.length === 0) return []
    return [
      {
        key: `section-${key}`,
        type: 'group' as const,
        label: title,
        children: inside.map(({ path, title: label, icon: Icon }) => ({
          key: path,
          icon: <Icon />,
          label: <PageLink to={path}>{label}</PageLink>,
        })),
      },
    ]
  })
  return <Menu ref={menu} mode="inline" inlineIndent={12} selectedKeys={lit ? [lit] : []} items={items} onClick={onOpen ? () => onOpen() : undefined} style={{ border: 0 }} />
}
