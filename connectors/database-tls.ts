import { z } from 'zod'

/** How a database connection is encrypted: not, without checking, or checked against an authority. */
export const databaseTls = z.strictObject({
  mode: z.enum(['off', 'unchecked', 'verified']).default('off'),
  /** Authority of the server, PEM; the system's authorities when absent. */
  ca: z.string().optional(),
})
