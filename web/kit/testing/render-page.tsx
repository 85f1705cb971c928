import type { FunctionComponent } from 'react'
import { render } from '@testing-library/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { parseSearch, stringifySearch } from '../frame/address.ts'
import type { Me } from '../session/identity-door.ts'
import { AppearanceProvider } from '../theme/appearance.tsx'

const somebody: Me = {
  user: { userId: 'u-1', username: 'tester', displayName: '测试员', roles: [], mustChangePassword: false, hasTotp: false, mustEnrolTotp: false },
  permissions: [],
  idleTimeoutMinutes: 30,
}

/** Renders a component as a page of an application with somebody signed in. `router.state.location` tells where it is. */
export function renderPage(Component: FunctionComponent, { at = '/', permissions = [] }: { at?: string; permissions?: readonly string[] } = {}) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  queries.setQueryData(['session'], { ...somebody, permissions } satisfies Me)
  const root = createRootRoute({ component: Component, notFoundComponent: Component })
  const router = createRouter({ routeTree: root, history: createMemoryHistory({ initialEntries: [at] }), parseSearch, stringifySearch })
  const view = render(
    <AppearanceProvider accent={{ light: '#1d5a7d', dark: '#6fb3d9' }}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </AppearanceProvider>,
  )
  return { ...view, router }
}
