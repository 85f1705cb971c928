import type { FunctionComponent } from 'react'
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import type { PageModule, PageRoute, Pages } from '../define-pages.ts'
import { ErrorState } from '../state/error-state.tsx'
import { parseSearch, stringifySearch } from './address.ts'
import { ApplicationContext, type Application } from './application.ts'
import { Frame } from './frame.tsx'
import { FirstPage, Guarded, NothingHere } from './guarded.tsx'
import { PageSkeleton } from './page-skeleton.tsx'

/** Routes from the page declarations; each page is fetched when first opened. */
export function createPageRouter(application: Application) {
  const root = createRootRoute({
    component: () => (
      <ApplicationContext value={application}>
        <Frame />
      </ApplicationContext>
    ),
    notFoundComponent: NothingHere,
  })
  const routes: AnyRoute[] = application.pages.flatMap((pages) => pages.routes.map((route) => pageRoute(root, pages, route)))
  if (!application.pages.some((pages) => pages.routes.some(({ path }) => path === '/'))) {
    routes.push(createRoute({ getParentRoute: () => root, path: '/', component: FirstPage }))
  }
  return createRouter({
    routeTree: root.addChildren(routes),
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    defaultPendingComponent: PageSkeleton,
    defaultPendingMs: 120,
    defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
  })
}

function pageRoute(root: AnyRoute, pages: Pages, route: PageRoute): AnyRoute {
  const Page = lazyRouteComponent(async () => ({ default: onlyPage(await route.load(), route.path) }))
  return createRoute({
    getParentRoute: () => root,
    path: route.path.replaceAll(/:([a-zA-Z]+)/g, '$$$1'),
    component: () =>
      route.permission === 'public' ? (
        <Page />
      ) : (
        <Guarded pages={pages} route={route}>
          <Page />
        </Guarded>
      ),
    loader: () => Page.preload?.(),
  })
}

function onlyPage(module: PageModule, path: string): FunctionComponent {
  const found = Object.entries(module).filter(([name]) => name.endsWith('Page'))
  if (found.length !== 1) throw new Error(`${path} 的页面文件应当恰好导出一个名字以 Page 结尾的组件，现有 ${found.length} 个`)
  return found[0]![1]
}
