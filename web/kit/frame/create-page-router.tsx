import { createContext, useContext, type FunctionComponent } from 'react'
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, type AnyRoute } from '@tanstack/react-router'
import type { PageModule, PageRoute, Pages } from '../define-pages.ts'
import { ErrorState } from '../state/error-state.tsx'
import { parseSearch, stringifySearch } from './address.ts'
import { Frame } from './frame.tsx'
import { Guarded, NothingHere } from './guarded.tsx'
import type { Application } from './mount-app.tsx'
import { PageSkeleton } from './page-skeleton.tsx'

const ApplicationContext = createContext<Application | undefined>(undefined)

export function useApplication(): Application {
  const application = useContext(ApplicationContext)
  if (!application) throw new Error('useApplication is used outside the application')
  return application
}

/** Routes from the page declarations; each page is fetched when first opened, or when its link is pointed at. */
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
    const first = menuPages(application.pages)[0]
    routes.push(
      createRoute({
        getParentRoute: () => root,
        path: '/',
        ...(first ? { beforeLoad: () => { throw redirect({ to: first.path }) } } : {}),
      }),
    )
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

export function menuPages(all: readonly Pages[]) {
  return all
    .flatMap((pages) =>
      pages.routes.flatMap((route) =>
        route.menu ? [{ ...route.menu, path: route.path, title: route.title, hotkey: route.hotkey, icon: route.menu.icon ?? pages.icon, permission: route.permission ?? pages.permission }] : [],
      ),
    )
    .sort((a, b) => a.order - b.order)
}

function pageRoute(root: AnyRoute, pages: Pages, route: PageRoute): AnyRoute {
  const Page = lazyRouteComponent(async () => ({ default: onlyPage(await route.load(), route.path) }))
  return createRoute({
    getParentRoute: () => root,
    path: route.path.replaceAll(/:([a-zA-Z]+)/g, '$$$1'),
    component: () => (
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
