import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { permits, useSession } from '../session/session.tsx'
import { pageAt, useApplication } from './application.ts'

const ReachContext = createContext<(to: string) => boolean>(() => true)

/** Tells the links below which pages are open to the person, so that none of them is a dead end. */
export function ReachProvider({ children }: { children: ReactNode }) {
  const { pages } = useApplication()
  const { permissions } = useSession()
  const reaches = useMemo(
    () => (to: string) => {
      const pathname = to.split(/[?#]/, 1)[0] ?? ''
      // Everybody has a first page, and `?tab=` stays on this one.
      if (pathname === '' || pathname === '/') return true
      const page = pageAt(pages, pathname)
      return page === undefined || permits(permissions, page.permission)
    },
    [pages, permissions],
  )
  return <ReachContext value={reaches}>{children}</ReachContext>
}

/** `const reaches = useReach(); reaches('/evidence/1')`: whether the person may open the page there. */
export function useReach(): (to: string) => boolean {
  return useContext(ReachContext)
}
