import type { ComponentType, FunctionComponent } from 'react'
import type { Permission } from '#shared/define-api.ts'

/** A page's module exports exactly one component whose name ends in `Page`; it is loaded when first opened. */
export type PageModule = { readonly [name: `${string}Page`]: FunctionComponent }

export type PageRoute = {
  /** Address, parameters written `:name` as in `defineApi`: `/work-orders/:workOrderId`. */
  readonly path: `/${string}`
  /** Document title and breadcrumb. A detail page replaces it with its object's name through `<Page title>`. */
  readonly title: string
  /** `() => import('./work-orders-page.tsx')` */
  readonly load: () => Promise<PageModule>
  /** Present when the page stands in the left menu. `section` is one of the application's sections. */
  readonly menu?: { readonly section: string; readonly order: number; readonly icon?: ComponentType }
  /** `g` then this letter opens the page. */
  readonly hotkey?: string
  /** Needed to see the page; the group's when absent. */
  readonly permission?: Permission
}

export type Pages = {
  /** Folder name of the owner: `work-orders`, `inspection`. */
  readonly group: string
  readonly title: string
  readonly icon: ComponentType
  readonly permission: Permission
  readonly routes: readonly PageRoute[]
}

/** A page group: what `spine/<noun>/web/index.tsx` and `services/<x>/web/index.tsx` export and `web/pages.ts` lists. */
export function definePages(pages: Pages): Pages {
  return Object.freeze(pages)
}

/** What is wrong with the pages taken together; all of it at once, in the words of the one who has to mend it. */
export function checkPages(all: readonly Pages[], sections: Readonly<Record<string, string>>): string[] {
  const problems: string[] = []
  const paths = new Map<string, string>()
  const hotkeys = new Map<string, string>()
  for (const pages of all) {
    for (const route of pages.routes) {
      const shape = route.path.replaceAll(/:[a-zA-Z]+/g, ':')
      const taken = paths.get(shape)
      if (taken) problems.push(`${pages.group}: 地址 ${route.path} 已由 ${taken} 使用`)
      paths.set(shape, pages.group)
      if (route.menu && !Object.hasOwn(sections, route.menu.section)) {
        problems.push(`${pages.group}: 菜单分区 ${route.menu.section} 不存在，可用：${Object.keys(sections).join('、')}`)
      }
      if (route.menu && route.path.includes(':')) problems.push(`${pages.group}: ${route.path} 带参数，不能放进菜单`)
      if (!route.hotkey) continue
      const owner = hotkeys.get(route.hotkey)
      if (owner) problems.push(`${pages.group}: 快捷键 g ${route.hotkey} 已由 ${owner} 使用`)
      hotkeys.set(route.hotkey, pages.group)
    }
  }
  return problems
}
