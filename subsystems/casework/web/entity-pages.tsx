import { definePages, type PageRoute, type Pages } from '#web/kit/define-pages.ts'
import type { Entity } from './entity.ts'

/** The pages of an entity; `order` is its place in the menu. */
export function entityPages(entity: Entity, order: number): Pages {
  const { one } = entity
  const list: PageRoute = {
    path: entity.path,
    title: entity.noun,
    menu: { section: entity.section, order },
    load: async () => {
      const { EntityList } = await import('./entity-list.tsx')
      return { EntityListPage: () => <EntityList entity={entity} /> }
    },
  }
  const detail = (endpoint: string): PageRoute => ({
    path: `${entity.path}/:${entity.key}`,
    title: `${entity.noun}详情`,
    load: async () => {
      const { EntityDetail } = await import('./entity-detail.tsx')
      return { EntityDetailPage: () => <EntityDetail entity={entity} one={endpoint} /> }
    },
  })
  return definePages({ group: entity.path.slice(1), title: entity.noun, icon: entity.icon, permission: entity.permission, routes: one ? [list, detail(one)] : [list] })
}
