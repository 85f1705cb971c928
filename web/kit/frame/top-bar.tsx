import { Button } from 'antd'
import { MenuOutlined } from '@ant-design/icons'
import { useApplication } from './application.ts'
import { PageLink } from './page-link.tsx'
import { UserMenu } from './user-menu.tsx'

export function TopBar({ onMenu, onHelp }: { onMenu: (() => void) | undefined; onHelp: () => void }) {
  const { plate, Banner, Bell } = useApplication()
  return (
    <header className="x-top x-no-print">
      {onMenu && <Button type="text" icon={<MenuOutlined />} aria-label="打开菜单" onClick={onMenu} />}
      <PageLink to="/" className="x-plate">
        <span className="x-mark" aria-hidden="true">{plate.mark}</span>
        <span className="x-plate-name">{plate.name}</span>
      </PageLink>
      <div className="x-top-middle">{Banner && <Banner />}</div>
      {Bell && <Bell />}
      <UserMenu onHelp={onHelp} />
    </header>
  )
}
