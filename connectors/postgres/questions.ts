import { z } from 'zod'

/** A statement that returns rows: everything else has no business in a check. The read-only transaction is what enforces it. */
const readStatement = z.string().regex(/^\s*(select|with|values|table)\b/i, '语句应以 select、with、values 或 table 开头')

export const postgresQuestion = z.union([
  /** The scalar in the first row: of the first column, or of `column`. null without rows. Up to 1000 rows go to `raw`. */
  z.strictObject({
    sql: readStatement,
    parameters: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).default([]),
    column: z.string().min(1).optional(),
    unit: z.string().optional(),
  }),
  z.strictObject({
    /** `connect-ms` time from first packet to signed in; `round-trip-ms` an empty query; `account-read-only` true/false, see proveReadOnly. */
    measure: z.enum(['connect-ms', 'round-trip-ms', 'account-read-only']),
  }),
])
export type PostgresQuestion = z.output<typeof postgresQuestion>
