import { z } from 'zod'

/** Kind of the request that writes descriptions (COMMENT) into a database, opened by whoever keeps the descriptions. */
export const COMMENT_ORDER_KIND = 'data-maintenance.comment-order'

/** A description of a table (`column` empty) or of a column, and what the database said when it was asked for. */
export const tableComment = z.strictObject({ schema: z.string().min(1).max(200), table: z.string().min(1).max(200), column: z.string().max(200), before: z.string().nullable(), text: z.string().min(1).max(2_000) })
export type TableComment = z.output<typeof tableComment>

/** 说明写入单: typed, never text of SQL; `componentId` is the database as the inventory reads it. */
export const commentOrderForm = z.strictObject({
  subsystem: z.string(),
  componentId: z.uuid(),
  database: z.string(),
  reason: z.string().trim().min(4, '请写明理由，至少四个字').max(500),
  comments: z.array(tableComment).min(1, '没有待写入的说明').max(2_000, '一张单至多 2000 条说明'),
})
export type CommentOrderForm = z.output<typeof commentOrderForm>

/** Asked of the inventory once something was changed on purpose: read the structure now and say how it stands. */
export const READ_STRUCTURE_KIND = 'data-inventory.read-structure'
export const readStructureOrder = z.strictObject({ componentId: z.uuid() })
export const readStructureResult = z.strictObject({ versionNumber: z.int(), openDrift: z.int() })
