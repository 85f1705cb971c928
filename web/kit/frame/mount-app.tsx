import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createQueryClient } from '../client/create-query-client.ts'
import { checkPages } from '../define-pages.ts'
import { setApplicationName } from '../detail/document-title.ts'
import { IdentityProvider } from '../session/session.tsx'
import { AppearanceProvider, paint, type Mode } from '../theme/appearance.tsx'
import type { Density } from '../theme/create-theme.ts'
import { readStored } from '../value/stored.ts'
import type { Application } from './application.ts'
import { createPageRouter } from './create-page-router.tsx'

/** Checks the pages, builds the router and renders into `#app`. */
export function mountApp(application: Application): void {
  const problems = checkPages(application.pages, application.sections)
  if (problems.length > 0) throw new Error(`页面声明有误：\n${problems.join('\n')}`)
  setApplicationName(application.plate.name)
  const stored = readStored<{ mode: Mode; density: Density }>('appearance', { mode: 'auto', density: 'compact' })
  const isDark = stored.mode === 'dark' || (stored.mode === 'auto' && window.matchMedia('(prefers-color-scheme: dark)').matches)
  paint(isDark ? 'dark' : 'light', application.accent, stored.density)

  const router = createPageRouter(application)
  createRoot(document.querySelector('#app')!).render(
    <StrictMode>
      <AppearanceProvider accent={application.accent}>
        <QueryClientProvider client={createQueryClient()}>
          <IdentityProvider identity={application.identity}>
            <RouterProvider router={router} />
          </IdentityProvider>
        </QueryClientProvider>
      </AppearanceProvider>
    </StrictMode>,
  )
}
