import { Suspense, useState } from 'react'
import { Alert, Button, Drawer } from 'antd'
import { Outlet, useLocation } from '@tanstack/react-router'
import { LiveRegion } from '../keyboard/announce.tsx'
import { useHotkeys } from '../keyboard/hotkeys.ts'
import { KeyboardHelp } from '../keyboard/keyboard-help.tsx'
import { IdleWarning } from '../session/idle-warning.tsx'
import { permits, useSession, useSessionState } from '../session/session.tsx'
import { SignInPage } from '../session/sign-in-page.tsx'
import { TotpDialog } from '../session/totp-dialog.tsx'
import { useIsNarrow } from '../theme/appearance.tsx'
import { useGo } from './address.ts'
import { Breadcrumbs } from './breadcrumbs.tsx'
import { isPublicPage, menuPages, useApplication } from './application.ts'
import { ReachProvider } from './reach.tsx'
import { SideMenu } from './side-menu.tsx'
import { TopBar } from './top-bar.tsx'
import './frame.css'

/** Everything around a page. Without a session the sign-in stands in its place and the address does not change. */
export function Frame() {
  const { plate, pages } = useApplication()
  const { pathname } = useLocation()
  const session = useSessionState()
  if (session.isPending) return <div className="x-boot" role="status"><span className="x-mark">{plate.mark}</span><span className="x-hidden">正在载入</span></div>
  if (!session.data && isPublicPage(pages, pathname)) return <PublicFrame />
  if (!session.data) return <SignInPage plate={plate} />
  if (session.data.user.mustChangePassword) return <SignInPage plate={plate} startAt="password-change-needed" />
  return <ReachProvider><SignedInFrame /></ReachProvider>
}

/** For people without an account: the page alone, below the name of the house. */
function PublicFrame() {
  const { plate } = useApplication()
  return (
    <main className="x-public" id="content">
      <p className="x-public-plate"><span className="x-mark">{plate.mark}</span> {plate.name}</p>
      <Outlet />
      <LiveRegion />
    </main>
  )
}

function SignedInFrame() {
  const { Overlay } = useApplication()
  const isNarrow = useIsNarrow()
  const [isMenuOpen, setMenuOpen] = useState(false)
  const [isHelpOpen, setHelpOpen] = useState(false)
  const { user } = useSession()
  const [isEnrolling, setEnrolling] = useState(user.mustEnrolTotp)
  useGoKeys(() => setHelpOpen(true))
  return (
    <div className="x-frame">
      <a className="x-skip x-no-print" href="#content">跳到正文</a>
      <TopBar onMenu={isNarrow ? () => setMenuOpen(true) : undefined} onHelp={() => setHelpOpen(true)} onTotp={() => setEnrolling(true)} />
      {isNarrow ? (
        <Drawer open={isMenuOpen} onClose={() => setMenuOpen(false)} placement="left" size={260} title="菜单" styles={{ body: { padding: 8 } }}>
          <SideMenu onOpen={() => setMenuOpen(false)} />
        </Drawer>
      ) : (
        <nav className="x-side x-no-print" aria-label="主菜单"><SideMenu /></nav>
      )}
      <main className="x-main" id="content" tabIndex={-1}>
        <Breadcrumbs />
        {user.mustEnrolTotp && <Alert type="warning" showIcon title="您的角色须启用动态验证码" description="启用之前只能使用自己的账号与待办。" action={<Button onClick={() => setEnrolling(true)}>现在启用</Button>} />}
        <Outlet />
      </main>
      <LiveRegion />
      <KeyboardHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
      <IdleWarning />
      <TotpDialog isOpen={isEnrolling} onClose={() => setEnrolling(false)} />
      {Overlay && <Suspense fallback={null}><Overlay /></Suspense>}
    </div>
  )
}

const GO_WITHIN_MS = 1500

/** `g` then a letter declared by a page, `/` to the search of the page, `?` for help. */
function useGoKeys(onHelp: () => void): void {
  const { pages } = useApplication()
  const { permissions } = useSession()
  const go = useGo()
  const [afterG, setAfterG] = useState(Number.NEGATIVE_INFINITY)
  const goals = menuPages(pages).filter(({ hotkey, permission }) => hotkey && permits(permissions, permission))
  useHotkeys(
    [
      { keys: '/', does: '到本页的搜索框' },
      { keys: '?', does: '显示键盘操作' },
      ...goals.map(({ hotkey, title }) => ({ keys: `g ${hotkey}`, does: `打开${title}` })),
    ],
    (key, event) => {
      if (key === '?') {
        onHelp()
        return true
      }
      if (key === '/') {
        const search = document.querySelector<HTMLInputElement>('input[type="search"]')
        search?.focus()
        search?.select()
        return search !== null
      }
      if (event.timeStamp - afterG < GO_WITHIN_MS) {
        const goal = goals.find(({ hotkey }) => hotkey === key)
        setAfterG(Number.NEGATIVE_INFINITY)
        if (goal) go(goal.path)
        return goal !== undefined
      }
      if (key === 'g') setAfterG(event.timeStamp)
      return key === 'g'
    },
  )
}
