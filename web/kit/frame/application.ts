import { createContext, useContext, type ComponentType } from 'react'
import type { Permission } from '#shared/define-api.ts'
import type { PageRoute, Pages } from '../define-pages.ts'
import type { IdentityDoor } from '../session/identity-door.ts'
import type { Plate } from '../session/plate.ts'
import type { Accent } from '../theme/create-theme.ts'

/** One application on the kit: the console, or the web of a subsystem. */
export type Application = {
  readonly plate: Plate
  readonly accent: Accent
  /** Menu sections in order: key → Chinese title. */
  readonly sections: Readonly<Record<string, string>>
  readonly pages: readonly Pages[]
  readonly identity: IdentityDoor
  /** Fills the middle of the top bar: contract term, labels. */
  readonly Banner?: ComponentType
  /** Stands beside the user's name: the inbox bell. */
  readonly Bell?: ComponentType
  /** Lies over every page: what must be seen at once. */
  readonly Overlay?: ComponentType
}

export const ApplicationContext = createContext<Application | undefined>(undefined)

export function useApplication(): Application {
  const application = useContext(ApplicationContext)
  if (!application) throw new Error('useApplication is used outside the application')
  return application
}

/** Pages that stand in the menu, in its order. */
export function menuPages(all: readonly Pages[]) {
  return all
    .flatMap((pages) =>
      pages.routes.flatMap((route) =>
        route.menu ? [{ ...route.menu, path: route.path, title: route.title, hotkey: route.hotkey, icon: route.menu.icon ?? pages.icon, permission: route.permission ?? pages.permission }] : [],
      ),
    )
    .sort((a, b) => a.order - b.order)
}

/** Pages with `permission: 'public'` need no sign-in; their addresses have no parameters. */
export function isPublicPage(all: readonly Pages[], path: string): boolean {
  return all.some((pages) => pages.routes.some((route) => route.permission === 'public' && route.path === path))
}

type PlacedPage = PageRoute & { readonly permission: Permission; readonly parts: readonly string[] }

/** Addresses taken apart once for each application: a page of lists asks for hundreds of links. */
const placed = new WeakMap<readonly Pages[], readonly PlacedPage[]>()

function placedPages(all: readonly Pages[]): readonly PlacedPage[] {
  const known = placed.get(all)
  if (known) return known
  const made = all
    .flatMap((pages) => pages.routes.map((route) => ({ ...route, permission: route.permission ?? pages.permission, parts: partsOf(route.path) })))
    .toSorted((one, other) => Number(one.path.includes(':')) - Number(other.path.includes(':')))
  placed.set(all, made)
  return made
}

const partsOf = (path: string) => path.split('/').filter(Boolean)

/** The page at an address, `undefined` where there is none; a path written out goes before one with parameters. */
export function pageAt(all: readonly Pages[], pathname: string): (PageRoute & { readonly permission: Permission }) | undefined {
  const path = partsOf(pathname)
  return placedPages(all).find(({ parts }) => parts.length === path.length && parts.every((part, index) => part.startsWith(':') || part === path[index]))
}
