import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { createQueryClient } from '#web/kit/client/create-query-client.ts'
import { setApplicationName } from '#web/kit/detail/document-title.ts'
import { parseSearch, stringifySearch } from '#web/kit/frame/address.ts'
import type { Plate } from '#web/kit/session/plate.ts'
import { AppearanceProvider } from '#web/kit/theme/appearance.tsx'
import type { Accent } from '#web/kit/theme/create-theme.ts'
import { PublicPage } from './public-page.tsx'
import type { PublicQuery } from './public-query.ts'

/** An application of one page without a session: it neither asks who is there nor can end anybody's session. */
export function mountPublicPage({ plate, accent, queries }: { plate: Plate; accent: Accent; queries: readonly PublicQuery[] }): void {
  setApplicationName(plate.name)
  const Public = () => <PublicPage plate={plate} queries={queries} />
  const router = createRouter({ routeTree: createRootRoute({ component: Public, notFoundComponent: Public }), parseSearch, stringifySearch })
  createRoot(document.querySelector('#app')!).render(
    <StrictMode>
      <AppearanceProvider accent={accent}>
        <QueryClientProvider client={createQueryClient()}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AppearanceProvider>
    </StrictMode>,
  )
}
