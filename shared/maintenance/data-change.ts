import { z } from 'zod'

/** One insert, update or delete of one table, taken apart so that the rows it finds can be looked at before it is done. Texts are SQL of the target as it was reviewed. */
export const dataStep = z.strictObject({
  verb: z.enum(['insert', 'update', 'delete']),
  schema: z.string().min(1),
  table: z.string().min(1),
  alias: z.string().nullable(),
  /** What follows SET; empty for the others. */
  set: z.string(),
  /** Further tables (FROM of an update, USING of a delete); empty for none. */
  sources: z.string(),
  where: z.string(),
  /** What follows the table's name in an insert: columns and values or query. */
  body: z.string(),
  /** Rows that were approved, and how far the count may be off. */
  rows: z.int().min(0),
  tolerance: z.int().min(0),
})
export type DataStep = z.output<typeof dataStep>

/** A row as text, in the order of `columns`; null is NULL. Binary values in hexadecimal. */
export const dataRow = z.array(z.string().nullable())

/** Rows of one step before and after it, key by key. An insert has none before, a delete none after. */
export const stepImage = z.strictObject({
  verb: z.enum(['insert', 'update', 'delete']),
  schema: z.string(),
  table: z.string(),
  columns: z.array(z.string()),
  key: z.array(z.string()),
  before: z.array(dataRow),
  after: z.array(dataRow),
})
export type StepImage = z.output<typeof stepImage>

/** What a change did to every row that it touched: enough to take it back. */
export const dataImage = z.strictObject({ format: z.literal(1), steps: z.array(stepImage) })
export type DataImage = z.output<typeof dataImage>

/** The facts of a table that a change depends on. */
export type TargetTable = {
  readonly schema: string
  readonly name: string
  /** Estimated by the target. */
  readonly rows: number
  readonly columns: ReadonlyArray<{ readonly name: string; readonly type: string; readonly isNullable: boolean; readonly isGenerated: boolean }>
  readonly primaryKey: readonly string[]
  readonly indexes: ReadonlyArray<{ readonly columns: readonly string[]; readonly isUnique: boolean }>
  readonly triggers: readonly string[]
  /** Tables that lose or change rows when rows of this one go. */
  readonly cascades: readonly string[]
}
