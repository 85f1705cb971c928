import { defineErrors } from '#platform/errors/app-error.ts'
import type { Ctx } from '#platform/context/context.ts'
import { spineTables } from '#spine/spine.ts'

export const inventoryErrors = defineErrors('inventory', {
  'not-found': [404, '没有这个数据库'],
  'not-scanned': [409, '还没有读到这个数据库的结构，请先读取'],
  'no-table': [404, '最近的结构中没有这张表'],
  'no-version': [404, '没有这个目录版本'],
  'no-document': [404, '没有这份盘点文档'],
  'no-relation': [404, '没有这个推断关系'],
  'no-class': [404, '没有这个字段分类'],
  'no-form': [409, '这个分类没有可核对的格式，请由人确认'],
  'not-openable': [409, '这个部件的连接不能读取结构'],
  'versions-differ': [400, '两个版本属于不同的数据库，不能比较'],
  'no-order': [422, '单号不能作为依据'],
  'document-stale': [409, '结构在文档编制之后又有变化，请先重新编制'],
  'bad-descriptions': [422, '说明未写入，请按提示修改'],
  'no-maintenance': [409, '数据维护模块没有启用，说明须由管理员按“写入语句”写入'],
  'nothing-to-hand-over': [409, '没有待交出的说明：草稿都已在办，或还没有拟定'],
  'nothing-to-cover': [409, '所选的差异已不存在或已有依据，请刷新'],
})

/** A database of the register that can be asked for its structure. */
export type InventoryComponent = { readonly componentId: string; readonly subsystem: string; readonly title: string }

const KINDS = ['postgres', 'mysql']

/** Databases in operation with a connection, in the register's order; of a subsystem when it is named. */
export async function inventoryComponents(ctx: Pick<Ctx, 'tx'>, only: { readonly subsystem?: string; readonly componentId?: string } = {}): Promise<InventoryComponent[]> {
  let rows = spineTables(ctx)
    .selectFrom('spine.component as c')
    .innerJoin('spine.subsystem as s', 's.subsystem', 'c.subsystem')
    .innerJoin('spine.connection as n', 'n.componentId', 'c.componentId')
    .select(['c.componentId', 'c.subsystem', 'c.title'])
    .where('c.kind', '=', 'database')
    .where('c.isRetired', '=', false)
    .where('n.connector', 'in', KINDS)
    .orderBy('s.position')
    .orderBy('c.name')
  if (only.subsystem !== undefined) rows = rows.where('c.subsystem', '=', only.subsystem)
  if (only.componentId !== undefined) rows = rows.where('c.componentId', '=', only.componentId)
  return rows.execute()
}

export async function findInventoryComponent(ctx: Pick<Ctx, 'tx'>, componentId: string): Promise<InventoryComponent> {
  const [found] = await inventoryComponents(ctx, { componentId })
  if (!found) throw inventoryErrors['not-found']()
  return found
}
