import { Suspense } from 'react'
import { Button } from 'antd'
import { MenuOutlined } from '@ant-design/icons'
import { useApplication } from './application.ts'
import { PageLink } from './page-link.tsx'
import { UserMenu } from './user-menu.tsx'

export function TopBar({ onMenu, onHelp, onTotp }: { onMenu: (() => void) | undefined; onHelp: () => void; onTotp: () => void }) {
  const { plate, Banner, Bell } = useApplication()
  return (
    <header className="x-top x-no-print">
      {onMenu && <Button type="text" icon={<MenuOutlined />} aria-label="打开菜单" onClick={onMenu} />}
      <PageLink to="/" className="x-plate">
        <span className="x-mark" aria-hidden="true">{plate.mark}</span>
        <span className="x-plate-name">{plate.name}</span>
      </PageLink>
      <div className="x-top-middle">{Banner && <Suspense fallback={null}><Banner /></Suspense>}</div>
      {Bell && <Suspense fallback={null}><Bell /></Suspense>}
      <UserMenu onHelp={onHelp} onTotp={onTotp} />
    </header>
  )
}
