import { defineErrors } from '#platform/errors/app-error.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { accessTables } from '../database/access-tables.ts'

export const targetErrors = defineErrors('access-target', {
  'not-found': [404, '没有这个账号维护对象'],
  'no-accounts': [409, '这个部件的连接没有账号映射，不能维护账号'],
})

/** What a form can adjust: one component of the register by which a system's accounts are maintained. */
export type Target = { readonly componentId: string; readonly subsystem: string; /** Name of the component, `accounts`. */ readonly target: string; readonly title: string }

/** The targets of a subsystem, or of all. */
export async function targetsOf(ctx: SpineCtx, subsystem?: string): Promise<Target[]> {
  let rows = accessTables(ctx).selectFrom('spine.component as c').innerJoin('spine.connection as k', 'k.componentId', 'c.componentId').select(['c.componentId', 'c.subsystem', 'c.name as target', 'c.title']).where('c.kind', '=', 'account-interface').where('c.isRetired', '=', false)
  if (subsystem !== undefined) rows = rows.where('c.subsystem', '=', subsystem)
  return rows.orderBy('c.subsystem').orderBy('c.name').execute()
}

export async function findTarget(ctx: SpineCtx, componentId: string): Promise<Target> {
  const row = await accessTables(ctx).selectFrom('spine.component').select(['componentId', 'subsystem', 'name as target', 'title']).where('componentId', '=', componentId).where('kind', '=', 'account-interface').executeTakeFirst()
  if (!row) throw targetErrors['not-found']()
  return row
}
